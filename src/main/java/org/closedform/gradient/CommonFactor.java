package org.closedform.gradient;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.FlatOperator;

/**
 * Looks for one factor in all derivatives of a part, although each alone agrees within its error bar. An error bar covers the worst
 * case of rounding. The mean over many differences at nearby points is far sharper. That takes time, so it is done only where the
 * derivatives so far are all off to the same side.
 */
final class CommonFactor {
    /** The derivatives have to be off by this many error bars together. Right ones are off by much less. */
    private static final double SUGGESTIVE = 0x1p-5;
    /** A factor this near 1 shows in each alone, or nowhere. */
    private static final double LEAST = 1e-9;
    /** The same in ε: so much may be in the last bits of a constant, or of a function in the forward. */
    private static final double LEAST_ULPS = 64;
    /** A factor further from 1 shows in each alone, where anything does. */
    private static final double MOST = 0.05;

    private static final int FEWEST_POINTS = 8;
    private static final int MOST_POINTS = 32;
    /** In standard errors: when more points are worth it, when they are enough, and how much fresh ones have to show. */
    private static final double PROMISING = 3;

    private static final double ENOUGH = 8;
    private static final double CONFIRMED = 6;
    /** How many standard errors two measurements of the same may be apart. */
    private static final double APART = 4;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final InputPart part;
    private final Settings settings;
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Double> steps = new ArrayList<>();
    private final List<Pooled> known = new ArrayList<>();

    CommonFactor(FlatOperator<?, ?> f, Channels channels, InputPart part, Settings settings) {
        this.f = f;
        this.channels = channels;
        this.part = part;
        this.settings = settings;
    }

    /** Takes in what is known of a coordinate, unless it has a corner there. */
    void add(int offset, DirectionCheck check) {
        boolean smooth = check.top() > 0;
        for (int k = 0; k < channels.count(); k++) {
            Judgement judgement = check.of(k);
            smooth &= judgement.verdict() != Verdict.KINK && !Double.isNaN(judgement.numeric());
            double bar = judgement.error() / Math.abs(judgement.analytic());
            if (bar > 0 && bar < Double.POSITIVE_INFINITY && judgement.verdict() != Verdict.KINK) {
                known.add(new Pooled(1 - judgement.numeric() / judgement.analytic(), bar));
            }
        }
        if (smooth) {
            offsets.add(offset);
            steps.add(check.top());
        }
    }

    /** What is wrong, if a factor is. */
    Optional<Diagnosis> diagnosis() {
        if (offsets.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        Pooled guess = Pooled.of(known);
        return guess.significance() > SUGGESTIVE && isFactor(guess.mean())
                ? excess().filter(excess -> Math.abs(excess.mean() - guess.mean()) < Math.abs(excess.mean()) / 2)
                        .map(this::diagnosis)
                : Optional.empty();
    }

    private boolean isFactor(double excess) {
        double epsilon = part.tensor().elementType().epsilon();
        for (int k = 0; k < channels.count(); k++) {
            epsilon = Math.max(epsilon, channels.epsilon(k));
        }
        return Math.abs(excess) > Math.max(LEAST, LEAST_ULPS * epsilon) && Math.abs(excess) < MOST;
    }

    /** By what part of themselves derivatives are too large, if that is beyond doubt, and fresh measurements show it too. */
    private Optional<Pooled> excess() {
        Neighbourhood neighbourhood = new Neighbourhood(
                f,
                channels,
                part,
                settings.domain(),
                offsets.stream().mapToInt(i -> i).toArray(),
                steps.stream().mapToDouble(step -> step).toArray(),
                new SplittableRandom(settings.seed()));
        List<Pooled> found = new ArrayList<>();
        double significance = PROMISING;
        for (int points = FEWEST_POINTS; points <= MOST_POINTS && significance >= PROMISING; points *= 2) {
            found.addAll(neighbourhood.excesses(points - found.size()));
            if (found.size() < points) {
                return Optional.empty();
            }
            Pooled excess = Pooled.of(found);
            significance = excess.significance();
            if (significance > ENOUGH) {
                return Optional.of(excess).filter(first -> isConfirmed(first, neighbourhood.excesses(found.size())));
            }
        }
        return Optional.empty();
    }

    private boolean isConfirmed(Pooled first, List<Pooled> measurements) {
        if (!isFactor(first.mean()) || measurements.size() < FEWEST_POINTS) {
            return false;
        }
        Pooled again = Pooled.of(measurements);
        return again.significance() > CONFIRMED
                && Math.abs(again.mean() - first.mean()) < APART * (again.error() + first.error());
    }

    private Diagnosis diagnosis(Pooled excess) {
        double factor = 1 / (1 - excess.mean());
        String rounded = rounded(factor, excess.error());
        String where = known.size() == 1 ? "at the only entry" : "over all " + known.size() + " entries together";
        return new Diagnosis(
                "constant factor",
                "gradient = " + rounded + " × numeric " + where,
                String.format(
                        Locale.ROOT,
                        "within each error bar, but many differences around have %s ± %.0e: a factor lost, or there twice?",
                        rounded,
                        excess.error()));
    }

    /** As many digits as are known for sure. */
    private static String rounded(double factor, double error) {
        int digits = (int) Math.floor(-StrictMath.log10(error));
        return new BigDecimal(factor)
                .setScale(Math.max(0, digits), RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
