package org.closedform.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiedTest {
    private static String refused(List<String> list) {
        return assertThrows(NullPointerException.class, () -> Copied.of(list, "Here: list"))
                .getMessage();
    }

    @Test
    void whatHappensToTheOriginalDoesNotMatter() {
        List<String> original = new ArrayList<>(List.of("a", "b"));
        List<String> copy = Copied.of(original, "Here: list");
        original.clear();
        assertEquals(List.of("a", "b"), copy);
        assertThrows(UnsupportedOperationException.class, () -> copy.set(0, "c"));
    }

    @Test
    void nullIsNamedAsTheListOrInIt() {
        assertEquals("Here: list is null", refused(null));
        assertEquals("Here: list: one of them is null", refused(Arrays.asList("a", null)));
    }
}
