package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Evidence put together by hand, as in the test of a hypothesis of one's own. */
class EvidenceBuilderTest {
    private static final List<NamedTensor> INPUTS =
            List.of(new NamedTensor("gamma", Tensor.of(1, 2, 3)), new NamedTensor("beta", Tensor.of(4, 5, 6)));
    private static final List<NamedTensor> OUTPUTS = List.of(new NamedTensor("", Tensor.of(7, 8)));

    private static EvidenceBuilder beta() {
        return new EvidenceBuilder("beta", INPUTS, OUTPUTS);
    }

    private static double[] both(double first, double second) {
        return new double[] {first, second};
    }

    @Test
    void columnsAreElementsAndRowsOutputs() {
        Evidence e = beta().column(2, both(1, 2), both(3, 4), both(5, 6))
                .column(0, both(7, 8), both(9, 10), both(11, Double.NaN))
                .build();
        assertEquals("beta", e.part());
        assertArrayEquals(new double[] {4, 5, 6}, e.x().toDoubleArray());
        assertArrayEquals(new int[] {2, 0}, e.offsets());
        assertArrayEquals(new double[] {1, 7, 2, 8}, e.analytic().toDoubleArray());
        assertArrayEquals(new double[] {3, 9, 4, 10}, e.numeric().toDoubleArray());
        assertArrayEquals(new double[] {5, 11, 6, Double.NaN}, e.error().toDoubleArray());
        assertTrue(e.isEntrywise());
        assertFalse(e.isComplete());
    }

    @Test
    void aLoneTensorIsCalledX() {
        Evidence e = new EvidenceBuilder("x", OUTPUTS, OUTPUTS).build();
        assertEquals(OUTPUTS.get(0).tensor(), e.x());
    }

    @Test
    void oneRowOfSeveralOutputsIsWeighed() {
        double[] one = {1};
        assertFalse(beta().column(0, one, one, one).build().isEntrywise());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertEquals(
                "EvidenceBuilder: the input has no part delta; it has gamma, beta",
                assertThrows(IllegalArgumentException.class, () -> new EvidenceBuilder("delta", INPUTS, OUTPUTS))
                        .getMessage());
        double[] one = {1};
        double[] three = {1, 2, 3};
        assertEquals(
                "EvidenceBuilder.column: offset 3, but beta has 3 elements",
                assertThrows(IllegalArgumentException.class, () -> beta().column(3, one, one, one))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> beta().column(-1, one, one, one));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> beta().column(0, three, three, three))
                .getMessage()
                .startsWith("EvidenceBuilder.column: analytic, numeric and error have lengths 3, 3 and 3;"
                        + " 2 are needed"));
        assertThrows(IllegalArgumentException.class, () -> beta().column(0, both(1, 2), one, one));
        assertThrows(IllegalArgumentException.class, () -> beta().column(0, one, one, one)
                .column(1, both(1, 2), both(1, 2), both(1, 2)));
        assertEquals(
                "EvidenceBuilder.others: gradients[0] has length 3, but the input has 6 elements",
                assertThrows(IllegalArgumentException.class, () -> beta().others(
                                        new double[][] {{1, 2, 3}}, there -> there))
                        .getMessage());
        EvidenceBuilder lacking =
                beta().others(new double[1][6], there -> there).column(0, both(1, 2), both(1, 2), both(1, 2));
        assertEquals(
                "EvidenceBuilder.build: the columns have 2 rows, but the gradients of the whole input have 1",
                assertThrows(IllegalArgumentException.class, lacking::build).getMessage());
    }

    @Test
    void hypothesesAreTriedInOrder() {
        Evidence e = beta().column(0, both(1, 1), both(1, 2), both(0.1, 0.1)).build();
        Diagnosis first = new Diagnosis("first", "it is this", "");
        Diagnosis second = new Diagnosis("second", "it is that", "");
        assertEquals(
                List.of(first),
                e.explainedBy(List.of(
                        evidence -> Optional.empty(),
                        evidence -> Optional.of(first),
                        evidence -> Optional.of(second))));
        assertEquals("unknown", e.explainedBy(List.of()).get(0).name());
    }
}
