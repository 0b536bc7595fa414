package org.closedform.gradient;

import java.util.Objects;

/**
 * How far a long check has come.
 *
 * @param part the part of the input being checked
 * @param done how many of its derivatives are done
 * @param total how many there are
 * @param evaluations how often the function has been evaluated since the check began
 */
public record Progress(String part, int done, int total, long evaluations) {
    /**
     * Checks for null.
     *
     * @param part the part of the input being checked
     * @param done how many of its derivatives are done
     * @param total how many there are
     * @param evaluations how often the function has been evaluated since the check began
     * @throws NullPointerException naming what is null
     */
    public Progress {
        Objects.requireNonNull(part, "Progress: part is null");
    }
}
