package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short rows side by side: what is done to each of the 64. */
class ColumnsTest {
    private static final int WIDTH = Columns.WIDTH;

    private Panel panel;
    private Columns columns;
    private int length;

    /** Scratch with element i of row j, i − j % 7, in it. */
    private void attach(int rowLength, boolean float64) {
        length = rowLength;
        Buffer type = float64 ? Buffer.of(new double[0]) : Buffer.of(new float[0]);
        panel = Panel.of(type);
        panel.attachScratch(length * WIDTH + Columns.PADDING);
        columns = panel.columns();
        Buffer x = type.ofSize(length * WIDTH);
        for (int at = 0; at < x.size(); at++) {
            x.set(at, x(at / WIDTH, at % WIDTH));
        }
        panel.load(x, new Block(0, 1, WIDTH), new Block(0, 1, WIDTH), WIDTH, length);
    }

    private static double x(int element, int row) {
        return element - row % 7;
    }

    /** Fills e with whole numbers, and what follows the rows with 0. */
    private void fill() {
        for (int at = 0; at < length * WIDTH + Columns.PADDING; at++) {
            panel.make(at, at < length * WIDTH ? e(at / WIDTH, at % WIDTH) : 0);
        }
    }

    private static double e(int element, int row) {
        return 1 + (element * 5 + row) % 11;
    }

    @AfterEach
    void detach() {
        panel.detach();
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "2, false",
        "3, true",
        "4, false",
        "5, true",
        "12, false",
        "31, true",
        "32, true",
        "32, false"
    })
    void sumsAreThoseOfPlainLoops(int rowLength, boolean float64) {
        attach(rowLength, float64);
        fill();
        double[] sums = new double[WIDTH];
        columns.sums(length, sums);
        for (int row = 0; row < WIDTH; row++) {
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < length; i += 4) {
                double four = 0;
                for (int k = i; k < Math.min(i + 4, length); k++) {
                    four += e(k, row);
                }
                largest = Math.max(largest, four);
                sum += four;
            }
            assertEquals(sum, sums[row], "row " + row);
            assertEquals(largest, columns.largestPart(length, row), "row " + row);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, false", "4, true", "5, false", "17, true", "32, false"})
    void aRowThatChangedIsSummedAlone(int rowLength, boolean float64) {
        attach(rowLength, float64);
        fill();
        double[] sums = new double[WIDTH];
        columns.sums(length, sums);
        for (int i = 0; i < length; i++) {
            panel.make(i * WIDTH + 9, 100 + e(i, 9));
            assertEquals(sums[9] + 100, columns.sum(length, 9), "element " + i);
            assertTrue(columns.largestPart(length, 9) > 100, "element " + i);
            panel.make(i * WIDTH + 9, e(i, 9));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, false", "4, true", "5, false", "6, true", "17, true", "32, false"})
    void theLargestOfARowIsFoundEverywhere(int rowLength, boolean float64) {
        double[] maxima = new double[WIDTH];
        for (int at = 0; at < rowLength; at++) {
            attach(rowLength, float64);
            set(at, 9, 1e3);
            set(at, 10, Double.NaN);
            columns.maxima(length, maxima);
            assertEquals(1e3, maxima[9], "element " + at);
            assertTrue(Double.isNaN(maxima[10]), "element " + at);
            for (int row : new int[] {0, 8, 11, 63}) {
                assertEquals(x(length - 1, row), maxima[row], "row " + row);
            }
        }
    }

    private void set(int element, int row, double value) {
        Buffer one = panel == Panel.FLOAT64.get() ? Buffer.of(new double[1]) : Buffer.of(new float[1]);
        one.set(0, value);
        panel.load(one, new Block(0, 1, 1), new Block(element * WIDTH + row, 1, 1), 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "5, false", "32, true"})
    void everyRowIsScaledAndShiftedByItsOwnNumbers(int rowLength, boolean float64) {
        attach(rowLength, float64);
        fill();
        double[] a = new double[WIDTH];
        double[] b = new double[WIDTH];
        for (int row = 0; row < WIDTH; row++) {
            a[row] = 1 + row;
            b[row] = 3 + row % 5;
        }
        columns.scale(length, a, b);
        double epsilon = float64 ? Math.ulp(1.0) : Math.ulp(1f);
        for (int at = 0; at < length * WIDTH; at++) {
            double expected = e(at / WIDTH, at % WIDTH) * a[at % WIDTH] / b[at % WIDTH];
            assertEquals(expected, panel.made(at), 0.76 * epsilon * expected, "at " + at);
        }
        columns.subtract(length, a, b);
        for (int at = 0; at < length * WIDTH; at++) {
            assertEquals(x(at / WIDTH, at % WIDTH) - a[at % WIDTH] - b[at % WIDTH], panel.made(at), "at " + at);
        }
        Arrays.fill(a, 1 / 3.0);
        Arrays.fill(b, 0);
        columns.subtract(length, a, b);
        assertEquals(-1 / 3.0, panel.made(0), float64 ? 0 : Math.ulp(1f) / 4);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "5, false", "32, true"})
    void exponentialsAreDividedByThatOfTheFirstElement(int rowLength, boolean float64) {
        attach(rowLength, float64);
        for (int at = 0; at < length * WIDTH + Columns.PADDING; at++) {
            panel.make(at, 7);
        }
        columns.exponentials(length);
        for (int at = 0; at < length * WIDTH; at++) {
            double scale = StrictMath.pow(2, panel.exponent(x(0, at % WIDTH)));
            double expected = StrictMath.exp(x(at / WIDTH, at % WIDTH));
            assertEquals(expected, panel.made(at) * scale, expected * (float64 ? 1e-15 : 2e-7), "at " + at);
        }
        for (int at = length * WIDTH; at < length * WIDTH + Columns.PADDING; at++) {
            assertEquals(0, panel.made(at), "what is read beyond the last element");
        }
    }
}
