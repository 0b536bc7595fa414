package org.closedform.tensor;

import static org.closedform.tensor.Tensors.assertRefused;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {
    private static final Tensor X = Tensor.of(1);

    @Test
    void isNamedByThePathThatLeadsToIt() {
        assertEquals(new Part("weight", X), new Part("", X).under("weight"));
        assertEquals(new Part("hidden.weight", X), new Part("weight", X).under("hidden"));
        assertEquals("a.b.c", new Part("c", X).under("b").under("a").name());
    }

    @Test
    void isCounted() {
        assertDoesNotThrow(() -> Part.requireCount("Inputs", 2, List.of(X, X)));
        assertDoesNotThrow(() -> Part.requireCount("Inputs", 0, List.of()));
        assertRefused(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 1 tensors for Inputs, which has 3 parts",
                () -> Part.requireCount("Inputs", 3, List.of(X)));
        assertRefused(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 2 tensors for Inputs, which has 1 part",
                () -> Part.requireCount("Inputs", 1, List.of(X, X)));
    }

    @Test
    void isNeverNull() {
        assertRefused(
                NullPointerException.class,
                "TensorTree.rebuild: a tensor is null",
                () -> Part.requireCount("Inputs", 2, Arrays.asList(X, null)));
    }
}
