package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;

/** A batch norm at a point, with an upstream: what the properties draw. */
record BatchNormCase(BatchNorm.Inputs in, int axis, double epsilon, Tensor dy) {
    private static final double[][] OFFSETS_AND_SPREADS = {
        {0, 3}, {1e4, 1}, {1e8, 1e-3}, {-1e8, 1e3}, {1, 1e-9}, {-1e-3, 1e-5}
    };

    /** Batches as they come, constant channels and single values among them, offsets up to 1e8, ε from 1e-12 to 1. */
    static Arbitrary<BatchNormCase> any() {
        Arbitrary<double[]> kinds = Arbitraries.of(OFFSETS_AND_SPREADS);
        return draw(
                TensorArbitraries.axes(2, 4),
                along -> Combinators.combine(values(along.shape(), -1, 1, 12), kinds)
                        .as((x, kind) -> x.times(kind[1]).plus(kind[0])),
                1e-12,
                1e-5,
                1e-3,
                1.0);
    }

    /**
     * At least two values a channel, all different by at least 1; they are sixteenths of small whole numbers, so that
     * a·x + b is exact in both element types for small whole a and b.
     */
    static Arbitrary<BatchNormCase> distinct(Double... epsilons) {
        return draw(
                TensorArbitraries.axes(2, 4).filter(along -> along.shape().size() >= 2 * along.length()),
                along -> Arbitraries.integers()
                        .between(-48, 48)
                        .list()
                        .ofSize(along.shape().size())
                        .map(list -> Tensor.of(along.shape(), ramp(list.toArray(Integer[]::new)))),
                epsilons);
    }

    private static double[] ramp(Integer... sixteenths) {
        double[] result = new double[sixteenths.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = 7 * i + sixteenths[i] / 16.0;
        }
        return result;
    }

    private static Arbitrary<BatchNormCase> draw(
            Arbitrary<Along> places, Function<Along, Arbitrary<Tensor>> batches, Double... epsilons) {
        return Combinators.combine(TensorArbitraries.elementTypes(), places).flatAs((type, along) -> {
            Arbitrary<Tensor> perChannel = values(Shape.of(along.length()), -3, 3, 6);
            return Combinators.combine(
                            batches.apply(along),
                            perChannel,
                            perChannel,
                            Arbitraries.of(epsilons),
                            values(along.shape(), -3, 3, 6))
                    .as((x, gamma, beta, epsilon, dy) -> new BatchNormCase(
                            new BatchNorm.Inputs(x.to(type), gamma.to(type), beta.to(type)),
                            along.axis(),
                            epsilon,
                            dy.to(type)));
        });
    }

    private static Arbitrary<Tensor> values(Shape shape, double from, double to, int decimals) {
        return TensorArbitraries.tensors(
                shape,
                ElementType.FLOAT64,
                Arbitraries.doubles().between(from, to).ofScale(decimals));
    }

    BatchNorm operator() {
        return new BatchNorm(axis, epsilon);
    }

    BatchNorm.Pass forward() {
        return operator().forward(in);
    }

    BatchNormReference reference() {
        return BatchNormReference.training(in, axis, epsilon, dy);
    }

    ElementType type() {
        return in.x().elementType();
    }

    /** One ulp of this case's element type at a number. */
    double ulp(double number) {
        return Ulps.ulp(new BigDecimal(number), type()).doubleValue();
    }

    /** Fails unless every element is within so many ulps of its scale. */
    static void assertWithin(double bound, Tensor actual, BigDecimal[] expected, double[] scales) {
        double[] values = actual.toDoubleArray();
        assertEquals(expected.length, values.length, "how many numbers");
        for (int i = 0; i < values.length; i++) {
            BigDecimal unit = Ulps.ulp(new BigDecimal(scales[i]), actual.elementType());
            double distance = Double.isFinite(values[i])
                    ? new BigDecimal(values[i])
                            .subtract(expected[i])
                            .abs()
                            .divide(unit, DIGITS)
                            .doubleValue()
                    : Double.POSITIVE_INFINITY;
            if (!(distance <= bound)) {
                fail("element " + i + " is " + values[i] + ", but exactly " + expected[i].round(MathContext.DECIMAL64)
                        + ": off by " + distance + " ulp of " + scales[i] + ", more than " + bound);
            }
        }
    }
}
