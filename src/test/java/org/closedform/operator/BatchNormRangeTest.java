package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of every size that float64 has, and of every mixture of sizes: what is representable is right. */
class BatchNormRangeTest {
    private static final double ULPS = 8;
    private static final BigDecimal LARGEST = new BigDecimal(Double.MAX_VALUE);

    /** Numbers of one channel, each part of a size of its own. */
    private record Channel(Tensor x, Tensor gamma, Tensor beta, Tensor dy, double epsilon) {
        static Channel draw(Random random, ElementType type) {
            int range = type == ElementType.FLOAT64 ? 1070 : 145;
            int n = 2 + random.nextInt(8);
            Tensor x = numbers(random, n, range);
            double base = random.nextInt(4) == 0 ? x.at(0) * (1 << random.nextInt(20)) : 0;
            double epsilon = new double[] {0, 1e-5, 1, Math.scalb(1.0, random.nextInt(2 * range - 50) - range)}
                    [random.nextInt(4)];
            return new Channel(
                    x.plus(Double.isFinite(base) ? base : 0).to(type).reshape(n, 1),
                    numbers(random, 1, range).to(type),
                    random.nextBoolean()
                            ? Tensor.zeros(Shape.of(1)).to(type)
                            : numbers(random, 1, range).to(type),
                    numbers(random, n, range).to(type).reshape(n, 1),
                    epsilon);
        }

        private static Tensor numbers(Random random, int n, int range) {
            int size = random.nextInt(2 * range) - range;
            boolean areMixed = random.nextInt(5) == 0;
            return Tensor.of(IntStream.range(0, n)
                    .mapToDouble(i -> Math.scalb(
                            random.nextDouble() * 2 - 1, areMixed ? random.nextInt(2 * range) - range : size))
                    .toArray());
        }

        /** Of sizes of its own. */
        static BatchNorm.Inputs drawTangent(Random random, Channel c) {
            Channel other = draw(random, c.x.elementType());
            int n = c.x.size();
            Tensor x = numbers(random, n, c.x.elementType() == ElementType.FLOAT64 ? 1070 : 145);
            return new BatchNorm.Inputs(x.to(c.x.elementType()).reshape(n, 1), other.gamma, other.beta);
        }

        BatchNorm.Inputs in() {
            return new BatchNorm.Inputs(x, gamma, beta);
        }
    }

    @Property(tries = 2000)
    void valueAndGradientAreRightWhereverTheyAreRepresentable(@ForAll long seed) {
        Random random = new Random(seed);
        ElementType type = random.nextInt(4) == 0 ? ElementType.FLOAT32 : ElementType.FLOAT64;
        Channel c = Channel.draw(random, type);
        if (!isAllFinite(c) || isConstant(c)) {
            return;
        }
        BatchNormReference exact = BatchNormReference.training(c.in(), 1, c.epsilon, c.dy);
        BatchNorm.Pass pass = new BatchNorm(1, c.epsilon).forward(c.in());
        BatchNorm.Inputs d = pass.backward(c.dy);
        BigDecimal n = BigDecimal.valueOf(c.x.size());
        BigDecimal gamma = new BigDecimal(c.gamma.item()).abs();
        BigDecimal xHat = largest(exact.xHat());
        BigDecimal dy = HighPrecision.sum(magnitudes(HighPrecision.exact(c.dy.toDoubleArray())));
        BigDecimal slope =
                gamma.divide(exact.variance()[0].add(new BigDecimal(c.epsilon)).sqrt(DIGITS), DIGITS);
        assertWithin(
                c, "mean", pass.statistics().mean(), exact.mean(), largest(HighPrecision.exact(c.x.toDoubleArray())));
        assertWithin(c, "variance", pass.statistics().variance(), exact.variance(), exact.variance()[0]);
        assertWithin(c, "x̂", pass.xHat(), exact.xHat(), xHat);
        assertWithin(c, "y", pass.output(), exact.y(), gamma.multiply(xHat).add(new BigDecimal(c.beta.item()).abs()));
        assertWithin(c, "dβ", d.beta(), exact.dBeta(), dy);
        assertWithin(c, "dγ", d.gamma(), exact.dGamma(), dy.multiply(xHat));
        BigDecimal terms = dy.add(dy.multiply(xHat.pow(2).add(BigDecimal.ONE)).divide(n, DIGITS));
        assertWithin(c, "dx", d.x(), exact.dx(), slope.multiply(terms));
    }

