package org.closedform.gradient;

import java.util.Arrays;

/** All channels along one direction: as derived, as measured, and whether they agree. */
final class DirectionCheck {
    private static final double ERROR_BARS = 4;
    private static final double ULPS = 16;
    private static final double HIDDEN_ULPS = 32;
    private static final double HIDDEN_SIZE = 1e6;
    private static final double RELATIVE_RESOLUTION = 1e-3;
    private static final double ABSOLUTE_RESOLUTION = 1e-6;
    private static final double RELATIVE_ROOTS = 32;
    private static final double ABSOLUTE_ROOTS = 8;
    private static final double BLUNTER = 8;
    private static final double BLUNTER_FAINT = 1024;
    private static final double FAINT = 64;
    private static final double SLIGHT = 1e-5;
    private static final double SLIGHT_ROOTS = 4;
    private static final double SHARP_ULPS = 0x1p12;
    private static final double SHARP = 0x1p-30;
    private static final double OTHER_LADDER = 0.703125;
    private static final double ONE_SIDED = 0x1p-20;
    private static final int MOST_GRADIENT_NOISES = 64;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final Direction direction;
    private final Domain domain;
    private final double scale;
    private final double largestStep;
    private final int side;
    private final Noise noise;
    private final double[] analytic;
    private final double largestDerivative;
    private final GradientNoise derivation;

    private final int count;
    private final double[] numeric;
    private final double[] error;
    private final double[] step;
    private final double[] steepest;
    private final double[] size;
    private final double[] spread;
    private final double[] excuse;
    private final boolean[] agrees;
    private final boolean[] flat;
    private final Verdict[] verdict;
    private double top;

    /**
     * Of a direction.
     *
     * @param scale the size of the coordinates around
     * @param largestDerivative of the part of the input, beside which others may be nothing
     */
    DirectionCheck(
            FlatOperator<?, ?> f,
            Channels channels,
            Direction direction,
            Domain domain,
            double scale,
            double largestDerivative,
            GradientNoise derivation) {
        this.f = f;
        this.channels = channels;
        this.direction = direction;
        this.domain = domain;
        this.scale = Math.max(1, scale);
        this.count = channels.count();
        this.analytic = new double[count];
        for (int k = 0; k < count; k++) {
            analytic[k] = direction.dot(channels.row(k));
        }
        this.largestDerivative = largestDerivative;
        this.derivation = derivation;
        this.numeric = new double[count];
        this.error = new double[count];
        this.step = new double[count];
        this.steepest = new double[count];
        this.size = new double[count];
        this.spread = new double[count];
        this.excuse = new double[count];
        this.agrees = new boolean[count];
        this.flat = new boolean[count];
        this.verdict = new Verdict[count];
        double widest = Math.scalb(4, Math.getExponent(this.scale));
        double right = domain.reach(f.point(), direction, 1);
        double left = domain.reach(f.point(), direction, -1);
        this.side = side(Math.min(right, widest), Math.min(left, widest));
        this.largestStep = powerOfTwo(Math.min(widest, side > 0 ? right : side < 0 ? left : Math.min(right, left)));
        this.noise = new Noise(f, channels, direction, largestStep);
    }

    private static double powerOfTwo(double limit) {
        return limit > 0 ? Math.scalb(1, Math.getExponent(limit)) : 0;
    }

    private static int side(double right, double left) {
        if (left < ONE_SIDED * right) {
            return 1;
        }
        return right < ONE_SIDED * left ? -1 : 0;
    }

    double analytic(int channel) {
        return analytic[channel];
    }

    double numeric(int channel) {
        return numeric[channel];
    }

    /** How far the two may be apart. */
    double error(int channel) {
        return error[channel] + excuse[channel];
    }

    Verdict verdict(int channel) {
        return verdict[channel];
    }

    /** With which step the neighbour had better begin. */
    double top() {
        return top;
    }

    /**
     * Checks all channels. A disagreement has to show from three first steps: coincidences in one tableau do not repeat, and the
     * last is closer than a pole at 0.
     */
    DirectionCheck run(double suggestedStep) {
        boolean[] open = start();
        double first = suggestedStep > 0 ? Math.min(suggestedStep, largestStep) : largestStep;
        top = descend(first, open);
        boolean doubtful = judge(open, first < largestStep);
        double[] others = {OTHER_LADDER * largestStep, nearest()};
        for (double other : others) {
            if (doubtful && other > 0) {
                raiseNoise(open);
                top = Math.max(top, descend(other, open));
                doubtful = judge(open, false);
            }
        }
        if (doubtful) {
            excuseRounding(open);
            judge(open, false);
            excuseKinks(open);
        }
        return this;
    }

