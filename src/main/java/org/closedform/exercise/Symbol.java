package org.closedform.exercise;

import java.util.Objects;

/**
 * A name that a backward may have, and what it means.
 *
 * @param name such as {@code t}
 * @param meaning in a few words
 */
public record Symbol(String name, String meaning) {
    /**
     * Checks for null.
     *
     * @param name such as {@code t}
     * @param meaning in a few words
     * @throws NullPointerException naming what is null
     */
    public Symbol {
        Objects.requireNonNull(name, "Symbol: name is null");
        Objects.requireNonNull(meaning, "Symbol: meaning is null");
    }
}
