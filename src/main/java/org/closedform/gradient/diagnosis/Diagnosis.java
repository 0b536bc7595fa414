package org.closedform.gradient.diagnosis;

import java.util.Objects;

/**
 * What is wrong with a derivation.
 *
 * @param name the kind of mistake in two or three words, such as {@code "constant factor"}; stable, for programs
 * @param cause one sentence: what the backward computes in place of the derivative
 * @param hint what to look at in the derivation; may be empty
 */
public record Diagnosis(String name, String cause, String hint) {
    /**
     * Checks for null.
     *
     * @param name the kind of mistake
     * @param cause one sentence
     * @param hint what to look at; may be empty
     * @throws NullPointerException naming what is null
     */
    public Diagnosis {
        Objects.requireNonNull(name, "Diagnosis: name is null");
        Objects.requireNonNull(cause, "Diagnosis: cause is null");
        Objects.requireNonNull(hint, "Diagnosis: hint is null");
    }
}
