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

    /** The mean of a single short row is made by other means, in place too, where its numbers allow. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "10, true", "10, false", "24, false", "25, false", "64, true", "65, false"})
    void aSingleRowIsThatRowAmongOthers(int length, boolean float64) {
        int count = 300;
        Random random = new Random(length);
        double[] special = {-1e4, -30, 40, 1e7, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] numbers = random.doubles(count * length, -9, 9).toArray();
        for (int row = 0; row < count; row += 2) {
            numbers[row * length + random.nextInt(length)] = special[row / 2 % special.length];
        }
        Buffer x = float64 ? Buffer.of(numbers) : Buffer.of(narrow(numbers));
        int[] labels = random.ints(count, 0, length).toArray();
        Rows rows = Rows.along(new int[] {count, length}, 1);
        Rows one = Rows.along(new int[] {1, length}, 1);
        CrossEntropy.Result all = FusedCrossEntropy.evaluate(x, rows, labels, row -> 1, 1);
        for (int row = 0; row < count; row++) {
            int[] label = {labels[row]};
            Buffer expected = part(all.gradient(), row * length, length);
            Buffer alone = part(x, row * length, length);
            CrossEntropy.Mean mean = FusedCrossEntropy.mean(alone, one, label, only -> 1, 1, 1);
            assertEquals(all.losses()[row], mean.loss(), "loss of row " + row);
            assertEquals(expected, mean.gradient(), "row " + row);
            assertEquals(mean.loss(), FusedCrossEntropy.mean(alone.array(), alone.array(), 0, length, label));
            assertEquals(expected, alone, "row " + row + " in place");
        }
    }

    private static float[] narrow(double[] x) {
        float[] narrow = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            narrow[i] = (float) x[i];
        }
        return narrow;
    }

    private static Buffer part(Buffer x, int from, int length) {
        Buffer part = x.ofSize(length);
        part.copy(x, from, 1, 0, length);
        return part;
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
