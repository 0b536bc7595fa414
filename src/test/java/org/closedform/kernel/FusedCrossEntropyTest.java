package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many rows at once, short or long; what a row comes to is tested through the losses. */
class FusedCrossEntropyTest {

    @ParameterizedTest
    @CsvSource({"3, true", "3, false", "10, true", "32, false", "33, true", "1025, false"})
    void everyRowIsThatRowAlone(int length, boolean float64) {
        int count = 150;
        Random random = new Random(length);
        Buffer type = float64 ? Buffer.of(new double[0]) : Buffer.of(new float[0]);
        Buffer x = type.ofSize(count * length);
        int[] labels = new int[count];
        for (int row = 0; row < count; row++) {
            labels[row] = row % 11 == 0 ? -1 : random.nextInt(length);
            for (int i = 0; i < length; i++) {
                double far = row % 7 == 0 && i == 0 ? -1e4 : 0; // the first number is no reference then
                x.set(row * length + i, far + 5 * random.nextGaussian());
            }
        }
        Rows rows = Rows.along(new int[] {count, length}, 1);
        Rows one = Rows.along(new int[] {1, length}, 1);
        CrossEntropy.Result all = FusedCrossEntropy.evaluate(x, rows, labels, row -> 1 + row % 3, 7);
        for (int row = 0; row < count; row++) {
            int[] label = {labels[row]};
            int weight = 1 + row % 3;
            Buffer alone = type.ofSize(length);
            alone.copy(x, row * length, 1, 0, length);
            CrossEntropy.Result result = FusedCrossEntropy.evaluate(alone, one, label, only -> weight, 7);
            assertEquals(result.losses()[0], all.losses()[row], "loss of row " + row);
            for (int i = 0; i < length; i++) {
                assertEquals(result.gradient().at(i), all.gradient().at(row * length + i), "row " + row);
            }
        }
    }

    /** More rows than the leaves of their sum's tree hold, along both axes, with sums in range and beyond. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "0, 1e307", "1, 1e307"})
    void aMeanIsThatOfAllLosses(int axis, double weight) {
        int[] dimensions = axis == 1 ? new int[] {3000, 4} : new int[] {4, 3000};
        Rows rows = Rows.along(dimensions, axis);
        Random random = new Random(axis);
        Buffer x = Buffer.of(random.doubles(12_000, -5, 5).toArray());
        int[] labels = random.ints(3000, -1, 4).toArray();
        CrossEntropy.Result result = FusedCrossEntropy.evaluate(x, rows, labels, row -> weight, 2 * weight);
        CrossEntropy.Mean mean = FusedCrossEntropy.mean(x, rows, labels, row -> weight, 2 * weight, 3e3);
        assertEquals(Summation.mean(result.losses(), 3e3), mean.loss());
        assertEquals(result.gradient(), mean.gradient());
        assertTrue(mean.loss() < Double.POSITIVE_INFINITY);
    }
}
