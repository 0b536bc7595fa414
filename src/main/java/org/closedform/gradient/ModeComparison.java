package org.closedform.gradient;

import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.gradient.measurement.Path;

/**
 * Compares the two modes of an operator.
 *
 * @param f the operator
 * @param channels its outputs, or one weighed sum of them
 * @param largest the largest derivative of each channel, in size, in the part of the input that moves
 * @param size how large the numbers of that part are
 * @param names of the outputs
 */
record ModeComparison(FlatOperator<?, ?> f, Channels channels, double[] largest, double size, OutputNames names) {
    /** Two derivations may be apart by this many times the rounding that was measured. */
    private static final double BARS = 4;
    /** How many ulps of terms that cancel a derivation may be off. */
    private static final double HIDDEN_ULPS = 8;

    Modes along(Direction direction) {
        return new Modes(f, channels, direction, largest);
    }

    Comparison comparison(Modes modes, String name) {
        return new Comparison(
                name,
                channels.count() == 0 ? "" : names.of(modes.worst()),
                modes.forward(),
                modes.backward(),
                modes.slack(),
                Verdict.PASS);
    }

    /**
     * How far apart rounding may bring the two derivations: what was measured while the input moved by ulps and along the direction, and
     * the rounding that terms which cancel may hide.
     */
    double rounding(PartCheck backward, PartCheck forward, Direction direction, Modes modes) {
        Path path = new Path(f, channels, direction, size);
        int channel = modes.worst();
        double hidden = path.epsilon(channel) * path.terms(channel); // 1 − y, where y has saturated, is as coarse as y
        return BARS
                * (modes.slack()
                        + backward.roughness(channel, direction, path.scale())
                        + forward.roughness(channel, direction, path.scale())
                        + HIDDEN_ULPS * hidden);
    }
}
