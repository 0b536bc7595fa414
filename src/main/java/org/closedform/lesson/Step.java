package org.closedform.lesson;

import java.util.Objects;
import org.closedform.tensor.Tensor;

/**
 * One step of a worked example.
 *
 * @param name what is found, in words
 * @param formula how, in Unicode, such as {@code S = Σ_k e_k}
 * @param latex the same in LaTeX
 * @param note why, or what to see in it; empty if there is nothing to say
 * @param value the numbers
 */
public record Step(String name, String formula, String latex, String note, Tensor value) {
    /**
     * Checks that nothing is null, and that there is a name.
     *
     * @param name what is found, in words
     * @param formula how, in Unicode
     * @param latex the same in LaTeX
     * @param note why, or what to see in it; empty if there is nothing to say
     * @param value the numbers
     * @throws IllegalArgumentException if the name is blank
     * @throws NullPointerException if something is null
     */
    public Step {
        Objects.requireNonNull(name, "Step: name is null");
        Objects.requireNonNull(formula, "Step: formula is null");
        Objects.requireNonNull(latex, "Step: latex is null");
        Objects.requireNonNull(note, "Step: note is null");
        Objects.requireNonNull(value, "Step: value is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("Step: name is blank; say in words what is found by " + formula);
        }
    }

    /**
     * A step that speaks for itself.
     *
     * @param name what is found, in words
     * @param formula how, in Unicode
     * @param latex the same in LaTeX
     * @param value the numbers
     * @throws IllegalArgumentException if the name is blank
     */
    public Step(String name, String formula, String latex, Tensor value) {
        this(name, formula, latex, "", value);
    }
}
