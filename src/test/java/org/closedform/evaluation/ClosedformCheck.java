package org.closedform.evaluation;

import java.util.List;
import java.util.Set;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** The library's own check, as a user calls it. */
record ClosedformCheck() implements Checker {

    @Override
    public <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding check(Operator<X, Y> operator, X x) {
        GradientReport report = GradientCheck.of(operator).at(x);
        return switch (report.verdict()) {
            case PASS, KINK -> Finding.SILENT;
            case INCONCLUSIVE -> new Finding(Finding.Kind.INCONCLUSIVE, Set.of(), List.of());
            default -> new Finding(Finding.Kind.ALARM, Set.of(), List.of());
        };
    }
}
