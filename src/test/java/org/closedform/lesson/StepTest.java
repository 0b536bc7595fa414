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

    @Test
    void unfoldsIntoStepsThatEndAlike() {
        Step fine = step("e", "exponentials", "e = exp(x)", List.of("x"));
        Step last = step("y", "probabilities", "y = e / Z", List.of("e"));
        Step coarse = unfolding("y", List.of(fine, last));
        assertEquals(List.of(fine, last), coarse.finer());
        String needed =
                "Step: the finer steps of y have to be of its phase, without finer ones, and to end with its symbol"
                        + " and numbers";
        assertEquals(needed, refused(List.of(last, fine)));
        assertEquals(needed, refused(List.of(coarse)));
        assertEquals(
                needed,
                refused(List.of(new Step(
                        Phase.BACKWARD, "y", "probabilities", "y = x", "y", "", List.of("x"), Tensor.of(1, 2)))));
        assertEquals(
                needed,
                refused(List.of(
                        new Step(Phase.FORWARD, "y", "probabilities", "y = x", "y", "", List.of("x"), Tensor.of(1)))));
    }

    private static Step unfolding(String symbol, List<Step> finer) {
        return new Step(
                Phase.FORWARD, symbol, "softmax", "y = softmax(x)", "y", "", List.of("x"), Tensor.of(1, 2), finer);
    }

    private static String refused(List<Step> finer) {
        return assertThrows(IllegalArgumentException.class, () -> unfolding("y", finer))
                .getMessage();
    }
}
