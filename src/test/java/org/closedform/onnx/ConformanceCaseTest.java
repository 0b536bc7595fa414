package org.closedform.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** The reading of cases, and that a wrong result is caught. */
class ConformanceCaseTest {
    private static final ConformanceCase CASE = ConformanceCase.parse(
            """
            {"name": "test_it", "op": "Op", "opset": 13, "source": "elsewhere",
             "attributes": {"axis": -1, "alpha": 0.25, "mode": "sum", "on": 1, "axes": [0, 2]},
             "inputs": [{"name": "t", "shape": [2], "dtype": "int64", "data": [3, -1]}, null],
             "outputs": [null, {"name": "y", "shape": [2, 2], "dtype": "float32", "data": [0.1, -0.0, "NaN", "-Infinity"]}]}
            """);

    private static final Tensor WANTED =
            Tensor.of(Shape.of(2, 2), new float[] {0.1f, -0f, Float.NaN, Float.NEGATIVE_INFINITY});

    @Test
    void readsEveryPart() {
        assertEquals("test_it", CASE.name());
        assertEquals("Op", CASE.operator());
        assertEquals(13, CASE.opset());
        assertEquals(-1, CASE.integer("axis", 7));
        assertEquals(0.25, CASE.real("alpha", 7));
        assertEquals("sum", CASE.text("mode", "mean"));
        assertTrue(CASE.flag("on", false));
        assertEquals(List.of(0, 2), CASE.integers("axes"));
        assertEquals(Labels.of(3, -1), CASE.input(0).orElseThrow().labels());
        assertEquals(Optional.empty(), CASE.input(1));
        assertEquals(WANTED, CASE.outputs().get(1).orElseThrow().tensor());
    }

    @Test
    void hasDefaultsForWhatIsLeftOut() {
        assertEquals(7, CASE.integer("other", 7));
        assertEquals(7.5, CASE.real("other", 7.5));
        assertEquals("mean", CASE.text("other", "mean"));
        assertTrue(CASE.flag("other", true));
        assertEquals(List.of(), CASE.integers("other"));
        assertEquals(Optional.empty(), CASE.input(2));
    }

    @Test
    void roundsFloat32OnceFromItsDigits() {
        // just above the middle of 1 and its successor in float32, and on the middle once rounded to float64
        ConformanceArray array = new ConformanceArray("x", "float32", Shape.of(), List.of("1.00000005960464477540"));
        assertEquals(1 + 0x1p-23, array.tensor().item());
    }

    @Test
    void refusesAttributesThatAreNotKnown() {
        CASE.requireKnown("axis", "alpha", "mode", "on", "axes", "more");
        assertThrows(AssertionFailedError.class, () -> CASE.requireKnown("axis", "alpha", "mode", "on"));
    }

    @Test
    void acceptsWhatIsWantedAndLeavesOutWhatIsNot() {
        CASE.assertMatches(List.of(Tensor.of(1, 2, 3), WANTED));
    }

    @Test
    void acceptsWhatIsNearEnough() {
        CASE.assertMatches(List.of(WANTED, WANTED.map(x -> x * (1 + 1.8e-6))));
    }

    @Test
    void refusesAnotherNumberShapeOrType() {
        requireRefused(WANTED.map(x -> x * (1 + 2.2e-6)), "element 0 of y [2, 2] is 0.1000002");
        requireRefused(WANTED.map(x -> Double.isNaN(x) ? 0 : x), "element 2 of y [2, 2] is 0.0, but NaN is wanted");
        requireRefused(WANTED.map(x -> Double.isInfinite(x) ? -1e38 : x), "element 3 of y");
        requireRefused(WANTED.reshape(4), "shape of y");
        requireRefused(WANTED.to(ElementType.FLOAT64), "type of y");
    }

    private static void requireRefused(Tensor actual, String part) {
        AssertionFailedError thrown =
                assertThrows(AssertionFailedError.class, () -> CASE.assertMatches(List.of(WANTED, actual)));
        assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
    }

    @Test
    void refusesAnOutputThatDoesNotCome() {
        assertThrows(AssertionFailedError.class, () -> CASE.assertMatches(List.of(WANTED)));
    }
}
