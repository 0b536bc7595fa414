package org.closedform.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TopK;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** Bit for bit what the operators make of a tensor, wherever the rows are and wherever the result goes. */
class ArrayRowsTest {
    private static final int[] LENGTHS = {1, 2, 3, 10, 63, 64, 65, 300, 1024, 1025, 2500};

    private record Case(Tensor x, int[] labels) {
        int rows() {
            return x.shape().dimension(0);
        }

        int length() {
            return x.shape().dimension(1);
        }

        /** Views of an array that has the numbers from an index on, and something else around them. */
        ArrayRows<?> rows(int from) {
            double[] around = new double[from + x.size() + 5];
            Arrays.fill(around, 0.125);
            System.arraycopy(x.toDoubleArray(), 0, around, from, x.size());
            return x.elementType() == ElementType.FLOAT64
                    ? ArrayRows.of(around, from, rows(), length())
                    : ArrayRows.of(Tensor.of(around).toFloatArray(), from, rows(), length());
        }
    }

    /** Some rows, a few of which no one power of two suits, and a few with NaN, infinities or numbers too large for the fast path. */
    private static Case draw(long seed) {
        Random random = new Random(seed);
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        int rows = random.nextInt(length > 64 ? 4 : 40);
        double spread = List.of(0.1, 3.0, 40.0, 1e3).get(random.nextInt(4));
        double[] x = random.doubles((long) rows * length)
                .map(u -> spread * random.nextGaussian())
                .toArray();
        double[] odd = {Double.NaN, -INFINITY, INFINITY, 3e38, -3e38, 1e7, 90, -1e4};
        for (int i = random.nextInt(6); i > 0 && x.length > 0; i--) {
            x[random.nextInt(x.length)] = odd[random.nextInt(odd.length)];
        }
        if (rows > 0 && random.nextInt(4) == 0) {
            Arrays.fill(x, 0, length, -INFINITY);
        }
        int[] labels = random.ints(rows, 0, length).toArray();
        return new Case(Tensor.of(Shape.of(rows, length), x).to(ElementType.values()[random.nextInt(2)]), labels);
    }

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @FunctionalInterface
    private interface InPlace {
        <A> ArrayRows<A> apply(ArrayRows<A> rows, ArrayRows<A> into);
    }

    private static <A> Tensor tensor(ArrayRows<A> rows) {
        Tensor all = rows.array() instanceof double[] x ? Tensor.of(x) : Tensor.of((float[]) rows.array());
        int size = rows.rows() * rows.length();
        return all.slice(0, rows.from(), rows.from() + size).reshape(rows.rows(), rows.length());
    }

    @SuppressWarnings("unchecked") // the same type for all of a case
    private static <A> void assertMakes(Tensor expected, InPlace operation, Case c) {
        ArrayRows<A> alone = (ArrayRows<A>) c.rows(3);
        assertSame(alone, operation.apply(alone, alone));
        assertEquals(expected, tensor(alone), "in place");
        assertAroundIsUntouched(alone);
        for (int from : new int[] {3, 0, 4}) {
            ArrayRows<A> read = (ArrayRows<A>) c.rows(3);
            ArrayRows<A> written = (ArrayRows<A>) c.rows(from);
            assertSame(written, operation.apply(read, written));
            assertEquals(expected, tensor(written), "into another array, from " + from + " on");
            assertEquals(c.x(), tensor(read));
            assertAroundIsUntouched(written);
        }
        for (int shift : new int[] {-3, -1, 2, 5}) {
            ArrayRows<A> read = (ArrayRows<A>) c.rows(3);
            ArrayRows<A> written = (ArrayRows<A>)
                    (read.array() instanceof double[] x
                            ? ArrayRows.of(x, 3 + shift, c.rows(), c.length())
                            : ArrayRows.of((float[]) read.array(), 3 + shift, c.rows(), c.length()));
            operation.apply(read, written);
            assertEquals(expected, tensor(written), "into the same array, moved by " + shift);
        }
    }

    private static void assertAroundIsUntouched(ArrayRows<?> rows) {
        double[] all = rows.array() instanceof double[] x
                ? x
                : Tensor.of((float[]) rows.array()).toDoubleArray();
        int end = rows.from() + rows.rows() * rows.length();
        assertTrue(IntStream.range(0, all.length).allMatch(i -> i >= rows.from() && i < end || all[i] == 0.125));
    }

