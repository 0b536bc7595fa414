package org.closedform.gradient;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.closedform.gradient.measurement.CloserLook;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FirstSteps;
import org.closedform.gradient.measurement.GradientNoise;
import org.closedform.gradient.measurement.Kink;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;
import org.closedform.gradient.measurement.WiderLook;

/** All channels along one direction: as derived, as measured, and whether they agree. */
final class DirectionCheck {
    /** At this many times the last step that shows a disagreement, error bars are well below it. */
    private static final double WELL_ABOVE = 64;
    /** Of how many channels the rounding of the derivation is measured at most: each takes a hundred evaluations. */
    private static final int MOST_GRADIENT_NOISES = 64;

    private final Path path;
    private final GradientNoise derivation;
    private final ChannelJudgements judgements;
    private final Noise noise;
    private final FirstSteps steps;
    private double top;
    private boolean values;

    /** Along a path within a domain. The largest derivative of the part says what counts as 0 beside it. */
    DirectionCheck(Path path, Domain domain, double largestDerivative, GradientNoise derivation) {
        this.path = path;
        this.derivation = derivation;
        this.steps = new FirstSteps(path, domain);
        this.noise = new Noise(path, steps.largest());
        this.judgements = new ChannelJudgements(path, noise, largestDerivative);
    }

    Judgement of(int channel) {
        return judgements.of(channel);
    }

    /** The first step to try for the next coordinate. */
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
        boolean doubtful = judgements.close(first == steps.largest());
        Kink kink = new Kink(path, noise);
        if (doubtful && steps.side() == 0) {
            acceptPlainCorners(kink);
            doubtful = judgements.close(first == steps.largest());
        }
        if (doubtful) {
            descend(steps.other());
            judgements.close(true);
            descend(WELL_ABOVE * lastToShow());
            judgements.close(true);
            searchNoise();
            doubtFailures();
            excuse(kink);
        }
        return this;
    }

    /** Measures again from all other first steps, with the noise raised to what showed so far, until every channel is settled. */
    private void searchNoise() {
        List<DoubleSupplier> firstSteps =
                List.of(steps::other, steps::ofSmallCoordinates, steps::ofOne, steps::nearest, this::lastToShow);
        for (DoubleSupplier firstStep : firstSteps) {
            double step = firstStep.getAsDouble();
            if (judgements.isUnsettled() && step > 0) {
                judgements.forOpen(k -> judgements.estimate(k).raiseNoise(steps.largest()));
                descend(step);
                judgements.close(true);
            }
        }
    }

    /**
     * Takes another look at failures: a channel may stand still where the derivation saturates too, have another slope closer by, or run
     * in stairs of its last bits.
     */
    private void doubtFailures() {
        CloserLook closer = new CloserLook(path);
        WiderLook wider = new WiderLook(path, steps.side() == 0 ? steps.largest() : 0);
        judgements.forOpen(k -> {
            if (judgements.of(k).verdict() == Verdict.FAIL) {
                judgements.estimate(k).lookCloser(closer);
                judgements.estimate(k).lookWider(wider);
                if (judgements.estimate(k).isStill()) {
                    judgements.estimate(k).expect(derivation.movement(k, path.direction(), steps.largest()));
                }
                judgements.judgeAnew(k);
            }
        });
    }

    /** One measurement, unconfirmed: enough where another disagreement is confirmed already. */
    DirectionCheck glance(double suggestedStep) {
        descend(suggestedStep > 0 ? Math.min(suggestedStep, steps.largest()) : steps.largest());
        return this;
    }

    /** The largest disagreement, in error bars. */
    double disagreement() {
        return judgements.disagreement();
    }

    /** Whether the function has any finite values around the point. */
    boolean hasValues() {
        return values;
    }

    /** Whether differences confirm a channel's derivative roughly, and tell it from 0. */
    boolean tells() {
        return judgements.tells();
    }

    /** The largest derivative, in size, that passes but cannot be told from 0. */
    double faintSlope() {
        int faintest = judgements.faintest();
        return faintest < 0 ? 0 : Math.abs(of(faintest).analytic());
    }

    /** Whether it is larger than the rounding of a derivative that is 0. */
    boolean isFaintSlopeMeant() {
        return faintSlope() > derivation.of(judgements.faintest(), path.direction(), steps.largest());
    }

    private double lastToShow() {
        return steps.last(judgements.lastStepToShow());
    }

    private void descend(double firstStep) {
        if (!(firstStep > 0)) {
            return;
        }
        Ladder ladder = new Ladder(path, noise, steps.side());
        boolean inside = ladder.descend(firstStep, judgements.open());
        int way = inside || steps.side() != 0 ? 0 : steps.onlyOpenSide();
        if (way != 0) {
            ladder = new Ladder(path, noise, way);
            ladder.descend(firstStep, judgements.open());
        }
        judgements.take(ladder);
        values |= ladder.hasValues();
        top = Math.max(top, ladder.top(judgements.open()));
    }

    private void acceptPlainCorners(Kink kink) {
        judgements.forOpen(k -> {
            Judgement judgement = judgements.of(k);
            if (Double.isNaN(judgement.numeric())) {
                corner(kink, k).ifPresent(slopes -> judgements.replace(k, judgement.atPlainCorner(slopes)));
            }
        });
    }

    private Optional<Kink.Slopes> corner(Kink kink, int channel) {
        return Optional.ofNullable(kink.slopes(channel, steps.largest()));
    }

    private void excuse(Kink kink) {
        int[] measured = {0};
        judgements.forOpen(k -> {
            Judgement excused = judgements.of(k).excusedByHiddenRounding();
            boolean slight = excused.isSlightlyOff()
                    || excused.verdict() == Verdict.FAIL && excused.apart() <= derivation.ofUlps(k, path.direction());
            if (slight && measured[0]++ < MOST_GRADIENT_NOISES) {
                excused = excused.excusedBy(derivation.of(k, path.direction(), steps.largest()));
            }
            judgements.replace(k, excused);
        });
        judgements.close(true);
        if (steps.side() == 0) {
            judgements.forOpen(k -> {
                Judgement judgement = judgements.of(k);
                if (!judgement.isSettled()) {
                    corner(kink, k).ifPresent(slopes -> judgements.replace(k, judgement.at(slopes)));
                }
            });
        }
    }
}
