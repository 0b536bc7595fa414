package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedTensorTest {
    private static final Tensor X = Tensor.of(1);

    @Test
    void isNamedByThePathThatLeadsToIt() {
        assertEquals(new NamedTensor("weight", X), new NamedTensor("", X).under("weight"));
        assertEquals(new NamedTensor("hidden.weight", X), new NamedTensor("weight", X).under("hidden"));
        assertEquals("a.b.c", new NamedTensor("c", X).under("b").under("a").name());
    }

    @Test
    void isCounted() {
        assertDoesNotThrow(() -> NamedTensor.requireCount("Inputs", 2, List.of(X, X)));
        assertDoesNotThrow(() -> NamedTensor.requireCount("Inputs", 0, List.of()));
        assertRefused(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 1 tensors for Inputs, which has 3 parts",
                () -> NamedTensor.requireCount("Inputs", 3, List.of(X)));
        assertRefused(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 2 tensors for Inputs, which has 1 part",
                () -> NamedTensor.requireCount("Inputs", 1, List.of(X, X)));
    }

    @Test
    void isNeverNull() {
        assertRefused(
                NullPointerException.class,
                "TensorTree.rebuild: a tensor is null",
                () -> NamedTensor.requireCount("Inputs", 2, Arrays.asList(X, null)));
    }
}
