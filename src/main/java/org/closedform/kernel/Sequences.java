package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.Supplier;
import org.closedform.kernel.loops.Splitter;

/**
 * A batch of sequences as a recurrent layer goes through them: each up to its own length, forwards or backwards. What a layer
 * has at every step is [T, N, …], time first; steps beyond a length are padding, which is not read, and 0 in results.
 */
public final class Sequences {
    private final int steps;
    private final int hidden;
    private final int[] lengths;
    private final boolean reversed;

    /**
     * Of these lengths.
     *
     * @param steps T
     * @param hidden H, how many numbers a state has
     * @param lengths how many steps of each sequence count
     * @param reversed whether the last of them comes first
     */
    public Sequences(int steps, int hidden, int[] lengths, boolean reversed) {
        this.steps = steps;
        this.hidden = hidden;
        this.lengths = lengths;
        this.reversed = reversed;
    }

    /** Sequences all of whose steps count. */
    public static Sequences ofOneLength(int steps, int hidden, int batch, boolean reversed) {
        int[] lengths = new int[batch];
        Arrays.fill(lengths, steps);
        return new Sequences(steps, hidden, lengths, reversed);
    }

    /** One step of one sequence. */
    @FunctionalInterface
    interface Step {
        /**
         * Takes it.
         *
         * @param row where the sequence's state is in [N, H]
         * @param at where its state after this step is in [T, N, H]
         * @param before where its state before this step is, or negative where that is the initial one
         */
        void take(int row, int at, int before);
    }

    int hidden() {
        return hidden;
    }

    /** Every step of every sequence in its order; steps share nothing but what their sequence has stored before. */
    void ahead(double nanoseconds, Supplier<Step> scratch) {
        split(nanoseconds, (from, to) -> {
            Step step = scratch.get();
            for (int n = from; n < to; n++) {
                for (int k = 0; k < lengths[n]; k++) {
                    step.take(n * hidden, at(n, k), before(n, k));
                }
            }
        });
    }

    /** The same, from each sequence's last step to its first. */
    void back(double nanoseconds, Supplier<Step> scratch) {
        split(nanoseconds, (from, to) -> {
            Step step = scratch.get();
            for (int n = from; n < to; n++) {
                for (int k = lengths[n] - 1; k >= 0; k--) {
                    step.take(n * hidden, at(n, k), before(n, k));
                }
            }
        });
    }

    private void split(double nanoseconds, Splitter.Range work) {
        Splitter.split(lengths.length, 1, steps * nanoseconds, work);
    }

    /** Where the state after the k-th step that is taken is. */
    private int at(int n, int k) {
        int step = reversed ? lengths[n] - 1 - k : k;
        return (step * lengths.length + n) * hidden;
    }

    private int before(int n, int k) {
        return k == 0 ? -1 : at(n, k - 1);
    }

    /** Loads the state before a step, from those of all steps or from the initial ones. */
    void load(Buffer states, int before, Buffer initial, int row, double[] target) {
        if (before < 0) {
            initial.load(row, 1, hidden, target, 0);
        } else {
            states.load(before, 1, hidden, target, 0);
        }
    }

    /** The state after the last step that is taken, or the initial one where there is none: [N, H]. */
    public Buffer last(Buffer states, Buffer initial) {
        Buffer result = states.ofSize(initial.size());
        for (int n = 0; n < lengths.length; n++) {
            if (lengths[n] == 0) {
                result.copy(initial, n * hidden, 1, n * hidden, hidden);
            } else {
                result.copy(states, at(n, lengths[n] - 1), 1, n * hidden, hidden);
            }
        }
        return result;
    }

    /** The states before all steps, [T, N, H] in float64. */
    public Buffer before(Buffer states, Buffer initial) {
        double[] result = new double[states.size()];
        for (int n = 0; n < lengths.length; n++) {
            for (int k = 0; k < lengths[n]; k++) {
                if (k == 0) {
                    initial.load(n * hidden, 1, hidden, result, at(n, k));
                } else {
                    states.load(before(n, k), 1, hidden, result, at(n, k));
                }
            }
        }
        return Buffer.of(result);
    }

    /** A buffer with so many numbers for every step, with 0 in place of padding; the buffer itself if no sequence has padding. */
    public Buffer withoutPadding(Buffer all, int length) {
        if (Arrays.stream(lengths).allMatch(own -> own == steps)) {
            return all;
        }
        Buffer result = all.ofSize(all.size());
        for (int n = 0; n < lengths.length; n++) {
            for (int step = 0; step < lengths[n]; step++) {
                int at = (step * lengths.length + n) * length;
                result.copy(all, at, 1, at, length);
            }
        }
        return result;
    }
}
