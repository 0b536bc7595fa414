package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.Operator;
import org.closedform.operator.RmsNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about norms within samples. */
final class NormRows {
    private static final List<Operator<Tensor, Tensor>> ALL = List.of(
            new LayerNorm().plain(), new RmsNorm().plain(), new GroupNorm(1).plain(), new InstanceNorm().plain());

    private NormRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.of(
                "norm-one-number", NormRows::oneNumber,
                "norm-constant", NormRows::constant,
                "rms-norm-zeros", NormRows::zeros,
                "norm-any-size", NormRows::anySize,
                "norm-invalid", NormRows::invalid,
                "norm-no-samples", NormRows::noSamples,
                "norm-no-numbers", NormRows::noNumbers);
    }

    private static LayerNorm.Inputs features(Numbers numbers, Tensor x) {
        return new LayerNorm.Inputs(x, numbers.vector(2, 3), numbers.vector(5, 7));
    }

    private static BatchNorm.Inputs channels(Numbers numbers, Tensor x) {
        return new BatchNorm.Inputs(x, numbers.vector(2, 3), numbers.vector(5, 7));
    }

    private static void oneNumber(Numbers numbers) {
        Tensor x = numbers.matrix(row(0.1, -1e30));
        Tensor dy = numbers.matrix(row(1, -4));
        for (Operator<BatchNorm.Inputs, Tensor> norm : List.of(new GroupNorm(2), new InstanceNorm())) {
            Operator.Pass<BatchNorm.Inputs, Tensor> pass = norm.forward(channels(numbers, x));
            numbers.assertHolds(pass.output(), 5, 7);
            numbers.assertHolds(pass.backward(dy).x(), 0, 0);
        }
        LayerNorm.Inputs in = new LayerNorm.Inputs(x.transpose(), numbers.vector(2), numbers.vector(5));
        Operator.Pass<LayerNorm.Inputs, Tensor> pass = new LayerNorm().forward(in);
        numbers.assertHolds(pass.output(), 5, 5);
        numbers.assertHolds(pass.backward(dy.transpose()).x(), 0, 0);
    }

    private static void constant(Numbers numbers) {
        Tensor x = numbers.matrix(row(0.1, 0.1), row(-1e8, -1e8));
        numbers.assertHolds(new LayerNorm().apply(features(numbers, x)), 5, 7, 5, 7);
        numbers.assertHolds(new LayerNorm().forward(features(numbers, x)).xHat(), 0, 0, 0, 0);
        numbers.assertHolds(new LayerNorm(List.of(-1), 0).plain().apply(x), NaN, NaN, NaN, NaN);
        numbers.assertHolds(new GroupNorm(1).apply(channels(numbers, x)), 5, 7, 5, 7);
        Tensor images = x.reshape(1, 2, 2);
        numbers.assertHolds(new InstanceNorm().apply(channels(numbers, images)), 5, 5, 7, 7);
    }

    private static void zeros(Numbers numbers) {
        numbers.assertHolds(new RmsNorm().plain().apply(numbers.vector(0, 0)), 0, 0);
        numbers.assertHolds(new RmsNorm(List.of(), 0).plain().apply(numbers.vector(0, 0)), NaN, NaN);
    }

    /** −1, 1 and 2 times a size: less their mean they are −5, 1 and 4 thirds; x̂ is that divided by √14, or −1, 1 and 2 by √2. */
    private static void anySize(Numbers numbers) {
        boolean isFloat64 = numbers.type() == ElementType.FLOAT64;
        for (double size : isFloat64 ? row(1e-300, 1e-155, 1e155, 8e307) : row(1e-37, 1e-20, 1e20, 1.5e38)) {
            Tensor x = numbers.vector(-size, size, 2 * size);
            numbers.assertHoldsWithin(
                    4,
                    new LayerNorm(List.of(-1), 0).plain().apply(x),
                    -1.33630620956212192343,
                    0.26726124191242438469,
                    1.06904496764969753874);
            numbers.assertHoldsWithin(
                    4,
                    new RmsNorm(List.of(-1), 0).plain().apply(x),
                    -0.70710678118654752440,
                    0.70710678118654752440,
                    1.41421356237309504880);
        }
    }

    private static void invalid(Numbers numbers) {
        for (double invalid : List.of(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY)) {
            Tensor x = numbers.matrix(row(1, 3), row(invalid, 3));
            Operator.Pass<Tensor, Tensor> layer =
                    new LayerNorm(List.of(-1), 0).plain().forward(x);
            numbers.assertHolds(layer.output(), -1, 1, NaN, NaN);
            numbers.assertHolds(layer.backward(numbers.matrix(row(1, 0), row(1, 0))), 0, 0, NaN, NaN);
            Tensor ones = numbers.matrix(row(1, -1), row(invalid, 3));
            numbers.assertHolds(new RmsNorm(List.of(-1), 0).plain().apply(ones), 1, -1, NaN, NaN);
            numbers.assertHolds(new InstanceNorm(1, 0).plain().apply(x.reshape(1, 2, 2)), -1, 1, NaN, NaN);
        }
    }

    private static void noSamples(Numbers numbers) {
        Tensor x = numbers.empty(0, 2);
        for (Operator<Tensor, Tensor> norm : ALL) {
            numbers.assertEmpty(norm.apply(x), 0, 2);
            numbers.assertEmpty(norm.forward(x).backward(x), 0, 2);
        }
        LayerNorm.Inputs d = new LayerNorm().forward(features(numbers, x)).backward(x);
        numbers.assertHolds(d.gamma(), 0, 0);
        numbers.assertHolds(d.beta(), 0, 0);
    }

    private static void noNumbers(Numbers numbers) {
        Tensor x = numbers.empty(2, 0);
        for (Operator<Tensor, Tensor> norm : ALL) {
            assertThrows(ShapeException.class, () -> norm.apply(x));
        }
    }
}