    private static Tensor made(Operator<Tensor, Tensor> operator, Case c) {
        return c.rows() == 0 ? c.x() : operator.apply(c.x());
    }

    @Property
    void softmaxIsThatOfTheOperator(@ForAll long seed) {
        Case c = draw(seed);
        assertMakes(made(new Softmax(), c), ArrayRowsTest::softmax, c);
    }

    private static <A> ArrayRows<A> softmax(ArrayRows<A> rows, ArrayRows<A> into) {
        return rows == into ? rows.softmax() : rows.softmax(into);
    }

    @Property
    void logSoftmaxIsThatOfTheOperator(@ForAll long seed) {
        Case c = draw(seed);
        assertMakes(made(new LogSoftmax(), c), ArrayRowsTest::logSoftmax, c);
    }

    private static <A> ArrayRows<A> logSoftmax(ArrayRows<A> rows, ArrayRows<A> into) {
        return rows == into ? rows.logSoftmax() : rows.logSoftmax(into);
    }

    @Property
    void sigmoidIsThatOfTheOperator(@ForAll long seed) {
        Case c = draw(seed);
        assertMakes(made(new Sigmoid(), c), ArrayRowsTest::sigmoid, c);
    }

    private static <A> ArrayRows<A> sigmoid(ArrayRows<A> rows, ArrayRows<A> into) {
        return rows == into ? rows.sigmoid() : rows.sigmoid(into);
    }

    @Property
    void crossEntropyAndItsGradientAreThoseOfTheLoss(@ForAll long seed) {
        Case c = draw(seed);
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(Labels.of(c.labels())).forward(c.x());
        double loss = pass.output().item();
        assertMakes(
                pass.gradient(),
                new InPlace() {
                    @Override
                    public <A> ArrayRows<A> apply(ArrayRows<A> rows, ArrayRows<A> into) {
                        assertEquals(loss, rows.crossEntropy(c.labels(), into));
                        return into;
                    }
                },
                c);
        ArrayRows<?> rows = c.rows(1);
        assertEquals(loss, rows.crossEntropy(c.labels()));
        assertEquals(c.x(), tensor(rows));
    }

    @Property
    void logSumExpIsThatOfTheOperator(@ForAll long seed) {
        Case c = draw(seed);
        Tensor expected = new LogSumExp(1).apply(c.x());
        assertEquals(expected, logSumExp(c.rows(2), c));
        if (c.rows() == 1) {
            assertEquals(expected.at(0), c.rows(2).logSumExp());
        }
    }

    @SuppressWarnings("unchecked")
    private static <A> Tensor logSumExp(ArrayRows<A> rows, Case c) {
        A into = (A) (rows.array() instanceof double[] ? new double[c.rows()] : new float[c.rows()]);
        rows.logSumExp(into);
        assertEquals(c.x(), tensor(rows));
        return into instanceof double[] x ? Tensor.of(x) : Tensor.of((float[]) into);
    }

    @Property
    void topKIsThatOfTensors(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int most) {
        Case c = draw(seed);
        int k = Math.min(most, c.length());
        int[] indices = new int[c.rows() * k];
        TopK expected = TopK.of(c.x(), k, 1);
        assertEquals(expected.values(), topK(c.rows(2), k, indices).reshape(c.rows(), k));
        assertArrayEquals(expected.indices().toArray(), indices);
    }

    @SuppressWarnings("unchecked")
    private static <A> Tensor topK(ArrayRows<A> rows, int k, int[] indices) {
        A values = (A) (rows.array() instanceof double[] ? new double[indices.length] : new float[indices.length]);
        rows.topK(k, indices, values);
        return values instanceof double[] x ? Tensor.of(x) : Tensor.of((float[]) values);
    }

    /** Not by way of the operators. */
    @Test
    void isRightToFourUlps() {
        for (int length : new int[] {4, 70, 1500}) {
            double[] x = new Random(length).doubles(length, -9, 9).toArray();
            double[] y = x.clone();
            ArrayRows.of(y).softmax();
            Ulps.assertWithin(4, Tensor.of(y), HighPrecision.softmax(x));
            float[] floats = Tensor.of(x).toFloatArray();
            BigDecimal[] logs = HighPrecision.logSoftmax(Tensor.of(floats).toDoubleArray());
            double loss = ArrayRows.of(floats).crossEntropy(new int[] {2});
            Ulps.assertWithin(4, Tensor.scalar(loss, ElementType.FLOAT32), logs[2].negate());
            double sum = ArrayRows.of(floats).logSumExp();
            Ulps.assertWithin(4, Tensor.scalar(sum, ElementType.FLOAT32), new BigDecimal(floats[0]).subtract(logs[0]));
            ArrayRows.of(floats).logSoftmax();
            Ulps.assertWithin(4, Tensor.of(floats), logs);
        }
        float[] one = {-2.5f};
        ArrayRows.of(one).sigmoid();
        Ulps.assertWithin(2, Tensor.of(one), HighPrecision.sigmoid(-2.5));
    }

