package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What hypotheses ask of a failed part. */
class EvidenceTest {
    private static final double ERROR = 1e-6;

    private static double[][] filled(int rows, int columns, double value) {
        double[][] result = new double[rows][columns];
        for (double[] row : result) {
            Arrays.fill(row, value);
        }
        return result;
    }

    /** Of an x of shape [2, 3] and y of shape [n], all derivatives 1, all errors 1e-6, but in one place. */
    private static Evidence but(int outputs, int row, int column, double analytic) {
        double[][] backward = filled(outputs, 6, 1);
        backward[row][column] = analytic;
        return MadeUp.evidence(
                Tensor.zeros(Shape.of(2, 3)),
                Tensor.zeros(Shape.of(outputs)),
                backward,
                filled(outputs, 6, 1),
                filled(outputs, 6, ERROR));
    }

    @Test
    void isReadAsMatrices() {
        Evidence e = but(2, 1, 4, 7);
        assertEquals(Shape.of(2, 6), e.analytic().shape());
        assertEquals(7, e.analytic().at(1, 4));
        assertEquals(1, e.numeric().at(1, 4));
        assertEquals(ERROR, e.error().at(1, 4));
        assertEquals("x", e.part());
        assertTrue(e.isEntrywise() && e.isComplete());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, e.offsets());
        assertEquals("at all 12 entries", e.everywhere());
    }

    @Test
    void isExplainedByWhatMakesEveryEntryOfIt() {
        Evidence e = but(2, 1, 4, 7);
        Tensor expected = e.analytic();
        assertTrue(e.isExplainedBy(expected));
        assertTrue(e.isExplainedBy(expected.plus(1.9e-6)));
        for (int k = 0; k < 2; k++) {
            for (int c = 0; c < 6; c++) {
                double[] values = expected.toDoubleArray();
                values[6 * k + c] += 1e-3;
                assertFalse(e.isExplainedBy(Tensor.of(expected.shape(), values)), "wrong at " + k + ", " + c);
            }
        }
        assertThrows(ShapeException.class, () -> e.isExplainedBy(Tensor.zeros(Shape.of(2, 5))));
    }

    @Test
    void everyIndexOfAnAxisHasItsEntries() {
        Evidence e = but(2, 1, 4, 7);
        assertEquals(
                List.of(1, 4, 1, 4),
                e.entries(1, 1).map(DerivativeMatrix.Entry::column).toList());
        assertEquals(
                List.of(3, 4, 5, 3, 4, 5),
                e.entries(0, 1).map(DerivativeMatrix.Entry::column).toList());
        assertTrue(e.agreesAt(0, 0) && e.agreesAt(1, 0) && e.agreesAt(1, 2));
        assertFalse(e.agreesAt(0, 1) || e.agreesAt(1, 1));
        assertEquals(1, Evidence.sharpest(e.entries(1, 1)).column());
    }

    @Test
    void anIndexTellsAFactorByTwoDerivativesOrMore() {
        Tensor x = Tensor.zeros(Shape.of(3));
        double[][] numeric = {{5, 5, 1}, {5, 1, 1}};
        Evidence e = MadeUp.evidence(x, Tensor.zeros(Shape.of(2)), numeric, numeric, filled(2, 3, 1));
        assertTrue(e.tells(0, 0));
        assertFalse(e.tells(0, 1), "the other is as large as its error");
        assertFalse(e.tells(0, 2));
    }

    @Test
    void isSquareIfEveryElementHasItsOutput() {
        assertTrue(but(6, 0, 0, 1).isSquare());
        assertFalse(but(5, 0, 0, 1).isSquare());
        assertFalse(but(6, 0, 0, 1).isSameShape());
        Tensor x = Tensor.zeros(Shape.of(2, 3));
        double[][] ones = filled(6, 6, 1);
        assertTrue(MadeUp.evidence(x, x, ones, ones, ones).isSameShape());
    }

    @Test
    void aRemainderIsWithinTheLinesThatItStaysIn() {
        Lines rows = Lines.of(Shape.of(2, 3)).get(1);
        assertEquals("axis 1", rows.name());
        assertTrue(but(6, 4, 5, 7).remainderIsWithin(rows));
        assertTrue(but(6, 4, 2, 1 + ERROR / 2).remainderIsWithin(rows));
        assertFalse(but(6, 4, 2, 7).remainderIsWithin(rows));
    }

    @Test
    void aHypothesisThatReturnsNullIsTold() {
        Evidence evidence = but(6, 0, 0, 1);
        List<Hypothesis> hypotheses = List.of(e -> Optional.empty(), e -> null);
        assertEquals(
                "Evidence.explainedBy: hypotheses[1] returned null; an empty Optional says that it explains nothing",
                assertThrows(NullPointerException.class, () -> evidence.explainedBy(hypotheses))
                        .getMessage());
        assertEquals(
                "Evidence.explainedBy: hypotheses: one of them is null",
                assertThrows(
                                NullPointerException.class,
                                () -> evidence.explainedBy(Arrays.asList(hypotheses.get(0), null)))
                        .getMessage());
    }

    @Test
    void ofManyOutputsThereIsOneRow() {
        Operator<Tensor, Tensor> halved = Operator.of(x -> x.times(2), (x, y, dy) -> dy);
        boolean[] entrywise = {true};
        Hypothesis look = e -> {
            entrywise[0] = e.isEntrywise();
            assertEquals(1, e.numeric().shape().dimension(0));
            assertFalse(e.isComplete());
            assertTrue(e.everywhere().matches("at all \\d+ entries looked at"), e::everywhere);
            return Optional.empty();
        };
        GradientCheck.of(halved).hypotheses(List.of(look)).at(Tensor.ones(Shape.of(1100)));
        assertFalse(entrywise[0]);
    }
}
