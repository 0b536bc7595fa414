package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SpectralNormTest {
    private static final double WITHIN = 1e-11;

    private static void assertNorm(double expected, Tensor matrix) {
        assertEquals(expected, SpectralNorm.of(matrix), WITHIN * expected, () -> "of " + matrix);
    }

    @Test
    void ofADiagonalIsTheLargestEntry() {
        assertNorm(5, Tensor.of(new double[][] {{3, 0, 0}, {0, -5, 0}, {0, 0, 4.999999}}));
    }

    @Test
    void ofTwoByTwoByHand() {
        // AᵀA of [[1, 1], [0, 1]] is [[1, 1], [1, 2]], whose larger eigenvalue is (3 + √5) / 2, the golden ratio
        // squared
        assertNorm((1 + Math.sqrt(5)) / 2, Tensor.of(new double[][] {{1, 1}, {0, 1}}));
    }

    @Test
    void ofEqualSingularValues() {
        assertNorm(2, Tensor.eye(7).times(2));
        assertNorm(1, Tensor.of(new double[][] {{0, 1}, {-1, 0}}));
    }

    @Test
    void ofNearlyEqualSingularValues() {
        assertNorm(1, Tensor.of(new double[][] {{1 - 1e-9, 0}, {0, 1}}));
        assertNorm(1, Tensor.of(new double[][] {{1 - 1e-13, 0}, {0, 1}}));
    }

    @Test
    void ofARotatedAndStretchedMatrix() {
        // Householder reflections I − 2vvᵀ on both sides change no singular value
        SplittableRandom random = new SplittableRandom(3);
        Tensor values = Tensor.generate(Shape.of(9, 6), i -> i[0] == i[1] ? 7 - i[0] : 0);
        assertNorm(7, reflection(9, random).matmul(values).matmul(reflection(6, random)));
        assertNorm(7, reflection(6, random).matmul(values.transpose()).matmul(reflection(9, random)));
    }

    @Test
    void ofManyNearlyEqualSingularValues() {
        SplittableRandom random = new SplittableRandom(5);
        Tensor values = Tensor.generate(Shape.of(60, 60), i -> i[0] == i[1] ? 7 - 1e-9 * i[0] : 0);
        assertNorm(7, reflection(60, random).matmul(values).matmul(reflection(60, random)));
    }

    @Test
    void ofTinyElementsBesideLargeOnes() {
        double tiny = 1e-160;
        assertNorm(1, Tensor.of(new double[][] {{tiny, tiny, tiny}, {tiny, 1, tiny}, {tiny, tiny, 1e-80}}));
        assertNorm(1, Tensor.of(new double[][] {{1, tiny, tiny}, {tiny, tiny, 1e-80}, {tiny, tiny, 1}}));
    }

    private static Tensor reflection(int size, SplittableRandom random) {
        Tensor v = Tensor.draw(Shape.of(size, 1), random::nextGaussian);
        Tensor unit = v.dividedBy(v.norm());
        return Tensor.eye(size).minus(unit.matmul(unit.transpose()).times(2));
    }

    @Test
    void ofOneNumberIsExact() {
        for (double x : new double[] {0.1, -1 / 3.0, 1e-300, -1e300}) {
            assertEquals(Math.abs(x), SpectralNorm.of(Tensor.of(new double[][] {{x}})));
        }
    }

    @Test
    void ofOneRowOrColumnIsItsLength() {
        assertNorm(5, Tensor.of(new double[][] {{3, 4}}));
        assertNorm(5, Tensor.of(new double[][] {{3}, {4}}));
    }

    @Test
    void doesNotOverflowOrUnderflow() {
        Tensor golden = Tensor.of(new double[][] {{1, 1}, {0, 1}});
        assertNorm((1 + Math.sqrt(5)) / 2 * 1e-300, golden.times(1e-300));
        assertNorm((1 + Math.sqrt(5)) / 2 * 1e300, golden.times(1e300));
    }

    @Test
    void takesFloat32() {
        assertNorm(2, Tensor.eye(3).times(2).to(ElementType.FLOAT32));
    }

    @Test
    void ofNothingOrNoNumbers() {
        assertEquals(0, SpectralNorm.of(Tensor.zeros(Shape.of(2, 3))));
        assertEquals(0, SpectralNorm.of(Tensor.zeros(Shape.of(0, 3))));
        assertTrue(Double.isNaN(SpectralNorm.of(Tensor.of(new double[][] {{1, Double.NaN}, {0, 1}}))));
    }

    @Test
    void refusesWhatIsNoMatrix() {
        String message = assertThrows(ShapeException.class, () -> SpectralNorm.of(Tensor.of(1, 2)))
                .getMessage();
        assertTrue(message.contains("[2]"), message);
    }
}