    /** Where each of its terms is representable. */
    @Property(tries = 2000)
    void soIsThePushforward(@ForAll long seed) {
        Random random = new Random(seed);
        ElementType type = random.nextInt(4) == 0 ? ElementType.FLOAT32 : ElementType.FLOAT64;
        Channel c = Channel.draw(random, type);
        BatchNorm.Inputs tangent = Channel.drawTangent(random, c);
        if (!isAllFinite(c) || isConstant(c) || !Double.isFinite(tangent.norm())) {
            return;
        }
        BatchNormTangentReference exact = BatchNormTangentReference.training(c.in(), 1, c.epsilon, c.dy, tangent);
        BigDecimal[] xTangent = HighPrecision.exact(tangent.x().toDoubleArray());
        BigDecimal xHat = largest(exact.xHat());
        BigDecimal n = BigDecimal.valueOf(c.x.size());
        BigDecimal variance = BatchNormReference.m2(HighPrecision.exact(c.x.toDoubleArray()))
                .divide(n, DIGITS)
                .add(new BigDecimal(c.epsilon));
        BigDecimal ofX = HighPrecision.sum(magnitudes(xTangent))
                .multiply(xHat.pow(2).add(BigDecimal.ONE).divide(n, DIGITS).add(BigDecimal.ONE))
                .multiply(new BigDecimal(c.gamma.item()).abs())
                .divide(variance.sqrt(DIGITS), DIGITS);
        BigDecimal terms = ofX.add(new BigDecimal(tangent.gamma().item()).abs().multiply(xHat))
                .add(new BigDecimal(tangent.beta().item()).abs());
        if (terms.compareTo(new BigDecimal(type == ElementType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE)) < 0) {
            assertWithin(c, "ẏ", new BatchNorm(1, c.epsilon).forward(c.in()).pushforward(tangent), exact.y(), terms);
        }
    }

    @Property(tries = 1000)
    void inferenceIsToo(@ForAll long seed) {
        Random random = new Random(seed);
        Channel c = Channel.draw(random, ElementType.FLOAT64);
        if (!isAllFinite(c)) {
            return;
        }
        RunningStatistics running = RunningStatistics.of(
                random.nextBoolean() ? c.x.reshape(c.x.size()).slice(0, 0, 1) : Channel.numbers(random, 1, 1020),
                Channel.numbers(random, 1, 1020).map(Math::abs));
        if (running.variance().item() + c.epsilon == 0) {
            return;
        }
        BatchNormReference exact = BatchNormReference.inference(c.in(), 1, c.epsilon, running, c.dy);
        Operator.Pass<BatchNorm.Inputs, Tensor> pass =
                new BatchNorm(1, c.epsilon).inference(running).forward(c.in());
        BatchNorm.Inputs d = pass.backward(c.dy);
        BigDecimal dy = HighPrecision.sum(magnitudes(HighPrecision.exact(c.dy.toDoubleArray())));
        BigDecimal gamma = new BigDecimal(c.gamma.item()).abs();
        BigDecimal xHat = largest(exact.xHat());
        assertWithin(c, "y", pass.output(), exact.y(), gamma.multiply(xHat).add(new BigDecimal(c.beta.item()).abs()));
        assertWithin(c, "dx", d.x(), exact.dx(), largest(exact.dx()));
        assertWithin(c, "dγ", d.gamma(), exact.dGamma(), dy.multiply(xHat));
        assertWithin(c, "dβ", d.beta(), exact.dBeta(), dy);
    }

