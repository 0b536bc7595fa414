package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.closedform.storage.Storage;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
    @Test
    void isCalledByItsWidth() {
        assertEquals("float32", FLOAT32.toString());
        assertEquals("float64", FLOAT64.toString());
    }

    @Test
    void epsilonIsTheStepFromOneToTheNextNumber() {
        assertEquals(Math.nextUp(1.0f) - 1.0f, FLOAT32.epsilon());
        assertEquals(Math.nextUp(1.0) - 1.0, FLOAT64.epsilon());
    }

    @Test
    void makesZerosOfItsType() {
        for (ElementType type : ElementType.values()) {
            assertEquals(Tensor.of(0, 0).to(type), Storage.tensor(Shape.of(2), type.buffer(2)));
            assertEquals(type, ElementType.of(type.buffer(0)));
        }
    }
}