    @Test
    void meanOfLargeLossesIsInRange() {
        double[] x = new double[2 * 3000];
        IntStream.range(0, 3000).forEach(row -> x[2 * row] = 1e308);
        assertEquals(
                1e308,
                ArrayRows.of(x, 2)
                        .crossEntropy(IntStream.generate(() -> 1).limit(3000).toArray()),
                1e293);
    }

    @Test
    void emptyRowsAndNoRows() {
        assertEquals(-INFINITY, ArrayRows.of(new float[0]).logSumExp());
        assertTrue(Double.isNaN(ArrayRows.of(new float[0], 7).crossEntropy(new int[0])));
        assertEquals(0, ArrayRows.of(new double[0], 7).softmax().rows());
        assertEquals(0, ArrayRows.of(new double[0]).sigmoid().length());
    }

    @Test
    void sayWhatTheyAre() {
        ArrayRows<float[]> rows = ArrayRows.of(new float[12], 2, 2, 5);
        assertEquals("float[12]: 2 rows of 5 starting at 2", rows.toString());
        assertEquals(
                "double[12]: 3 rows of 4 starting at 0",
                ArrayRows.of(new double[12], 4).toString());
        assertEquals(12, rows.array().length);
        assertEquals(2, rows.from());
        assertEquals(2, rows.rows());
        assertEquals(5, rows.length());
    }

    private static void assertSays(String message, Runnable call) {
        assertEquals(message, assertThrows(ShapeException.class, call::run).getMessage());
    }

    @Test
    void wrongCallsSayWhatWouldBeRightAndWriteNothing() {
        float[] x = {1, 2, 3, 4, 5, 6};
        ArrayRows<float[]> rows = ArrayRows.of(x, 3);
        assertSays(
                "ArrayRows.of: 2 rows of 3 starting at 1 are not within an array of 6", () -> ArrayRows.of(x, 1, 2, 3));
        assertSays(
                "ArrayRows.of: 65536 rows of 65536 starting at 0 are not within an array of 6",
                () -> ArrayRows.of(x, 0, 65536, 65536));
        assertSays(
                "ArrayRows.of: -1 rows of 3 starting at 1 are not within an array of 6",
                () -> ArrayRows.of(x, 1, -1, 3));
        assertSays("ArrayRows.of: an array of 6 does not hold a whole number of rows of 4", () -> ArrayRows.of(x, 4));
        assertSays(
                "ArrayRows.softmax: into has 1 rows of 6, but 2 rows of 3 are needed",
                () -> rows.softmax(ArrayRows.of(x)));
        assertSays(
                "ArrayRows.logSoftmax: rows have length 0; at least one class is needed",
                () -> ArrayRows.of(new float[0]).logSoftmax());
        assertSays("ArrayRows.logSumExp: there are 2 rows; logSumExp(into) takes several", rows::logSumExp);
        assertSays("ArrayRows.logSumExp: into has length 3, but 2 is needed", () -> rows.logSumExp(new float[3]));
        assertSays(
                "ArrayRows.crossEntropy: labels has length 1, but 2 is needed",
                () -> rows.crossEntropy(new int[1], rows));
        assertSays(
                "ArrayRows.topK: k is 4, but there are 3 to choose from; at least 1 and at most as many are needed",
                () -> rows.topK(4, new int[8], new float[8]));
        assertSays(
                "ArrayRows.topK: values has length 3, but 4 is needed", () -> rows.topK(2, new int[4], new float[3]));
        assertEquals(
                "ArrayRows.crossEntropy: label 1 is class 3, but with 3 classes it has to be from 0 to 2",
                assertThrows(IllegalArgumentException.class, () -> rows.crossEntropy(new int[] {0, 3}, rows))
                        .getMessage());
        assertEquals(
                "ArrayRows.topK: values is the array that the numbers are read from; another one is needed",
                assertThrows(IllegalArgumentException.class, () -> rows.topK(3, new int[6], x))
                        .getMessage());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x);
    }
}
