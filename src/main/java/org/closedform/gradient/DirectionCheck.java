package org.closedform.gradient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.CloserLook;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.Estimate;
import org.closedform.gradient.measurement.FirstSteps;
import org.closedform.gradient.measurement.GradientNoise;
import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;

/** All channels along one direction: as derived, as measured, and whether they agree. */
final class DirectionCheck {
    /** At this many times the last step that shows a disagreement, error bars are well below it. */
    private static final double WELL_ABOVE = 64;
    /** Measuring the rounding of a derivation takes a hundred evaluations; there are more important things to do with them. */
    private static final int MOST_GRADIENT_NOISES = 64;

    private final Path path;
    private final GradientNoise derivation;
    private final Estimate[] estimates;
    private final Judgement[] judgements;
    private final boolean[] open;
    private final Noise noise;
    private final FirstSteps steps;
    private double top;
    private boolean values;

    /** Of a path within a domain; a derivative may be nothing beside the largest of the same part of the input. */
    DirectionCheck(Path path, Domain domain, double largestDerivative, GradientNoise derivation) {
        this.path = path;
        this.derivation = derivation;
        this.steps = new FirstSteps(path, domain);
        this.noise = new Noise(path, steps.largest());
        this.estimates = new Estimate[path.channels().count()];
        Arrays.setAll(estimates, k -> new Estimate(path, noise, k, largestDerivative));
        this.judgements = new Judgement[estimates.length];
        Arrays.setAll(judgements, k -> Judgement.of(estimates[k].measured()));
        this.open = new boolean[estimates.length];
        Arrays.fill(open, true);
    }

    Judgement of(int channel) {
        return judgements[channel];
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
        double first = suggestedStep > 0 ? Math.min(suggestedStep, steps.largest()) : steps.largest();
        descend(first);
        boolean doubtful = close(first == steps.largest());
        Kink kink = new Kink(path, noise);
        if (doubtful && steps.side() == 0) {
            acceptPlainCorners(kink);
            doubtful = close(first == steps.largest());
        }
        if (doubtful) {
            descend(steps.other());
            close(true);
            descend(WELL_ABOVE * lastToShow());
            close(true);
            searchNoise();
            doubtFailures();
            excuse(kink);
        }
        return this;
    }

    /** From all other first steps, with the noise measured, unless measurements have settled it. */
    private void searchNoise() {
        List<DoubleSupplier> firstSteps =
                List.of(steps::other, steps::ofSmallCoordinates, steps::ofOne, steps::nearest, this::lastToShow);
        for (DoubleSupplier firstStep : firstSteps) {
            double step = firstStep.getAsDouble();
            if (isUnsettled() && step > 0) {
                forOpen(k -> estimates[k].raiseNoise(steps.largest()));
                descend(step);
                close(true);
            }
        }
    }

    /** Whether what fails stands still, as it should by a derivation that saturates too, or has another slope closer by. */
    private void doubtFailures() {
        CloserLook look = new CloserLook(path);
        forOpen(k -> {
            if (judgements[k].verdict() == Verdict.FAIL) {
                estimates[k].lookCloser(look);
                if (estimates[k].isStill()) {
                    estimates[k].expect(derivation.movement(k, path.direction(), steps.largest()));
                }
                judgements[k] = Judgement.of(estimates[k].measured());
            }
        });
    }

    private boolean isUnsettled() {
        return IntStream.range(0, open.length).anyMatch(k -> open[k] && !judgements[k].isSettled());
    }

    /** One look, whose disagreements stand unconfirmed: for where there is a confirmed one already. */
    DirectionCheck glance(double suggestedStep) {
        descend(suggestedStep > 0 ? Math.min(suggestedStep, steps.largest()) : steps.largest());
        return this;
    }

    /** How many error bars the two are apart, at most. */
    double disagreement() {
        double most = 0;
        for (Judgement judgement : judgements) {
            double bars = judgement.apart() / judgement.error();
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
        return Arrays.stream(judgements).anyMatch(Judgement::isTold);
    }

    /** The largest derivative, in size, that passes though 0 would pass too. */
    double faintSlope() {
        int faintest = faintest();
        return faintest < 0 ? 0 : Math.abs(judgements[faintest].analytic());
    }

    /** Whether that is more than the rounding of a derivative that is 0. */
    boolean isFaintSlopeMeant() {
        return faintSlope() > derivation.of(faintest(), path.direction(), steps.largest());
    }

    private int faintest() {
        return IntStream.range(0, judgements.length)
                .filter(k -> judgements[k].isFaint())
                .boxed()
                .max(Comparator.comparingDouble(k -> Math.abs(judgements[k].analytic())))
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

    private double lastToShow() {
        double last = 0;
        for (int k = 0; k < open.length; k++) {
            last = Math.max(last, open[k] ? estimates[k].lastStepToShow() : 0);
        }
        return steps.last(last);
    }

    private void descend(double firstStep) {
        if (!(firstStep > 0)) {
            return;
        }
        Ladder ladder = new Ladder(path, noise, steps.side());
        boolean inside = ladder.descend(firstStep, open);
        int way = inside || steps.side() != 0 ? 0 : steps.onlyOpenSide();
        if (way != 0) {
            ladder = new Ladder(path, noise, way);
            ladder.descend(firstStep, open);
        }
        Ladder last = ladder;
        forOpen(k -> {
            estimates[k].take(last);
            judgements[k] = Judgement.of(estimates[k].measured());
        });
        values |= last.hasValues();
        top = Math.max(top, last.top(open));
    }

    /** Closes the channels at a corner, and those that pass, and are sharp or could not be sharper. Returns whether any is in doubt. */
    private boolean close(boolean couldNotBeSharper) {
        boolean doubtful = false;
        for (int k = 0; k < open.length; k++) {
            Verdict verdict = judgements[k].verdict();
            boolean passes = verdict == Verdict.PASS && (couldNotBeSharper || judgements[k].isSharp());
            open[k] &= !passes && verdict != Verdict.KINK;
            doubtful |= open[k];
        }
        return doubtful;
    }

    private void acceptPlainCorners(Kink kink) {
        forOpen(k -> {
            if (Double.isNaN(judgements[k].numeric())) {
                judgements[k] =
                        corner(kink, k).map(judgements[k]::atPlainCorner).orElse(judgements[k]);
            }
        });
    }

    private Optional<Kink.Slopes> corner(Kink kink, int channel) {
        return Optional.ofNullable(kink.slopes(channel, steps.largest()));
    }

    private void excuse(Kink kink) {
        int[] measured = {0};
        forOpen(k -> {
            Judgement excused = judgements[k].excusedByHiddenRounding();
            if (excused.isSlightlyOff() && measured[0]++ < MOST_GRADIENT_NOISES) {
                excused = excused.excusedBy(derivation.of(k, path.direction(), steps.largest()));
            }
            judgements[k] = excused;
        });
        close(true);
        if (steps.side() == 0) {
            forOpen(k -> {
                if (!judgements[k].isSettled()) {
                    judgements[k] = corner(kink, k).map(judgements[k]::at).orElse(judgements[k]);
                }
            });
        }
    }
}
