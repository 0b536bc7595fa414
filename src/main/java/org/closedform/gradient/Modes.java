package org.closedform.gradient;

import static org.closedform.tensor.ElementType.FLOAT32;

import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.FlatOperator;

/**
 * Forward and backward mode along one direction v: ⟨J v, w⟩ and ⟨v, Jᵀ w⟩ for the w of each channel, which are the same number
 * but for rounding. No differences are taken.
 */
final class Modes {
    /** How many ulps of its largest term a derivation may be off where nothing cancels. */
    private static final double ULPS = 64;

    private final double[] forward;
    private final double[] backward;
    private final double[] slack;
    private final int worst;

    /** Given the largest derivative of each channel, in size, in the part of the input that moves. */
    Modes(FlatOperator<?, ?> f, Channels channels, Direction direction, double[] largest) {
        double[] movement = f.pushForward(direction.tangent(f.point().length));
        double[] nothing = new double[movement.length];
        this.forward = new double[channels.count()];
        this.backward = new double[forward.length];
        this.slack = new double[forward.length];
        int most = 0;
        for (int k = 0; k < forward.length; k++) {
            forward[k] = channels.difference(k, movement, nothing);
            backward[k] = direction.dot(channels.pulledBack(k));
            double epsilon = Math.max(direction.type().epsilon(), channels.epsilon(k));
            double least = epsilon < FLOAT32.epsilon() ? Double.MIN_NORMAL : Float.MIN_NORMAL;
            double terms = Math.max(Math.abs(forward[k]), Math.max(largest[k], terms(direction, channels.row(k))));
            slack[k] = ULPS * epsilon * (terms <= Double.MAX_VALUE ? terms : 0) + least / epsilon;
            most = disagreement(k) > disagreement(most) ? k : most;
        }
        this.worst = most;
    }

    private static double terms(Direction direction, double[] row) {
        double sum = 0;
        for (int n = 0; n < direction.indices().length; n++) {
            sum += Math.abs(direction.steps()[n] * row[direction.indices()[n]]);
        }
        return sum;
    }

    private double disagreement(int channel) {
        double apart = Math.abs(forward[channel] - backward[channel]);
        return Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart / slack[channel];
    }

    /** The channel in which they are furthest apart. */
    int worst() {
        return worst;
    }

    /** How far apart they are there, in units of what rounding explains. */
    double disagreement() {
        return forward.length == 0 ? 0 : disagreement(worst);
    }

    boolean agree() {
        return disagreement() <= 1;
    }

    double forward() {
        return forward.length == 0 ? 0 : forward[worst];
    }

    double backward() {
        return backward.length == 0 ? 0 : backward[worst];
    }

    double slack() {
        return slack.length == 0 ? 0 : slack[worst];
    }
}
