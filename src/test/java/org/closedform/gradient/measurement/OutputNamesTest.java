package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Outputs counted through all parts. */
class OutputNamesTest {
    private static final List<NamedTensor> PARTS =
            List.of(new NamedTensor("h", Tensor.of(1, 2)), new NamedTensor("c", Tensor.zeros(Shape.of(2, 3))));

    @Test
    void everyPartHasItsOwnIndices() {
        OutputNames names = new OutputNames(PARTS, true);
        assertEquals("h[0]", names.of(0));
        assertEquals("h[1]", names.of(1));
        assertEquals("c[0, 0]", names.of(2));
        assertEquals("c[1, 2]", names.of(7));
    }

    @Test
    void aLoneOrWeighedOutputHasNoName() {
        assertEquals("", new OutputNames(PARTS, false).of(0));
        assertEquals("", new OutputNames(List.of(new NamedTensor("", Tensor.of(7.0))), true).of(0));
        assertEquals("y[1]", new OutputNames(List.of(new NamedTensor("", Tensor.of(7, 8))), true).of(1));
    }
}
