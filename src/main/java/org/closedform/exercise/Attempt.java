package org.closedform.exercise;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.closedform.gradient.Verdict;
import org.closedform.words.Words;

/**
 * What was found of one backward that somebody typed.
 *
 * @param exercise the name of the exercise
 * @param backward the formula, as it was read
 * @param verdict the worst at all points of the exercise
 * @param slip the name of the diagnosis, such as {@code off-diagonal missing}; empty if it is right
 * @param cause one sentence on what is wrong; empty if it is right
 * @param hint what to look at; empty if it is right
 * @param sample the point at which it shows, by its name
 * @param report analytic beside numeric derivatives there, for reading
 */
public record Attempt(
        String exercise,
        String backward,
        Verdict verdict,
        String slip,
        String cause,
        String hint,
        String sample,
        String report) {
    /**
     * Checks for null.
     *
     * @param exercise the name of the exercise
     * @param backward the formula
     * @param verdict the worst at all points
     * @param slip the name of the diagnosis
     * @param cause what is wrong
     * @param hint what to look at
     * @param sample the point at which it shows
     * @param report analytic beside numeric derivatives there
     * @throws NullPointerException naming what is null
     */
    public Attempt {
        Objects.requireNonNull(exercise, "Attempt: exercise is null");
        Objects.requireNonNull(backward, "Attempt: backward is null");
        Objects.requireNonNull(verdict, "Attempt: verdict is null");
        Objects.requireNonNull(slip, "Attempt: slip is null");
        Objects.requireNonNull(cause, "Attempt: cause is null");
        Objects.requireNonNull(hint, "Attempt: hint is null");
        Objects.requireNonNull(sample, "Attempt: sample is null");
        Objects.requireNonNull(report, "Attempt: report is null");
    }

    /** {@return whether the backward is right: PASS, or KINK at a corner} */
    public boolean isSolved() {
        return verdict == Verdict.PASS || verdict == Verdict.KINK;
    }

    /**
     * {@return the same attempt with its cause, its hint and the name of the point in a language; what is not translated stays English,
     * and so do the name of the slip, which is for programs, and the report}
     *
     * @param words of the language
     */
    public Attempt in(Words words) {
        Objects.requireNonNull(words, "Attempt.in: words is null");
        UnaryOperator<String> said = english -> words.phrase(english).orElse(english);
        return new Attempt(
                exercise, backward, verdict, slip, said.apply(cause), said.apply(hint), said.apply(sample), report);
    }

    /** {@return the verdict with its cause, in one line} */
    @Override
    public String toString() {
        return verdict + (cause.isEmpty() ? "" : ": " + cause);
    }
}
