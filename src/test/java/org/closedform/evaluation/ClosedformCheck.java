package org.closedform.evaluation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.closedform.gradient.Comparison;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** The library's own check, as a user calls it. */
record ClosedformCheck() implements Checker {

    @Override
    public <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding check(Operator<X, Y> operator, X x) {
        GradientReport report = GradientCheck.of(operator).at(x);
        return new Finding(kind(report.verdict()), causes(report), blamed(report));
    }

    private static Finding.Kind kind(Verdict verdict) {
        return switch (verdict) {
            case PASS, KINK -> Finding.Kind.SILENT;
            case INCONCLUSIVE -> Finding.Kind.INCONCLUSIVE;
            case FAIL, NONDETERMINISTIC -> Finding.Kind.ALARM;
        };
    }

    private static Set<String> causes(GradientReport report) {
        return report.diagnoses().stream().map(Diagnosis::name).collect(Collectors.toSet());
    }

    /** Not the directions that a large input is probed along. */
    private static List<String> blamed(GradientReport report) {
        return report.comparisons().stream()
                .filter(comparison -> comparison.verdict() == Verdict.FAIL)
                .map(Comparison::input)
                .filter(input -> !input.contains(" along "))
                .distinct()
                .toList();
    }
}
