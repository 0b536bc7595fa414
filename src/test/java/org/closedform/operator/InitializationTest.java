package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializationTest {
    private static final Shape LARGE = Shape.of(300, 100);

    private static RandomGenerator random() {
        return new SplittableRandom(7);
    }

    private static double variance(Tensor x) {
        double mean = x.mean().item();
        return x.minus(mean).square().mean().item();
    }

    /** 30,000 numbers: the mean of squares is off by less than 4 √(2/30,000) of itself, of normal ones. */
    private static void assertVariance(double expected, BiFunction<Shape, RandomGenerator, Tensor> draw) {
        Tensor x = draw.apply(LARGE, random());
        assertEquals(expected, variance(x), 0.033 * expected);
        assertEquals(0, x.mean().item(), 4 * Math.sqrt(expected / x.size()));
        assertEquals(x, draw.apply(LARGE, random()), "the same seed");
    }

    @Test
    void variancesAreThoseOfTheFormulas() {
        assertVariance(2 / 400.0, Initialization::glorotUniform);
        assertVariance(2 / 400.0, Initialization::glorotNormal);
        assertVariance(2 / 100.0, Initialization::heUniform);
        assertVariance(2 / 100.0, Initialization::heNormal);
        assertVariance(1 / 300.0, Initialization::orthogonal);
    }

    @Test
    void uniformOnesReachTheirBoundsAndNoFurther() {
        double bound = Math.sqrt(6 / 400.0);
        Tensor x = Initialization.glorotUniform(LARGE, random()).map(Math::abs);
        assertTrue(x.max().item() <= bound && x.max().item() > 0.999 * bound, x.max()::toString);
    }

    /** Of 30,000 normal numbers 31.7 % are beyond a deviation, 4.55 % beyond two, 0.27 % beyond three. */
    @Test
    void normalOnesHaveTheirTails() {
        Tensor x = Initialization.heNormal(LARGE, random()).map(v -> Math.abs(v) / Math.sqrt(0.02));
        assertEquals(0.3173, x.map(v -> v > 1 ? 1 : 0).mean().item(), 0.011);
        assertEquals(0.0455, x.map(v -> v > 2 ? 1 : 0).mean().item(), 0.005);
        assertEquals(0.0027, x.map(v -> v > 3 ? 1 : 0).mean().item(), 0.0012);
    }

    @Test
    void aKernelCountsInBothFans() {
        // 12 · 9 in, 20 · 9 out
        Shape kernel = Shape.of(20, 12, 3, 3);
        Tensor he = Initialization.heUniform(kernel, random()).map(Math::abs);
        assertTrue(he.max().item() <= Math.sqrt(6 / 108.0) && he.max().item() > 0.99 * Math.sqrt(6 / 108.0));
        Tensor glorot = Initialization.glorotUniform(kernel, random()).map(Math::abs);
        assertTrue(glorot.max().item() <= Math.sqrt(6 / 288.0) && glorot.max().item() > 0.99 * Math.sqrt(6 / 288.0));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "3, 8", "8, 3", "1, 4", "4, 1", "40, 40"})
    void orthogonalOnesKeepLengths(int out, int in) {
        Tensor w = Initialization.orthogonal(Shape.of(out, in), random());
        Tensor product = out <= in ? w.matmul(w.transpose()) : w.transpose().matmul(w);
        Tensor off = product.minus(Tensor.eye(Math.min(out, in)));
        assertTrue(off.map(Math::abs).max().item() < 1e-15, off::toString);
        assertEquals(
                Shape.of(2, 3, 2),
                Initialization.orthogonal(Shape.of(2, 3, 2), random()).shape());
    }

    /** A change of a bit here would change every seeded training. */
    @Test
    void bitsAreFixed() {
        assertEquals(
                FIRST_UNIFORM,
                Initialization.heUniform(Shape.of(1, 6), random()).at(0, 0));
        Tensor normal = Initialization.heNormal(Shape.of(1, 2), random());
        assertEquals(FIRST_NORMAL, normal.at(0, 0));
    }

    /** U(−1, 1) of the first 53 bits of SplittableRandom(7). */
    private static final double FIRST_UNIFORM = 2 * ((new SplittableRandom(7).nextLong() >>> 11) * 0x1p-53) - 1;

    private static final double FIRST_NORMAL = firstNormal();

    private static double firstNormal() {
        SplittableRandom random = new SplittableRandom(7);
        while (true) {
            double u = 2 * ((random.nextLong() >>> 11) * 0x1p-53) - 1;
            double v = 2 * ((random.nextLong() >>> 11) * 0x1p-53) - 1;
            double s = u * u + v * v;
            if (s < 1 && s > 0) {
                return Math.sqrt(-2 * StrictMath.log(s) / s) * u;
            }
        }
    }

    @Test
    void badInputIsNamed() {
        assertEquals(
                "Initialization.heNormal: shape [3] has no inputs and outputs;"
                        + " [out, in] or [out, in, k1, …] is needed, none of them 0",
                assertThrows(ShapeException.class, () -> Initialization.heNormal(Shape.of(3), random()))
                        .getMessage());
        assertEquals(
                "Initialization.orthogonal: random is null",
                assertThrows(NullPointerException.class, () -> Initialization.orthogonal(Shape.of(3, 2), null))
                        .getMessage());
    }

    /** It would be asked for another pair for ever. */
    @Test
    void aGeneratorThatRepeatsItselfIsRefused() {
        RandomGenerator stuck = () -> 0;
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> Initialization.heNormal(Shape.of(2, 3), stuck));
        assertTrue(refused.getMessage().contains("independent bits are needed"), refused::getMessage);
    }
}
