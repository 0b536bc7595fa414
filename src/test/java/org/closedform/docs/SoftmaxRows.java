package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about softmax and its logarithm. */
final class SoftmaxRows {
    private static final Operator<Tensor, Tensor> SOFTMAX = new Softmax(-1);
    private static final Operator<Tensor, Tensor> LOG_SOFTMAX = new LogSoftmax(-1);

    private SoftmaxRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.of(
                "softmax-invalid", SoftmaxRows::invalid,
                "softmax-only-minus-infinity", SoftmaxRows::onlyMinusInfinity,
                "softmax-minus-infinity", SoftmaxRows::minusInfinity,
                "softmax-minus-infinity-tangent", SoftmaxRows::tangentOfMinusInfinity,
                "log-softmax-minus-infinity", SoftmaxRows::logOfMinusInfinity,
                "softmax-huge", SoftmaxRows::huge,
                "softmax-offset", SoftmaxRows::offset);
    }

    private static void invalid(Numbers numbers) {
        for (double invalid : List.of(NaN, POSITIVE_INFINITY)) {
            Tensor x = numbers.matrix(row(0, invalid, -1), row(7, 7, NEGATIVE_INFINITY));
            Tensor dy = numbers.matrix(row(1, 2, 3), row(1, -1, 0));
            Operator.Pass<Tensor, Tensor> softmax = SOFTMAX.forward(x);
            numbers.assertHolds(softmax.output(), NaN, NaN, NaN, 0.5, 0.5, 0);
            numbers.assertHolds(softmax.backward(dy), NaN, NaN, NaN, 0.5, -0.5, 0);
            Operator.Pass<Tensor, Tensor> logSoftmax = LOG_SOFTMAX.forward(x);
            double half = -0.693147180559945309417;
            numbers.assertHoldsWithin(4, logSoftmax.output(), NaN, NaN, NaN, half, half, NEGATIVE_INFINITY);
            numbers.assertHolds(logSoftmax.backward(dy), NaN, NaN, NaN, 1, -1, 0);
        }
    }

    private static void onlyMinusInfinity(Numbers numbers) {
        Tensor x = numbers.vector(NEGATIVE_INFINITY, NEGATIVE_INFINITY);
        numbers.assertHolds(SOFTMAX.apply(x), NaN, NaN);
        numbers.assertHolds(LOG_SOFTMAX.apply(x), NaN, NaN);
    }

    private static void minusInfinity(Numbers numbers) {
        Operator.Pass<Tensor, Tensor> pass = SOFTMAX.forward(numbers.vector(3, NEGATIVE_INFINITY, 3));
        numbers.assertHolds(pass.output(), 0.5, 0, 0.5);
        numbers.assertHolds(pass.backward(numbers.vector(1, numbers.largest(), 0)), 0.25, 0, -0.25);
    }

    private static void tangentOfMinusInfinity(Numbers numbers) {
        Tensor x = numbers.vector(3, 3, 3, 3, NEGATIVE_INFINITY);
        Tensor dy = numbers.vector(4, 0, 0, 0, numbers.largest());
        Tensor tangent = numbers.vector(4, 0, 0, 0, 5);
        Operator.Pass<Tensor, Tensor> softmax = SOFTMAX.forward(x);
        numbers.assertHolds(softmax.pushforward(tangent), 0.75, -0.25, -0.25, -0.25, 0);
        numbers.assertHolds(softmax.curvature(dy, tangent), 1.5, -0.5, -0.5, -0.5, 0);
        Operator.Pass<Tensor, Tensor> logSoftmax = LOG_SOFTMAX.forward(x);
        numbers.assertHolds(logSoftmax.pushforward(tangent), 3, -1, -1, -1, 4);
        numbers.assertHolds(logSoftmax.curvature(tangent, tangent), -6.75, 2.25, 2.25, 2.25, 0);
    }

    private static void logOfMinusInfinity(Numbers numbers) {
        Operator.Pass<Tensor, Tensor> pass = LOG_SOFTMAX.forward(numbers.vector(3, NEGATIVE_INFINITY));
        numbers.assertHolds(pass.output(), 0, NEGATIVE_INFINITY);
        numbers.assertHolds(pass.backward(numbers.vector(1, 5)), -5, 5);
    }

    private static void huge(Numbers numbers) {
        double huge = numbers.largest();
        numbers.assertHolds(SOFTMAX.apply(numbers.vector(huge, huge)), 0.5, 0.5);
        numbers.assertHolds(SOFTMAX.apply(numbers.vector(-huge, -huge)), 0.5, 0.5);
        numbers.assertHolds(SOFTMAX.apply(numbers.vector(huge, -huge)), 1, 0);
        numbers.assertHolds(LOG_SOFTMAX.apply(numbers.vector(huge, 0)), 0, -huge);
        numbers.assertHolds(LOG_SOFTMAX.apply(numbers.vector(0, -huge)), 0, -huge);
    }

    /** σ(±1) and their logarithms to 21 digits; in float32, where 1e8 + 1 is 1e8, σ(±8). */
    private static void offset(Numbers numbers) {
        Tensor x = numbers.vector(1e8, 1e8 + numbers.either(8, 1));
        numbers.assertHoldsWithin(
                4,
                SOFTMAX.apply(x),
                numbers.either(0.000335350130466478103878, 0.268941421369995120749),
                numbers.either(0.999664649869533521896, 0.731058578630004879251));
        numbers.assertHoldsWithin(
                4,
                LOG_SOFTMAX.apply(x),
                numbers.either(-8.00033540637289576883, -1.31326168751822283405),
                numbers.either(-0.000335406372895768832, -0.313261687518222834049));
    }
}
