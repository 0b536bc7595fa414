package org.closedform.lesson;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.tensor.Tensor;

/**
 * One step of a worked example: numbers that follow by a formula from the given numbers and from earlier steps.
 *
 * @param phase whether it is on the way to the output or on the way back
 * @param symbol the symbol of its numbers in other formulas, such as x̂ or dx
 * @param name what it computes, in words
 * @param formula its formula in Unicode, such as {@code S = Σ_k e_k}
 * @param latex its formula in LaTeX
 * @param note a sentence that says why, or what to notice; empty if there is nothing to say
 * @param dependsOn the symbols of the numbers that it is computed from
 * @param value the numbers
 * @param finer the same in finer steps, of which the last has this one's symbol and numbers; empty if it has none
 */
public record Step(
        Phase phase,
        String symbol,
        String name,
        String formula,
        String latex,
        String note,
        List<String> dependsOn,
        Tensor value,
        List<Step> finer) {

    /** The two directions of a worked example. */
    public enum Phase {
        /** From the input to the output. */
        FORWARD,
        /** From the gradient of the output to the gradient of the input. */
        BACKWARD
    }

    /**
     * Checks what can be checked without the other steps, and copies the lists.
     *
     * @param phase whether it is on the way to the output or on the way back
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param latex its formula in LaTeX
     * @param note a sentence; empty if there is nothing to say
     * @param dependsOn the symbols of the numbers that it is computed from
     * @param value the numbers
     * @param finer the same in finer steps; empty if it has none
     * @throws IllegalArgumentException if the symbol, the name or the formula is blank, the step depends on itself or on
     *     something twice, or the finer steps do not end with what this one has
     */
    public Step {
        Objects.requireNonNull(phase, "Step: phase is null");
        requireText(symbol, "symbol");
        requireText(name, "name");
        requireText(formula, "formula");
        Objects.requireNonNull(latex, "Step: latex is null");
        Objects.requireNonNull(note, "Step: note is null");
        Objects.requireNonNull(value, "Step: value is null");
        dependsOn = Copied.of(dependsOn, "Step: dependsOn");
        if (dependsOn.contains(symbol) || new HashSet<>(dependsOn).size() < dependsOn.size()) {
            throw new IllegalArgumentException("Step: " + symbol + " depends on " + dependsOn
                    + "; each symbol may be there once, and its own may not");
        }
        finer = Copied.of(finer, "Step: finer");
        if (!finer.isEmpty() && !endsWith(finer, phase, symbol, value)) {
            throw new IllegalArgumentException("Step: the finer steps of " + symbol
                    + " have to be of its phase, without finer ones, and to end with its symbol and numbers");
        }
    }

    private static boolean endsWith(List<Step> finer, Phase phase, String symbol, Tensor value) {
        Step last = finer.get(finer.size() - 1);
        return last.symbol.equals(symbol)
                && last.value.equals(value)
                && finer.stream().allMatch(step -> step.phase == phase && step.finer.isEmpty());
    }

    /**
     * A step without finer ones.
     *
     * @param phase whether it is on the way to the output or on the way back
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param latex its formula in LaTeX
     * @param note a sentence; empty if there is nothing to say
     * @param dependsOn the symbols of the numbers that it is computed from
     * @param value the numbers
     * @throws IllegalArgumentException if the symbol, the name or the formula is blank, or the step depends on itself or on
     *     something twice
     */
    public Step(
            Phase phase,
            String symbol,
            String name,
            String formula,
            String latex,
            String note,
            List<String> dependsOn,
            Tensor value) {
        this(phase, symbol, name, formula, latex, note, dependsOn, value, List.of());
    }

    /** A step whose LaTeX is made from its formula. */
    static Step of(
            Phase phase,
            String symbol,
            String name,
            String formula,
            String note,
            List<String> dependsOn,
            Tensor value) {
        return new Step(phase, symbol, name, formula, Latex.of(formula), note, dependsOn, value);
    }

    private static void requireText(String text, String what) {
        Objects.requireNonNull(text, () -> "Step: " + what + " is null");
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "Step: " + what + " is blank; a step has a symbol, a name and a formula");
        }
    }
}
