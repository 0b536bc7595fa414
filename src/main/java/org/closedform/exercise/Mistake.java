package org.closedform.exercise;

import java.util.Objects;

/**
 * A wrong backward that people derive, and what to say to it. An answer that gives the same numbers is recognised in any form.
 *
 * @param backward the wrong formula, such as {@code y*dy}
 * @param slip a name for it in a few words, such as {@code second term missing}
 * @param cause one sentence without its full stop: what it computes in place of the derivative
 * @param hint what to look at, in one or two sentences
 */
public record Mistake(String backward, String slip, String cause, String hint) {
    /**
     * Checks for null.
     *
     * @param backward the wrong formula
     * @param slip a name for it
     * @param cause what it computes
     * @param hint what to look at
     * @throws NullPointerException naming what is null
     */
    public Mistake {
        Objects.requireNonNull(backward, "Mistake: backward is null");
        Objects.requireNonNull(slip, "Mistake: slip is null");
        Objects.requireNonNull(cause, "Mistake: cause is null");
        Objects.requireNonNull(hint, "Mistake: hint is null");
    }
}
