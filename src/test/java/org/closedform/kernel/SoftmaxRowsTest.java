package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows shorter and longer than a block, of both element types, wherever they lie. */
class SoftmaxRowsTest {
    private static final double BOUND = 4;

    private static Tensor logits(int count, int length, double spread) {
        Random random = new Random(length);
        return Tensor.draw(Shape.of(count, length), () -> spread * random.nextGaussian());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3",
        "7, 20",
        "64, 3",
        "255, 100",
        "256, 1",
        "257, 3",
        "1000, 3",
        "1000, 100",
        "1024, 3",
        "1025, 20",
        "2500, 3"
    })
    void everyEntryIsWithinFourUlps(int length, double spread) {
        for (ElementType type : ElementType.values()) {
            Tensor x = logits(2, length, spread).to(type);
            Rows rows = Rows.along(new int[] {2, length}, 1);
            Tensor softmax = Storage.tensor(x.shape(), SoftmaxRows.softmax(Storage.of(x), rows));
            Tensor logSoftmax = Storage.tensor(x.shape(), SoftmaxRows.logSoftmax(Storage.of(x), rows));
            for (int row = 0; row < 2; row++) {
                double[] values = x.select(0, row).toDoubleArray();
                Ulps.assertWithin(BOUND, softmax.select(0, row), HighPrecision.softmax(values));
                Ulps.assertWithin(BOUND, logSoftmax.select(0, row), HighPrecision.logSoftmax(values));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 300, 1500})
    void oneLargeLogitAmongManyEqualOnesKeepsItsDigits(int length) {
        double[] x = new double[length];
        Arrays.fill(x, -1e8);
        x[length / 2] = -1e8 + 14.6177;
        Tensor row = Tensor.of(x);
        Rows rows = Rows.along(new int[] {length}, 0);
        BigDecimal[] expected = HighPrecision.softmax(x);
        Ulps.assertWithin(BOUND, Storage.tensor(row.shape(), SoftmaxRows.softmax(Storage.of(row), rows)), expected);
    }

    /** Rows far from each other, some of which no one K suits, and some that have no exponentials at all. */
    private static Tensor unlikeRows(int count, int length, double spread) {
        Random random = new Random(length);
        double[] x = new double[count * length];
        for (int row = 0; row < count; row++) {
            double offset = 10 * spread * random.nextGaussian();
            for (int i = row * length; i < (row + 1) * length; i++) {
                x[i] = offset + spread * random.nextGaussian();
            }
            if (row % 10 == 1) {
                x[row * length + random.nextInt(length)] = Double.NEGATIVE_INFINITY;
            }
            if (row % 25 == 2) {
                x[row * length + random.nextInt(length)] = row == 2 ? 3e38 : row == 27 ? -3e38 : Double.NaN;
            }
        }
        return Tensor.of(Shape.of(count, length), x);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5",
        "2, 1",
        "3, 5",
        "3, 40",
        "10, 1",
        "10, 5",
        "10, 40",
        "10, 1000",
        "10, 1e6",
        "33, 20",
        "64, 5",
        "65, 5",
        "300, 5",
        "1025, 40"
    })
    void everyRowIsThatRowAlone(int length, double spread) {
        for (ElementType type : ElementType.values()) {
            Tensor x = unlikeRows(150, length, spread).to(type);
            Rows rows = Rows.along(new int[] {150, length}, 1);
            int[] labels = IntStream.range(0, 150).map(row -> row % length).toArray();
            Tensor y = Storage.tensor(x.shape(), SoftmaxRows.softmax(Storage.of(x), rows));
            Tensor log = Storage.tensor(x.shape(), SoftmaxRows.logSoftmax(Storage.of(x), rows));
            CrossEntropy.Result loss = FusedCrossEntropy.evaluate(Storage.of(x), rows, labels, i -> 1, 3);
            Rows alone = Rows.along(new int[] {length}, 0);
            for (int row = 0; row < 150; row++) {
                Buffer one = Storage.of(x.select(0, row));
                Shape shape = Shape.of(length);
                String which = type + ", row " + row;
                assertEquals(Storage.tensor(shape, SoftmaxRows.softmax(one, alone)), y.select(0, row), which);
                assertEquals(Storage.tensor(shape, SoftmaxRows.logSoftmax(one, alone)), log.select(0, row), which);
                int[] labelAlone = {labels[row]};
                CrossEntropy.Result lossAlone = FusedCrossEntropy.evaluate(one, alone, labelAlone, i -> 1, 3);
                assertEquals(lossAlone.losses()[0], loss.losses()[row], which);
                assertEquals(
                        Storage.tensor(shape, lossAlone.gradient()),
                        Storage.tensor(x.shape(), loss.gradient()).select(0, row),
                        which);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5",
        "3, 5",
        "3, 0.1",
        "4, 1",
        "10, 5",
        "63, 1",
        "64, 5",
        "64, 0.1",
        "65, 1",
        "65, 5",
        "256, 0.1",
        "257, 1",
        "300, 5",
        "1000, 0.1",
        "1024, 1",
        "1025, 0.1",
        "1281, 1",
        "2500, 0.1"
    })
    void columnsAreRowsThatLieOtherwise(int length, double spread) {
        for (ElementType type : ElementType.values()) {
            assertAxesAgree(unlikeRows(150, length, spread).to(type));
            assertAxesAgree(logits(700, length, spread).to(type));
            assertAxesAgree(logits(5, length, spread).to(type));
        }
    }

    private static void assertAxesAgree(Tensor x) {
        int count = x.shape().dimensions()[0];
        int length = x.shape().dimensions()[1];
        Tensor transposed = x.transpose();
        Rows rows = Rows.along(new int[] {count, length}, 1);
        Rows columns = Rows.along(new int[] {length, count}, 0);
        assertEquals(
                Storage.tensor(x.shape(), SoftmaxRows.softmax(Storage.of(x), rows)),
                Storage.tensor(transposed.shape(), SoftmaxRows.softmax(Storage.of(transposed), columns))
                        .transpose());
        assertEquals(
                Storage.tensor(x.shape(), SoftmaxRows.logSoftmax(Storage.of(x), rows)),
                Storage.tensor(transposed.shape(), SoftmaxRows.logSoftmax(Storage.of(transposed), columns))
                        .transpose());
    }

    @ParameterizedTest
    @CsvSource({"3, 40", "21, 600", "70, 100", "300, 33"})
    void imagesOfABatchAreComputedAsEachAlone(int length, int inner) {
        for (ElementType type : ElementType.values()) {
            Tensor x = logits(4, length * inner, 2).to(type).reshape(4, length, inner);
            Rows rows = Rows.along(new int[] {4, length, inner}, 1);
            Tensor y = Storage.tensor(x.shape(), SoftmaxRows.softmax(Storage.of(x), rows));
            Tensor log = Storage.tensor(x.shape(), SoftmaxRows.logSoftmax(Storage.of(x), rows));
            Rows alone = Rows.along(new int[] {length, inner}, 0);
            for (int i = 0; i < 4; i++) {
                Tensor one = x.select(0, i);
                assertEquals(Storage.tensor(one.shape(), SoftmaxRows.softmax(Storage.of(one), alone)), y.select(0, i));
                assertEquals(
                        Storage.tensor(one.shape(), SoftmaxRows.logSoftmax(Storage.of(one), alone)), log.select(0, i));
            }
        }
    }

    /** A part of the columns of a matrix is a strip that is not contiguous. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void columnsHaveTheSameBitsOnSeveralThreads(int threads) throws Exception {
        for (int length : new int[] {60, 250, 1500}) {
            Tensor x = logits(length, 300_000 / length, 3);
            Rows columns = Rows.along(x.shape().dimensions(), 0);
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertEquals(
                        SoftmaxRows.softmax(Storage.of(x), columns),
                        pool.submit(() -> SoftmaxRows.softmax(Storage.of(x), columns))
                                .get());
                assertEquals(
                        SoftmaxRows.logSoftmax(Storage.of(x), columns),
                        pool.submit(() -> SoftmaxRows.logSoftmax(Storage.of(x), columns))
                                .get());
            } finally {
                pool.shutdown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 300, 1025})
    void maskedLogitsAreAsIfTheyWereNotThere(int length) {
        for (ElementType type : ElementType.values()) {
            Tensor x = logits(1, length, 3).reshape(length).to(type);
            double[] masked = Arrays.copyOf(x.toDoubleArray(), length + 2);
            masked[length] = Double.NEGATIVE_INFINITY;
            masked[length + 1] = type == ElementType.FLOAT32 ? -3e38 : -1e308;
            Tensor padded = Tensor.of(masked).to(type);
            Rows rows = Rows.along(new int[] {length + 2}, 0);
            Tensor y = Storage.tensor(padded.shape(), SoftmaxRows.softmax(Storage.of(padded), rows));
            assertEquals(0, y.at(length));
            assertEquals(0, y.at(length + 1));
            Ulps.assertWithin(BOUND, y.slice(0, 0, length), HighPrecision.softmax(x.toDoubleArray()));
            Tensor logs = Storage.tensor(padded.shape(), SoftmaxRows.logSoftmax(Storage.of(padded), rows));
            assertEquals(Double.NEGATIVE_INFINITY, logs.at(length));
            Ulps.assertWithin(BOUND, logs.slice(0, 0, length), HighPrecision.logSoftmax(x.toDoubleArray()));
        }
    }

    @Test
    void aColumnOfALongerRowBeforeIsForgotten() {
        double[] longer = new double[50_000];
        longer[40_000] = 1000;
        SoftmaxRows.logSoftmax(Buffer.of(longer), Rows.along(new int[] {1, longer.length}, 1));
        Buffer y = SoftmaxRows.logSoftmax(Buffer.of(new double[1000]), Rows.along(new int[] {1, 1000}, 1));
        assertEquals(-6.907755278982137, y.at(999)); // −log 1000
    }
}
