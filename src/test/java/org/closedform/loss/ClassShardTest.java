package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.operator.MergeOrder;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClassShardTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double ULPS = 6;

    /** Logits in pieces along the classes; some have no class. */
    private static List<ClassShard> cut(Tensor logits, int shards, Random random) {
        int classes = logits.shape().dimension(1);
        int[] knives = IntStream.concat(IntStream.of(0, classes), random.ints(shards - 1, 0, classes + 1))
                .sorted()
                .toArray();
        List<ClassShard> result = new ArrayList<>();
        for (int i = 0; i + 1 < knives.length; i++) {
            result.add(new ClassShard(logits.slice(1, knives[i], knives[i + 1]), knives[i]));
        }
        return result;
    }

    @Provide
    Arbitrary<Tensor> logits() {
        return TensorArbitraries.elementTypes().flatMap(type -> TensorArbitraries.logits(12)
                .map(row -> Tensor.of(Shape.of(2, 6), row).to(type)));
    }

    @Property
    void howeverTheClassesAreCutTheBitsAreThoseOfOneShard(
            @ForAll("logits") Tensor logits,
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll MergeOrder order,
            @ForAll Random random) {
        Labels labels = Labels.of(random.nextInt(6), random.nextInt(6));
        ClassShard whole = new ClassShard(logits, 0);
        List<ClassShard> shards = cut(logits, count, random);
        LogNormalizer z =
                order.merge(shards.stream().map(ClassShard::logNormalizer).toList(), LogNormalizer::merge, random);
        assertEquals(whole.logNormalizer(), z);
        assertEquals(z, z.merge(LogNormalizer.none(2)));
        assertEquals(
                whole.losses(labels, z),
                shards.stream()
                        .map(shard -> shard.losses(labels, z))
                        .reduce(Tensor::plus)
                        .orElseThrow());
        Tensor gradient = Tensor.concatenate(
                1, shards.stream().map(shard -> shard.gradient(labels, z)).toArray(Tensor[]::new));
        assertEquals(whole.gradient(labels, z), gradient);
    }

    /** Sure and unsure rows; offsets do not matter. */
    @Property
    void lossAndGradientHaveTheirDigits(@ForAll("logits") Tensor logits, @ForAll Random random) {
        Labels labels = Labels.of(random.nextInt(6), random.nextInt(6));
        ClassShard shard = new ClassShard(logits, 0);
        LogNormalizer z = shard.logNormalizer();
        Tensor losses = shard.losses(labels, z);
        Tensor gradient = shard.gradient(labels, z);
        for (int row = 0; row < 2; row++) {
            double[] x = logits.select(0, row).toDoubleArray();
            BigDecimal[] y = HighPrecision.softmax(x);
            BigDecimal loss = HighPrecision.logSoftmax(x)[labels.at(row)].negate();
            assertNear(losses.at(row), loss, ElementType.FLOAT64);
            y[labels.at(row)] = y[labels.at(row)].subtract(BigDecimal.ONE);
            for (int i = 0; i < y.length; i++) {
                assertNear(gradient.at(row, i), y[i], logits.elementType());
            }
        }
    }

    private static void assertNear(double actual, BigDecimal exact, ElementType type) {
        BigDecimal bound =
                Ulps.ulp(exact, type).multiply(BigDecimal.valueOf(ULPS)).add(new BigDecimal(6e-27));
        BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
        assertTrue(error.compareTo(bound) <= 0, () -> actual + " is not " + exact.doubleValue());
    }

    @Property
    void logZIsWithinItsBound(@ForAll("logits") Tensor logits) {
        Tensor values = new ClassShard(logits, 0).logNormalizer().values();
        for (int row = 0; row < 2; row++) {
            double[] x = logits.select(0, row).toDoubleArray();
            BigDecimal exact = new BigDecimal(x[0]).subtract(HighPrecision.logSoftmax(x)[0]);
            double scale = java.util.Arrays.stream(x).map(Math::abs).max().orElseThrow();
            Ulps.assertWithinOf(Math.max(scale, Math.abs(exact.doubleValue())), 3, Tensor.of(values.at(row)), exact);
        }
    }

    @Nested
    class SpecialValues {
        private void assertLoss(double loss, double... row) {
            ClassShard shard = new ClassShard(Tensor.of(new double[][] {row}), 0);
            LogNormalizer z = shard.logNormalizer();
            assertEquals(Tensor.of(loss), shard.losses(Labels.of(0), z));
            CrossEntropyLoss expected = CrossEntropyLoss.onLogits(Labels.of(0));
            assertEquals(loss, expected.apply(shard.logits()).item());
            assertEquals(expected.forward(shard.logits()).gradient(), shard.gradient(Labels.of(0), z));
        }

        @Test
        void areThoseOfCrossEntropy() {
            assertLoss(Double.NaN, Double.NaN, 1);
            assertLoss(Double.NaN, INFINITY, 1);
            assertLoss(Double.NaN, -INFINITY, -INFINITY);
            assertLoss(INFINITY, -INFINITY, 1);
            assertLoss(0, 1, -INFINITY);
            assertLoss(0, 1e300, -1e300);
            assertLoss(INFINITY, -1e308, 1e308);
        }

        @Test
        void logZ() {
            Tensor rows = Tensor.of(new double[][] {
                {Double.NaN, INFINITY}, {INFINITY, 1}, {-INFINITY, -INFINITY}, {-INFINITY, 2}, {1e308, 1}
            });
            assertEquals(
                    Tensor.of(Double.NaN, INFINITY, -INFINITY, 2, 1e308),
                    new ClassShard(rows, 0).logNormalizer().values());
            assertEquals(Tensor.of(-INFINITY, -INFINITY), LogNormalizer.none(2).values());
        }
    }

    @Nested
    class BadInput {
        private final ClassShard shard = new ClassShard(Tensor.zeros(Shape.of(2, 3)), 4);

        @Test
        void isNamed() {
            LogNormalizer z = shard.logNormalizer();
            assertMessage(
                    "ClassShard: logits has shape [2], but a matrix [N, C] is needed",
                    () -> new ClassShard(Tensor.of(1, 2), 0));
            assertMessage(
                    "ClassShard: firstClass is -1; at least 0 is needed", () -> new ClassShard(shard.logits(), -1));
            assertMessage(
                    "ClassShard.losses: labels has shape [3], but [2] is needed",
                    () -> shard.losses(Labels.of(1, 2, 3), z));
            assertMessage(
                    "ClassShard.gradient: z is of 5 positions, but 2 are needed",
                    () -> shard.gradient(Labels.of(1, 2), LogNormalizer.none(5)));
            assertMessage(
                    "LogNormalizer.merge: other has 5 positions, but 2 are needed",
                    () -> z.merge(LogNormalizer.none(5)));
            assertMessage("LogNormalizer.none: positions is -1; at least 0 is needed", () -> LogNormalizer.none(-1));
            assertThrows(IllegalArgumentException.class, () -> shard.losses(Labels.of(-1, 0), z));
            assertThrows(ShapeException.class, () -> z.merge(LogNormalizer.none(1)));
            assertThrows(NullPointerException.class, () -> shard.losses(null, z));
            assertThrows(NullPointerException.class, () -> shard.losses(Labels.of(1, 2), null));
            assertThrows(NullPointerException.class, () -> z.merge(null));
        }

        private void assertMessage(String message, org.junit.jupiter.api.function.Executable call) {
            assertEquals(
                    message, assertThrows(IllegalArgumentException.class, call).getMessage());
        }
    }
}
