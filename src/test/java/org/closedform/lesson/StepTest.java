package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StepTest {
    private static Step step(String symbol, String name, String formula, List<String> dependsOn) {
        return new Step(Phase.FORWARD, symbol, name, formula, "y = s x", "", dependsOn, Tensor.of(1, 2));
    }

    private static String refused(String symbol, String name, String formula, String... dependsOn) {
        return assertThrows(IllegalArgumentException.class, () -> step(symbol, name, formula, List.of(dependsOn)))
                .getMessage();
    }

    @Test
    void hasASymbolANameAndAFormula() {
        String needed = " is blank; a step has a symbol, a name and a formula";
        assertEquals("Step: symbol" + needed, refused("", "cube", "y = s x"));
        assertEquals("Step: name" + needed, refused("y", " ", "y = s x"));
        assertEquals("Step: formula" + needed, refused("y", "cube", "\t"));
    }

    @Test
    void dependsOnOthersOnceEach() {
        String needed = "; each symbol may be there once, and its own may not";
        assertEquals("Step: y depends on [x, y]" + needed, refused("y", "cube", "y = s x", "x", "y"));
        assertEquals("Step: y depends on [x, x]" + needed, refused("y", "cube", "y = s x", "x", "x"));
    }

    @Test
    void copiesWhatItDependsOn() {
        List<String> dependsOn = new ArrayList<>(List.of("s", "x"));
        Step step = step("y", "cube", "y = s x", dependsOn);
        dependsOn.clear();
        assertEquals(List.of("s", "x"), step.dependsOn());
        assertThrows(UnsupportedOperationException.class, () -> step.dependsOn().clear());
    }

    @Test
    void saysWhatIsNull() {
        assertEquals(
                "Step: symbol is null",
                assertThrows(NullPointerException.class, () -> step(null, "cube", "y = s x", List.of()))
                        .getMessage());
        assertEquals(
                "Step: dependsOn is null",
                assertThrows(NullPointerException.class, () -> step("y", "cube", "y = s x", null))
                        .getMessage());
    }
}
