package org.closedform.exercise;

import java.util.Objects;

/**
 * What a teacher says to a slip.
 *
 * @param slip the name of the {@linkplain org.closedform.gradient.diagnosis.Diagnosis diagnosis}, such as {@code sign}
 * @param text one or two sentences
 */
public record Hint(String slip, String text) {
    /**
     * Checks for null.
     *
     * @param slip the name of the diagnosis
     * @param text one or two sentences
     * @throws NullPointerException naming what is null
     */
    public Hint {
        Objects.requireNonNull(slip, "Hint: slip is null");
        Objects.requireNonNull(text, "Hint: text is null");
    }
}
