package org.closedform.exercise;

import java.util.Optional;
import org.closedform.expression.Axis;
import org.closedform.expression.Expression;
import org.closedform.expression.Extent;
import org.closedform.expression.Scope;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.tensor.Tensor;

/**
 * A backward as a formula.
 *
 * @param formula of the gradient
 * @param input the name of what is differentiated
 * @param upstream the name of ∂C/∂y
 */
record Derived(Expression formula, String input, String upstream) {

    /** What is wrong if the formula has more numbers than the input; what it lacks repeats. */
    Optional<Diagnosis> misfit(Scope scope, Tensor x) {
        Extent derived = formula.extent(scope);
        Extent wanted = scope.extentOf(x);
        if (derived.isWithin(wanted)) {
            return Optional.empty();
        }
        boolean isOverSamples = derived.has(Axis.SAMPLES) && !wanted.has(Axis.SAMPLES);
        Axis missing = isOverSamples ? Axis.SAMPLES : Axis.CLASSES;
        String sum = isOverSamples ? "sum_n(…)" : "sum_i(…)";
        return Optional.of(new Diagnosis(
                "sum missing",
                input + " has " + scope.words(wanted) + ", and so has d" + input + ", but this formula has "
                        + scope.words(derived),
                input + " is used in all " + scope.words(missing)
                        + ", and the gradient adds up what comes back from each: " + sum));
    }

    /** The gradient for an upstream. */
    Tensor gradient(Scope scope, Tensor dy, Tensor x) {
        Tensor value = formula.evaluate(scope.with(upstream, dy));
        boolean isGradientOfNumber = dy.size() == 1 && !formula.names().contains(upstream);
        Tensor dx = isGradientOfNumber ? value.times(dy.item()) : value;
        Tensor row = x.rank() < 2 && dx.rank() == 2 ? dx.squeeze(0) : dx;
        Tensor likeX = row.size() == 1 ? row.reshape() : row;
        return likeX.broadcastTo(x.shape()).to(x.elementType());
    }
}