    private static boolean isAllFinite(Channel c) {
        return Stream.of(c.x, c.gamma, c.beta, c.dy)
                .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubleArray()))
                .allMatch(Double::isFinite);
    }

    private static boolean isConstant(Channel c) {
        return Arrays.stream(c.x.toDoubleArray()).allMatch(v -> v == c.x.at(0, 0));
    }

    private static BigDecimal[] magnitudes(BigDecimal... x) {
        return Arrays.stream(x).map(BigDecimal::abs).toArray(BigDecimal[]::new);
    }

    private static BigDecimal largest(BigDecimal... x) {
        return Arrays.stream(magnitudes(x)).max(BigDecimal::compareTo).orElseThrow();
    }

    /** In units of the type of x, where the exact number is one of that type; beyond, only the sign of the infinity. */
    private static void assertWithin(Channel c, String name, Tensor actual, BigDecimal[] expected, BigDecimal scale) {
        boolean isDouble = actual.elementType() == ElementType.FLOAT64;
        BigDecimal most = isDouble ? LARGEST : new BigDecimal(Float.MAX_VALUE);
        BigDecimal unit = scale.multiply(new BigDecimal(c.x.elementType() == ElementType.FLOAT64 ? 0x1p-52 : 0x1p-23))
                .max(new BigDecimal(isDouble ? Double.MIN_VALUE : Float.MIN_VALUE));
        double[] values = actual.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            BigDecimal tolerance = unit.multiply(BigDecimal.valueOf(ULPS));
            if (expected[i].abs().add(tolerance).compareTo(most) >= 0) {
                boolean isBeyond = expected[i].abs().subtract(tolerance).compareTo(most) > 0;
                assertTrue(!isBeyond || values[i] == expected[i].signum() / 0.0, name + " " + i + " is " + values[i]);
                continue;
            }
            double off = Double.isFinite(values[i])
                    ? new BigDecimal(values[i])
                            .subtract(expected[i])
                            .abs()
                            .divide(unit, DIGITS)
                            .doubleValue()
                    : Double.POSITIVE_INFINITY;
            if (!(off <= ULPS)) {
                fail(name + " " + i + " is " + values[i] + ", but exactly " + expected[i].round(MathContext.DECIMAL64)
                        + ": off by " + off + " units, for x " + c.x + ", γ " + c.gamma + ", β " + c.beta + ", dy "
                        + c.dy + ", ε " + c.epsilon);
            }
        }
    }

    /** −1, 1 and 2 times a power of ten: mean ⅔, variance 14/9, x̂ −5, 1 and 4 divided by √14. */
    @ParameterizedTest
    @ValueSource(doubles = {1e155, 1e200, 1e250, 1e304, 5e307, 1e-155, 1e-200, 1e-300, 1e-307})
    void theSizeOfXDoesNotMatter(double size) {
        Tensor x = Tensor.of(new double[][] {{-size}, {size}, {2 * size}});
        BatchNorm.Pass pass = new BatchNorm(1, 0).forward(new BatchNorm.Inputs(x, Tensor.of(1.0), Tensor.of(0.0)));
        Tensor expected = Tensor.of(-1.3363062095621219, 0.26726124191242440, 1.0690449676496976);
        assertTrue(pass.xHat().reshape(3).isClose(expected, 1e-15, 0), () -> pass.xHat()
                .toString());
    }

    @Test
    void aConstantChannelIsBetaWhateverItsSize() {
        for (double number : new double[] {1e308, Double.MAX_VALUE, 1e-308, Double.MIN_VALUE}) {
            Tensor x = Tensor.full(Shape.of(2, 1), number);
            BatchNorm.Pass pass = new BatchNorm().forward(new BatchNorm.Inputs(x, Tensor.of(3.0), Tensor.of(7.0)));
            assertEquals(Tensor.of(new double[][] {{7}, {7}}), pass.output(), "of " + number);
            assertEquals(Tensor.of(0.0), pass.statistics().variance(), "of " + number);
        }
    }

    /** M2 is 5e308, the variance 5e303. */
    @Test
    void theVarianceIsFiniteWhereM2IsNot() {
        double[] x = IntStream.range(0, 100_000)
                .mapToDouble(i -> 1e152 * StrictMath.sin(1 + 1.7 * i))
                .toArray();
        BatchStatistics statistics = BatchStatistics.of(Tensor.of(x).reshape(x.length, 1), 1);
        BigDecimal[] exact = HighPrecision.exact(x);
        BigDecimal variance = BatchNormReference.m2(exact).divide(BigDecimal.valueOf(x.length), DIGITS);
        assertEquals(Double.POSITIVE_INFINITY, statistics.m2().item());
        assertEquals(variance.doubleValue(), statistics.variance().item(), 4 * Math.ulp(variance.doubleValue()));
        UnaryOperator<Tensor> half = t -> t.slice(0, 0, 50_000);
        BatchStatistics first = BatchStatistics.of(half.apply(Tensor.of(x).reshape(x.length, 1)), 1);
        BatchStatistics second =
                BatchStatistics.of(Tensor.of(x).reshape(x.length, 1).slice(0, 50_000, x.length), 1);
        BatchStatistics merged = first.merge(second);
        assertEquals(variance.doubleValue(), merged.variance().item(), 4 * Math.ulp(variance.doubleValue()));
        assertEquals(merged, second.merge(first).merge(BatchStatistics.none(1)));
    }
}
