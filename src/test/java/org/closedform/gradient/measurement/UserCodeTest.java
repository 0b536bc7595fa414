package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class UserCodeTest {
    @Test
    void whatItReturnsIsReturned() {
        assertEquals(3, UserCode.call("backward", () -> 3));
    }

    @Test
    void whatItThrowsIsToldByName() {
        RuntimeException cause = new IllegalStateException("no way");
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class,
                () -> UserCode.call("backward", () -> {
                    throw cause;
                }));
        assertEquals("GradientCheck: the backward throws at this point: " + cause, thrown.getMessage());
        assertSame(cause, thrown.getCause());
    }

    @Test
    void whatHasItsNameAlreadyStaysAsItIs() {
        BadFunctionException named = new BadFunctionException("GradientCheck: the product is null");
        assertSame(
                named,
                assertThrows(
                        BadFunctionException.class,
                        () -> UserCode.call("backward", () -> {
                            throw named;
                        })));
    }
}
