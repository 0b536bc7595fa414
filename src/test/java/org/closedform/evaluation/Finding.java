package org.closedform.evaluation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.closedform.gradient.Comparison;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * What the check says of an operator at a point, as a user calls it.
 *
 * @param kind alarm or not
 * @param causes the names of its diagnoses
 * @param coordinates the coordinates that it blames; not the directions that a large input is probed along
 * @param line the first of its report
 */
record Finding(Kind kind, Set<String> causes, List<String> coordinates, String line) {
    enum Kind {
        /** The gradient is called right, or one of a kink's. */
        SILENT,
        /** It cannot be told. */
        INCONCLUSIVE,
        /** It is called wrong. */
        ALARM
    }

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding of(
            Derivative derivative, Operator<X, Y> operator, X x) {
        try {
            GradientReport report = derivative.check(operator).at(x);
            return new Finding(
                    kind(report.verdict()),
                    report.diagnoses().stream().map(Diagnosis::name).collect(Collectors.toSet()),
                    report.comparisons().stream()
                            .filter(comparison -> comparison.verdict() == Verdict.FAIL)
                            .map(Comparison::input)
                            .filter(input -> !input.contains(" along "))
                            .distinct()
                            .toList(),
                    report.toString().lines().findFirst().orElse(""));
        } catch (RuntimeException e) {
            return new Finding(Kind.ALARM, Set.of(), List.of(), e.toString());
        }
    }

    private static Kind kind(Verdict verdict) {
        return switch (verdict) {
            case PASS, KINK -> Kind.SILENT;
            case INCONCLUSIVE -> Kind.INCONCLUSIVE;
            case FAIL, NONDETERMINISTIC -> Kind.ALARM;
        };
    }
}
