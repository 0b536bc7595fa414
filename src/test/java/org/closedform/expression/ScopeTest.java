package org.closedform.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final Scope BATCH = Scope.empty().with("x", Tensor.zeros(Shape.of(4, 3)));

    @Test
    void tellsAlongWhichAxesATensorVaries() {
        assertEquals(Extent.WHOLE, BATCH.extentOf(Tensor.zeros(Shape.of(4, 3))));
        assertEquals(Extent.PER_SAMPLE, BATCH.extentOf(Tensor.zeros(Shape.of(4, 1))));
        assertEquals(Extent.PER_CLASS, BATCH.extentOf(Tensor.zeros(Shape.of(1, 3))));
        assertEquals(Extent.PER_CLASS, BATCH.extentOf(Tensor.zeros(Shape.of(3))));
        assertEquals(Extent.NUMBER, BATCH.extentOf(Tensor.scalar(1)));
    }

    @Test
    void whatIsLackingRepeatsAndNothingElse() {
        for (Extent extent : Extent.values()) {
            assertTrue(extent.isWithin(Extent.WHOLE));
            assertTrue(Extent.NUMBER.isWithin(extent));
            assertEquals(extent == Extent.WHOLE || extent == Extent.PER_SAMPLE, Extent.PER_SAMPLE.isWithin(extent));
        }
    }

    @Test
    void knowsItsLengthsByName() {
        assertEquals(List.of("x", "N", "C"), BATCH.names());
        assertEquals(List.of("a"), Scope.empty().with("a", Tensor.scalar(1)).names());
        assertEquals(Tensor.scalar(4.0 / 3), Expression.parse("N/C").evaluate(BATCH));
    }

    @Test
    void saysWhatDoesNotFit() {
        Scope features = BATCH.columns("feature", "features");
        ShapeException e = assertThrows(ShapeException.class, () -> features.with("t", Tensor.of(1, 2)));
        assertEquals(
                "Scope.with: t has 2 features in [2], but another has 3; as many, or 1, are needed", e.getMessage());
        assertEquals("one number for each sample and feature", features.words(Extent.WHOLE));
        assertEquals("features", features.words(Axis.CLASSES));
        assertEquals("samples", features.words(Axis.SAMPLES));
    }

    @Test
    void isNotChangedByWhatIsMadeOfIt() {
        BATCH.with("y", Tensor.scalar(1));
        assertEquals(Axis.SAMPLES, BATCH.along(Axis.SAMPLES).along());
        assertEquals(Axis.CLASSES, BATCH.along());
        assertEquals(List.of("x", "N", "C"), BATCH.names());
    }
}
