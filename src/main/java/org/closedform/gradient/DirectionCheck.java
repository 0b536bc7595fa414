package org.closedform.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.GradientNoise;
import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;

/** All channels along one direction: as derived, as measured, and whether they agree. */
final class DirectionCheck {
    /** The golden section and √½: steps that no period, no stair and no other ladder is a multiple of. */
    private static final double IRREGULAR = 0.6180339887498949;

    private static final double OTHER_LADDER = 0.7071067811865476;
    private static final double CLOSER = 64;
    private static final double ONE_SIDED = 0x1p-20;
    private static final double CLOSEST = 0x1p-60;
    private static final int MOST_GRADIENT_NOISES = 64;

    private final Path path;
    private final GradientNoise derivation;
    private final Agreement[] agreements;
    private final boolean[] open;
    private final Noise noise;
    private final int side;
    private final double largestStep;
    private double top;
    private boolean values;

    /** Of a path within a domain; a derivative may be nothing beside the largest of the same part of the input. */
    DirectionCheck(Path path, Domain domain, double largestDerivative, GradientNoise derivation) {
        this.path = path;
        this.derivation = derivation;
        double widest = 4 * path.scale();
        double right = Math.min(widest, domain.reach(path.f().point(), path.direction(), 1));
        double left = Math.min(widest, domain.reach(path.f().point(), path.direction(), -1));
        this.side = left < ONE_SIDED * right ? 1 : right < ONE_SIDED * left ? -1 : 0;
        double reach = side == 0 ? Math.min(right, left) : Math.max(right, left);
        this.largestStep = IRREGULAR * Math.min(reach, Double.MAX_VALUE); // no step is infinite
        this.noise = new Noise(path, largestStep);
        this.agreements = new Agreement[path.channels().count()];
        Arrays.setAll(agreements, k -> new Agreement(path, noise, k, largestDerivative));
        this.open = new boolean[agreements.length];
        Arrays.fill(open, true);
    }

    Agreement of(int channel) {
        return agreements[channel];
    }

    /** With which step the neighbour had better begin. */
    double top() {
        return top;
    }

    /**
     * Checks all channels, from a step that served a neighbour well (or 0). A disagreement has to show from other first steps as
     * well: the largest, the size of small coordinates around, the size of 1 where all are much larger, one closer than a pole
     * at 0, and the last at which rounding lets it show.
     */
    DirectionCheck run(double suggestedStep) {
        double first = suggestedStep > 0 ? Math.min(suggestedStep, largestStep) : largestStep;
        descend(first);
        boolean doubtful = close(first == largestStep);
        Kink kink = new Kink(path, noise);
        if (doubtful && side == 0) {
            forOpen(k -> agreements[k].acceptCorner(kink, largestStep));
            doubtful = close(first == largestStep);
        }
        double[] others = {OTHER_LADDER * largestStep, ofSmallCoordinates(), ofOne(), nearest(), Double.NaN};
        for (double other : others) {
            double step = Double.isNaN(other) ? lastToShow() : other;
            if (doubtful && step > 0) {
                forOpen(k -> agreements[k].raiseNoise(largestStep));
                descend(step);
                doubtful = close(true);
            }
        }
        if (doubtful) {
            excuse(kink);
        }
        return this;
    }

    /** One look, whose disagreements stand unconfirmed: for where there is a confirmed one already. */
    DirectionCheck glance(double suggestedStep) {
        descend(suggestedStep > 0 ? Math.min(suggestedStep, largestStep) : largestStep);
        return this;
    }

    /** How many error bars the two are apart, at most. */
    double disagreement() {
        double most = 0;
        for (Agreement agreement : agreements) {
            double bars = agreement.apart() / agreement.error();
            most = bars > most ? bars : most;
        }
        return most;
    }

    /** Whether the function has any finite values around the point. */
    boolean hasValues() {
        return values;
    }

    /** Whether a channel's derivative is known to be about what was derived, and not 0. */
    boolean tells() {
        return Arrays.stream(agreements).anyMatch(Agreement::isTold);
    }

    /** The largest derivative, in size, that passes though 0 would pass too. */
    double faintSlope() {
        int faintest = faintest();
        return faintest < 0 ? 0 : Math.abs(agreements[faintest].analytic());
    }

    /** Whether that is more than the rounding of a derivative that is 0. */
    boolean isFaintSlopeMeant() {
        return faintSlope() > derivation.of(faintest(), path.direction(), largestStep);
    }

    private int faintest() {
        return IntStream.range(0, agreements.length)
                .filter(k -> agreements[k].isFaint())
                .boxed()
                .max(Comparator.comparingDouble(k -> Math.abs(agreements[k].analytic())))
                .orElse(-1);
    }

    private interface Action {
        void on(int channel);
    }

    private void forOpen(Action action) {
        for (int k = 0; k < open.length; k++) {
            if (open[k]) {
                action.on(k);
            }
        }
    }

    private double ofSmallCoordinates() {
        double step = OTHER_LADDER * path.size();
        return CLOSER * step < largestStep ? step : 0;
    }

    private double ofOne() {
        return CLOSER < largestStep ? 4 * OTHER_LADDER : 0;
    }

    private double nearest() {
        double step = OTHER_LADDER * path.smallest() / 2;
        return step > 0 && step < largestStep ? step : OTHER_LADDER * largestStep / CLOSER;
    }

    private double lastToShow() {
        double last = 0;
        for (int k = 0; k < open.length; k++) {
            last = Math.max(last, open[k] ? agreements[k].lastStepToShow() : 0);
        }
        return last < largestStep / CLOSER ? OTHER_LADDER * last : 0;
    }

    private void descend(double firstStep) {
        Ladder ladder = new Ladder(path, noise, side);
        boolean inside = ladder.descend(firstStep, open);
        int way = inside || side != 0 ? 0 : onlyOpenSide();
        if (way != 0) {
            ladder = new Ladder(path, noise, way);
            ladder.descend(firstStep, open);
        }
        Ladder last = ladder;
        forOpen(k -> agreements[k].take(last));
        values |= last.hasValues();
        top = Math.max(top, last.top(open));
    }

    private int onlyOpenSide() {
        double smallest = path.smallest();
        double h = smallest > 0 && smallest < Double.POSITIVE_INFINITY ? ONE_SIDED * smallest : CLOSEST * path.scale();
        h = Math.max(h, 4 * path.direction().type().epsilon() * path.largest());
        boolean right = path.isOpen(h);
        boolean left = path.isOpen(-h);
        return right == left ? 0 : right ? 1 : -1;
    }

    /** Closes the channels at a corner, and those that pass, and are sharp or could not be sharper. Returns whether any is in doubt. */
    private boolean close(boolean couldNotBeSharper) {
        boolean doubtful = false;
        for (int k = 0; k < open.length; k++) {
            Verdict verdict = agreements[k].verdict();
            boolean passes = verdict == Verdict.PASS && (couldNotBeSharper || agreements[k].isSharp());
            open[k] &= !passes && verdict != Verdict.KINK;
            doubtful |= open[k];
        }
        return doubtful;
    }

    private void excuse(Kink kink) {
        int[] measured = {0};
        forOpen(k -> {
            if (measured[0] < MOST_GRADIENT_NOISES) {
                boolean now = agreements[k].excuseRounding(() -> derivation.of(k, path.direction(), largestStep));
                measured[0] += now ? 1 : 0;
            }
        });
        close(true);
        forOpen(k -> {
            if (side == 0) {
                agreements[k].judgeBy(kink, largestStep);
            }
        });
    }
}
