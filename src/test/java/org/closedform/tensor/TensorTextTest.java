package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorTextTest {
    private static void assertReads(String expected, Tensor tensor) {
        assertEquals(expected, tensor.toString());
    }

    @Nested
    class Layout {
        @Test
        void scalarsAndVectorsStayOnOneLine() {
            assertReads("float64[] 3.5", Tensor.scalar(3.5));
            assertReads("float64[3] [ 1.0,  2.5, -3.0]", Tensor.of(1, 2.5, -3));
            assertReads("float32[1] [0.1]", Tensor.of(new float[] {0.1f}));
        }

        @Test
        void matricesAlignTheirColumns() {
            assertReads(
                    "float64[2, 2]\n" + "[[  1.0, -20.0],\n" + " [300.0,   4.5]]",
                    Tensor.of(new double[][] {{1, -20}, {300, 4.5}}));
        }

        @Test
        void blocksOfRankThreeAreSetApart() {
            assertReads(
                    "float32[2, 2, 2]\n"
                            + "[[[1.0, 2.0],\n"
                            + "  [3.0, 4.0]],\n"
                            + "\n"
                            + " [[5.0, 6.0],\n"
                            + "  [7.0, 8.0]]]",
                    Tensor.of(new float[][][] {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}));
        }

        @Test
        void emptyTensorsShowTheirBrackets() {
            assertReads("float64[0] []", Tensor.of());
            assertReads("float64[2, 0]\n[[],\n []]", Tensor.zeros(Shape.of(2, 0)));
            assertReads("float64[0, 3]\n[]", Tensor.zeros(Shape.of(0, 3)));
            assertReads("float32[1, 0, 2]\n[[]]", Tensor.of(new float[0]).reshape(1, 0, 2));
        }
    }

    @Nested
    class LongAxes {
        @Test
        void leaveTheMiddleOutAboveTwoHundredElements() {
            assertReads(
                    "float64[201] [  0.0,   1.0,   2.0, …, 198.0, 199.0, 200.0]",
                    Tensors.counting(Shape.of(201), ElementType.FLOAT64));
            String whole = Tensors.counting(Shape.of(200), ElementType.FLOAT64).toString();
            assertTrue(whole.endsWith("198.0, 199.0]") && !whole.contains("…"), whole);
        }

        @Test
        void ofMatricesShowTheirCorners() {
            assertReads(
                    "float64[20, 20]\n"
                            + "[[  0.0,   1.0,   2.0, …,  17.0,  18.0,  19.0],\n"
                            + " [ 20.0,  21.0,  22.0, …,  37.0,  38.0,  39.0],\n"
                            + " [ 40.0,  41.0,  42.0, …,  57.0,  58.0,  59.0],\n"
                            + " …,\n"
                            + " [340.0, 341.0, 342.0, …, 357.0, 358.0, 359.0],\n"
                            + " [360.0, 361.0, 362.0, …, 377.0, 378.0, 379.0],\n"
                            + " [380.0, 381.0, 382.0, …, 397.0, 398.0, 399.0]]",
                    Tensors.counting(Shape.of(20, 20), ElementType.FLOAT64));
        }

        @Test
        void ofRankThreeShowThreeAtEachEndAndOfMoreShowOne() {
            Tensor x = Tensors.counting(Shape.of(1, 1, 201), ElementType.FLOAT64);
            assertReads("float64[1, 1, 201]\n[[[  0.0,   1.0,   2.0, …, 198.0, 199.0, 200.0]]]", x);
            assertReads("float64[1, 1, 1, 201]\n[[[[  0.0, …, 200.0]]]]", x.expandDims(0));
        }

        @Test
        void upToSixAreShownWhole() {
            String text =
                    Tensors.counting(Shape.of(6, 100), ElementType.FLOAT64).toString();
            assertEquals(7, text.lines().count(), text);
            assertTrue(text.contains("[300.0, 301.0, 302.0, …, 397.0, 398.0, 399.0]"), text);
        }

        @Test
        void numbersThatAreLeftOutDoNotDecideTheNotation() {
            Tensor x = Tensor.generate(Shape.of(300), index -> index[0] == 150 ? 1e30 : 1);
            assertReads("float64[300] [1.0, 1.0, 1.0, …, 1.0, 1.0, 1.0]", x);
        }
    }

    @Nested
    class Numbers {
        @Test
        void haveSixSignificantDigits() {
            assertReads("float64[] 0.333333", Tensor.scalar(1 / 3.0));
            assertReads("float64[] 123.457", Tensor.scalar(123.456789));
            assertReads("float64[] 0.000123457", Tensor.scalar(1.23456789e-4));
            assertReads("float64[] 1.0", Tensor.scalar(0.99999999));
        }

        @Test
        void shareOneNumberOfDecimals() {
            assertReads("float64[2] [  0.333, 100.000]", Tensor.of(1 / 3.0, 100));
            assertReads("float64[3] [0.50, 0.25, 1.00]", Tensor.of(0.5, 0.25, 1));
        }

        @Test
        void areScientificWhereTheRangeIsWide() {
            assertReads("float64[2] [ 1.00000e-09, -1.00000e+00]", Tensor.of(1e-9, -1));
            assertReads("float64[2] [1.00000e+05, 1.00000e-01]", Tensor.of(1e5, 0.1));
            assertReads("float64[2] [100000.0,      1.0]", Tensor.of(1e5, 1));
            assertReads("float64[2] [1.00000e+300,  0.00000e+00]", Tensor.of(1e300, 0));
        }

        @Test
        void areScientificWhereTheyAreLargeOrSmall() {
            assertReads("float64[] 1.00000e+06", Tensor.scalar(1e6));
            assertReads("float64[] 1.23457e+07", Tensor.scalar(12345678));
            assertReads("float64[] 0.000002", Tensor.scalar(2e-6));
            assertReads("float64[] 1.00000e-07", Tensor.scalar(1e-7));
            assertReads("float64[] 4.90000e-324", Tensor.scalar(Double.MIN_VALUE));
        }

        @Test
        void mayBeInfiniteOrNone() {
            assertReads(
                    "float64[4] [NaN,   ∞,  -∞, 1.5]",
                    Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5));
            assertReads("float64[] NaN", Tensor.scalar(Double.NaN));
            assertReads("float64[2] [ 0.0, -0.0]", Tensor.of(0.0, -0.0));
        }

        @Test
        void readTheSameInEveryLocale() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.GERMANY);
                assertReads("float64[2] [1.5, 2.5]", Tensor.of(1.5, 2.5));
            } finally {
                Locale.setDefault(before);
            }
        }
    }

    @Group
    @Domain(Tensors.class)
    @Domain(DomainContext.Global.class)
    class Laws {
        @Property
        void everyTensorReadsAsItsTypeShapeAndBalancedBrackets(@ForAll Tensor x) {
            String text = x.toString();
            assertTrue(text.startsWith(x.elementType() + x.shape().toString()), text);
            assertEquals(count(text, '['), count(text, ']'), text);
        }

        private long count(String text, char wanted) {
            return text.chars().filter(c -> c == wanted).count();
        }
    }
}