    /** One look, whose disagreements stand unconfirmed: for where there is a confirmed one already. */
    DirectionCheck glance(double suggestedStep) {
        boolean[] open = start();
        top = descend(suggestedStep > 0 ? Math.min(suggestedStep, largestStep) : largestStep, open);
        judge(open, false);
        return this;
    }

    private boolean[] start() {
        boolean[] open = new boolean[count];
        Arrays.fill(open, true);
        Arrays.fill(error, Double.POSITIVE_INFINITY);
        Arrays.fill(numeric, Double.NaN);
        return open;
    }

    /** How many error bars the two are apart, at most. */
    double disagreement() {
        double most = 0;
        for (int k = 0; k < count; k++) {
            double bars = Math.abs(analytic[k] - numeric[k]) / error[k];
            most = bars > most ? bars : most;
        }
        return most;
    }

    private void raiseNoise(boolean[] open) {
        for (int k = 0; k < count; k++) {
            if (open[k]) {
                noise.raise(k, largestStep);
                double more = ERROR_BARS * 2 * noise.of(k) / step[k];
                error[k] = more > error[k] ? more : error[k];
                agrees[k] = Math.abs(analytic[k] - numeric[k]) <= error[k];
            }
        }
    }

    private double nearest() {
        double smallest = direction.smallest(f.point());
        double step = OTHER_LADDER * (smallest > 0 ? smallest / 2 : largestStep / 64);
        return step < largestStep ? step : OTHER_LADDER * largestStep / 64;
    }

    private double descend(double firstStep, boolean[] open) {
        Ladder ladder = new Ladder(f, channels, direction, analytic, noise, side);
        boolean inside = ladder.descend(firstStep, open);
        if (!inside && side == 0) {
            int way = onlyOpenSide();
            if (way != 0) {
                ladder = new Ladder(f, channels, direction, analytic, noise, way);
                ladder.descend(firstStep, open);
            }
        }
        for (int k = 0; k < count; k++) {
            if (open[k]) {
                take(k, ladder);
            }
        }
        return ladder.top(open);
    }

    private int onlyOpenSide() {
        double smallest = direction.smallest(f.point());
        double h = smallest > 0 && smallest < Double.POSITIVE_INFINITY ? ONE_SIDED * smallest : 0x1p-60 * scale;
        h = Math.max(h, 4 * direction.type().epsilon() * direction.largest(f.point()));
        boolean right = Ladder.isOpen(f, direction, h);
        boolean left = Ladder.isOpen(f, direction, -h);
        return right == left ? 0 : right ? 1 : -1;
    }

    private void take(int k, Ladder ladder) {
        Tableau tableau = ladder.tableau(k);
        steepest[k] = Math.max(steepest[k], ladder.steepest(k));
        size[k] = Math.max(size[k], ladder.largest(k));
        if (!(tableau.error() < Double.POSITIVE_INFINITY)) {
            return;
        }
        flat[k] = tableau.isFlat();
        double bar = ERROR_BARS * tableau.error() + ULPS * epsilon() * Math.abs(analytic[k]);
        if (flat[k] && Math.abs(analytic[k]) > bar) {
            bar += ULPS * noise.epsilon(k) * hiddenSize(k) / tableau.step();
        }
        boolean fits = Math.abs(analytic[k] - tableau.value()) <= bar;
        double apart = Math.abs(tableau.value() - numeric[k]);
        boolean consistent = Double.isNaN(numeric[k]) || apart <= bar + error[k];
        spread[k] = consistent ? spread[k] : Math.max(spread[k], apart);
        boolean faint = Math.abs(analytic[k] - (fits ? numeric[k] : tableau.value())) <= FAINT * hidden(k);
        double blunter = faint ? BLUNTER_FAINT : BLUNTER;
        boolean better = bar < error[k];
        if (fits != agrees[k]) {
            better = fits ? !consistent || bar < blunter * error[k] : consistent && blunter * bar < error[k];
        }
        if (better || Double.isNaN(numeric[k])) {
            numeric[k] = tableau.value();
            step[k] = tableau.step();
            error[k] = bar;
            agrees[k] = fits;
        }
    }

