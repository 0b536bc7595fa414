package org.closedform.gradient;

import java.util.Arrays;
import java.util.Optional;
import org.closedform.tensor.Part;

/** What the backward says of the other parts of the input, and roughly what they should have. */
final class OtherParts {
    private static final double ROUGHLY = 1e-2;

    private final FlatOperator<?, ?> f;
    private final Channels channels;

    OtherParts(FlatOperator<?, ?> f, Channels channels) {
        this.f = f;
        this.channels = channels;
    }

    /** The part of the same shape that has this part's gradient, while this one has that part's. */
    Optional<String> exchangedWith(Evidence e) {
        int from = 0;
        for (Part part : f.inputs()) {
            boolean other = !part.name().equals(e.part());
            if (other && part.tensor().shape().equals(e.x().shape()) && hasGradientOf(e, from) && isOf(e, from)) {
                return Optional.of(part.name());
            }
            from += part.tensor().size();
        }
        return Optional.empty();
    }

    private boolean hasGradientOf(Evidence e, int from) {
        boolean same = true;
        for (int k = 0; k < channels.count(); k++) {
            for (int c = 0; c < e.columns(); c++) {
                double apart = Math.abs(channels.row(k)[from + c] - e.numericRows()[k][c]);
                same &= !(apart > e.slack(k, c) + 1e-9 * Math.abs(e.numericRows()[k][c]));
            }
        }
        return same;
    }

    /** Whether the other part's slope is what this part has, by a small step of its elements towards their mean: that leaves no bounds. */
    private boolean isOf(Evidence e, int from) {
        double step = Math.sqrt(f.outputEpsilon());
        double[] there = f.point().clone();
        double mean = Arrays.stream(there, from, from + e.columns()).average().orElse(0);
        double[] move = new double[e.columns()];
        for (int c = 0; c < move.length; c++) {
            there[from + c] += step * (mean - there[from + c]);
            move[c] = there[from + c] - f.point()[from + c];
        }
        double[] outputs = f.evaluate(there);
        double apart = 0;
        double apartNow = 0;
        double size = 0;
        for (int k = 0; k < channels.count() && outputs.length > 0; k++) {
            double change = channels.difference(k, outputs, f.value());
            apart = Math.max(apart, Math.abs(change - dot(move, e.analyticRows()[k], 0)));
            apartNow = Math.max(apartNow, Math.abs(change - dot(move, channels.row(k), from)));
            size = Math.max(size, Math.abs(change));
        }
        return apart <= ROUGHLY * size && apartNow > apart + ROUGHLY * size;
    }

    private static double dot(double[] move, double[] row, int from) {
        double sum = 0;
        for (int c = 0; c < move.length; c++) {
            sum += move[c] * row[from + c];
        }
        return sum;
    }
}
