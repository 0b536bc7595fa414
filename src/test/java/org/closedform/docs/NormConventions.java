package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.RmsNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about norms within samples. */
final class NormConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);

    /** Mean 2 and variance 1; the mean square is 5. */
    private static final Tensor X = Tensor.of(new double[][] {{1, 3}});

    private NormConventions() {}

    static Map<String, Executable> rows() {
        return Map.of(
                "norm-axes", NormConventions::axes,
                "norm-parameters", NormConventions::parameters,
                "norm-epsilon", NormConventions::epsilon,
                "rms-norm-epsilon", NormConventions::rmsEpsilon,
                "norm-plain", NormConventions::plain,
                "group-norm-groups", NormConventions::groups,
                "group-norm-axis", NormConventions::groupAxis,
                "instance-norm-parameters", NormConventions::instance);
    }

    private static void axes() {
        assertEquals(List.of(-1), new LayerNorm().axes());
        assertEquals(List.of(-1), new RmsNorm().axes());
        Tensor x = Tensor.generate(Shape.of(2, 1, 2), index -> index[0] == index[2] ? 1 : 3);
        NUMBERS.assertHolds(new LayerNorm(List.of(-2, -1), 0).plain().apply(x), -1, 1, 1, -1);
        NUMBERS.assertHolds(new LayerNorm(List.of(0, 1), 0).plain().apply(x), -1, 1, 1, -1);
    }

    private static void parameters() {
        assertEquals(List.of("x", "gamma", "beta"), names(new LayerNorm.Inputs(X, X, X)));
        assertEquals(List.of("x", "gamma"), names(new RmsNorm.Inputs(X, X)));
        Tensor y = new LayerNorm(List.of(-1), 0).apply(new LayerNorm.Inputs(X, Tensor.of(10, 20), Tensor.of(5, 6)));
        NUMBERS.assertHolds(y, 5 - 10, 6 + 20);
        Tensor perChannel = new GroupNorm(1, 1, 0).apply(new BatchNorm.Inputs(X, Tensor.of(10, 20), Tensor.of(5, 6)));
        NUMBERS.assertHolds(perChannel, 5 - 10, 6 + 20);
    }

    private static List<String> names(TensorTree<?> inputs) {
        return inputs.parts().stream().map(NamedTensor::name).toList();
    }

    /** The root of 1 / (1 + 1e-5), to 21 digits. */
    private static void epsilon() {
        double[] expected = {-0.999995000037499687503, 0.999995000037499687503};
        NUMBERS.assertHoldsWithin(5, new LayerNorm().plain().apply(X), expected);
        NUMBERS.assertHoldsWithin(5, new GroupNorm(1).plain().apply(X), expected);
        assertEquals(1e-5, new InstanceNorm().epsilon());
    }

    /** 1 / √(5 + 1e-5), to 21 digits, once and three times. */
    private static void rmsEpsilon() {
        NUMBERS.assertHoldsWithin(5, new RmsNorm().plain().apply(X), 0.447213148287033258599, 1.341639444861099775797);
    }

    private static void plain() {
        NUMBERS.assertHolds(new LayerNorm(List.of(-1), 0).plain().apply(X), -1, 1);
        NUMBERS.assertHolds(new GroupNorm(1, 1, 0).plain().apply(X), -1, 1);
        Tensor x = Tensor.of(new double[][][] {{{1, 3}, {8, 0}}});
        NUMBERS.assertHolds(new InstanceNorm(1, 0).plain().apply(x), -1, 1, 1, -1);
        NUMBERS.assertHolds(new BatchNorm(1, 0).plain().apply(X.transpose()), -1, 1);
        NUMBERS.assertHolds(new RmsNorm(List.of(), 0).plain().apply(Tensor.of(2, -2)), 1, -1);
    }

    private static void groups() {
        Tensor x = Tensor.of(new double[][] {{1, 3, 8, 0}});
        NUMBERS.assertHolds(new GroupNorm(2, 1, 0).plain().apply(x), -1, 1, 1, -1);
    }

    private static void groupAxis() {
        assertEquals(1, new GroupNorm(8).axis());
        assertEquals(1, new InstanceNorm().axis());
        Tensor x = Tensor.of(new double[][][] {{{1, 8}, {3, 0}}});
        NUMBERS.assertHolds(new GroupNorm(2, -1, 0).plain().apply(x), -1, 1, 1, -1);
    }

    private static void instance() {
        Tensor x = Tensor.of(new double[][][] {{{1, 3}, {8, 0}}});
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, Tensor.of(10, 20), Tensor.of(5, 6));
        NUMBERS.assertHolds(new InstanceNorm(1, 0).apply(in), 5 - 10, 5 + 10, 6 + 20, 6 - 20);
    }
}