    /** How large the terms may be that a small output is the difference of. */
    private double hiddenSize(int k) {
        double usual = Math.max(1, channels.size(k, f.value()));
        return flat[k] ? usual : Math.min(usual, HIDDEN_SIZE * size[k]);
    }

    /** What small differences may hide: the rounding of terms of size 1, of the function or of the derivation. */
    private double hidden(int k) {
        return HIDDEN_ULPS
                * noise.epsilon(k)
                * Math.max(
                        hiddenSize(k) / Math.min(scale, flat[k] ? step[k] : Math.max(1, step[k])),
                        Math.min(1, largestDerivative));
    }

    private double epsilon() {
        return Math.max(direction.type().epsilon(), channels.outputEpsilon());
    }

    /** Closes the channels that are done. Returns whether any is in doubt. */
    private boolean judge(boolean[] open, boolean mayBeSharper) {
        boolean doubtful = false;
        for (int k = 0; k < count; k++) {
            if (open[k]) {
                verdict[k] = judge(k);
                boolean sharp = !mayBeSharper
                        || error[k] <= Math.max(SHARP, SHARP_ULPS * epsilon()) * Math.abs(analytic[k])
                        || analytic[k] == 0;
                open[k] = verdict[k] != Verdict.PASS || !sharp;
                doubtful |= open[k];
            }
        }
        return doubtful;
    }

    private Verdict judge(int k) {
        double bar = error(k);
        double apart = Math.abs(analytic[k] - numeric[k]);
        if (apart <= bar) {
            return isResolved(k, bar) ? Verdict.PASS : Verdict.INCONCLUSIVE;
        }
        return error[k] < Double.POSITIVE_INFINITY && !(apart <= 2 * spread[k]) ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /** Whether an error bar is small beside the derivative, or beside what derivatives are around here. */
    private boolean isResolved(int k, double bar) {
        double relative = Math.max(RELATIVE_RESOLUTION, RELATIVE_ROOTS * Math.sqrt(noise.epsilon(k)));
        return bar <= relative * Math.abs(analytic[k]) || bar <= negligible(k);
    }

    private double negligible(int k) {
        double smallest = epsilon() > 0x1p-40 ? Float.MIN_VALUE : Double.MIN_VALUE;
        double absolute =
                Math.max(ABSOLUTE_RESOLUTION, ABSOLUTE_ROOTS * Math.sqrt(Math.max(epsilon(), noise.epsilon(k))));
        return absolute * around(k) + 0x1p16 * smallest;
    }

    /**
     * What may excuse a small disagreement: a small output may be the difference of terms of size 1, whose rounding it does not
     * show, and the derivation rounds too, which is measured as the function's noise is.
     */
    private void excuseRounding(boolean[] open) {
        int measured = 0;
        for (int k = 0; k < count; k++) {
            double apart = Math.abs(analytic[k] - numeric[k]);
            if (open[k] && apart > error[k]) {
                excuse[k] = hidden(k);
                if (apart > error(k)
                        && apart <= Math.max(SLIGHT, SLIGHT_ROOTS * Math.sqrt(epsilon())) * around(k)
                        && measured < MOST_GRADIENT_NOISES) {
                    excuse[k] += derivation.of(k, direction, largestStep);
                    measured++;
                }
            }
        }
    }

    /** How steep the channel is around the point, or might be. */
    private double around(int k) {
        double secant = Math.max(steepest[k], channels.size(k, f.value()) / scale);
        return Math.max(secant, largestDerivative);
    }

    private void excuseKinks(boolean[] open) {
        Kink kink = new Kink(f, channels, direction, noise);
        for (int k = 0; k < count; k++) {
            if (open[k] && verdict[k] != Verdict.PASS && side == 0) {
                double tolerance = error[k] < Double.POSITIVE_INFINITY ? ULPS * epsilon() * Math.abs(analytic[k]) : 0;
                verdict[k] = kink.explains(k, analytic[k], largestStep, tolerance) ? Verdict.KINK : verdict[k];
            }
        }
    }
}
