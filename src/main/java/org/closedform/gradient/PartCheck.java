package org.closedform.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.closedform.gradient.diagnosis.EvidenceBuilder;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.GradientNoise;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.gradient.measurement.Path;

/** Makes the directions through one part of the input, and turns comparisons into its report. */
final class PartCheck {
    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final InputPart part;
    private final Settings settings;
    private final GradientNoise derivation;
    private final Domain domain;
    private final double size;
    private final double largestDerivative;
    private final OutputNames names;
    private final boolean pools;

    PartCheck(FlatOperator<?, ?> f, Channels channels, InputPart part, Settings settings, GradientNoise derivation) {
        this(f, channels, part, settings, derivation, settings.order() == 1);
    }

    private PartCheck(
            FlatOperator<?, ?> f,
            Channels channels,
            InputPart part,
            Settings settings,
            GradientNoise derivation,
            boolean pools) {
        this.pools = pools;
        this.f = f;
        this.channels = channels;
        this.part = part;
        this.settings = settings;
        this.derivation = derivation;
        this.domain = settings.bounds();
        this.size = part.meanSize();
        this.largestDerivative = Arrays.stream(largestDerivatives()).max().orElse(0);
        this.names = new OutputNames(f.outputs(), channels.isEntrywise());
    }

    InputPart part() {
        return part;
    }

    int channels() {
        return channels.count();
    }

    ModeComparison modes() {
        return new ModeComparison(f, channels, largestDerivatives(), size, names);
    }

    /** How far the derivation of an output is off by its rounding, as it shows when the input moves along a direction. */
    double roughness(int channel, Direction direction, double step) {
        return derivation.of(channel, direction, step);
    }

    /** Tells the listener how many derivatives are done. */
    void report(int done, int total) {
        settings.listener().accept(new Progress(part.name(), done, total, f.evaluations()));
    }

    DirectionCheck check(Direction direction) {
        return new DirectionCheck(new Path(f, channels, direction, size), domain, largestDerivative, derivation);
    }

    Direction coordinate(int i) {
        Direction alone = Direction.coordinate(part.name(), part.tensor(), part.from(), i);
        return settings.simplexAxis().isPresent()
                ? alone.towardsCorner(
                        part.tensor(), part.from(), i, settings.simplexAxis().getAsInt())
                : alone;
    }

    /** The largest derivative of each channel, in size. */
    private double[] largestDerivatives() {
        double[] largest = new double[channels.count()];
        for (int k = 0; k < largest.length; k++) {
            for (int i = part.from(); i < part.from() + part.size(); i++) {
                largest[k] = Math.max(largest[k], Math.abs(channels.row(k)[i]));
            }
        }
        return largest;
    }

    /** The same check, with the pushforward in the place of the backward at some coordinates. */
    PartCheck byPushforward(int[] offsets) {
        int[] coordinates = Arrays.stream(offsets).map(i -> part.from() + i).toArray();
        FlatOperator<?, ?> forward = f.byPushforward(coordinates);
        RandomGenerator random = new SplittableRandom(settings.seed());
        Channels ofForward = new Channels(forward, random);
        return new PartCheck(forward, ofForward, part, settings, new GradientNoise(forward, ofForward, random), false);
    }

    /** The comparison of the output that agrees least. */
    Comparison worst(DirectionCheck check, String name) {
        if (channels.count() == 0) {
            return new Comparison(name, "", 0, 0, 0, Verdict.PASS);
        }
        int worst = 0;
        for (int k = 1; k < channels.count(); k++) {
            int order = check.of(k).verdict().compareTo(check.of(worst).verdict());
            worst = order > 0 || order == 0 && weight(check.of(k)) > weight(check.of(worst)) ? k : worst;
        }
        return comparison(check.of(worst), name, worst, check.of(worst).verdict());
    }

    private static double weight(Judgement judgement) {
        return judgement.verdict() == Verdict.PASS ? judgement.apart() / judgement.error() : judgement.apart();
    }

    Comparison comparison(Judgement a, String name, int channel, Verdict verdict) {
        return new Comparison(name, names.of(channel), a.analytic(), a.numeric(), a.error(), verdict);
    }

    EvidenceBuilder evidence() {
        double[][] gradients = new double[channels.count()][];
        Arrays.setAll(gradients, channels::row);
        return new EvidenceBuilder(part.name(), f.inputs(), f.outputs()).others(gradients, channels::changes);
    }

    void add(EvidenceBuilder evidence, int offset, DirectionCheck check) {
        double[] analytic = new double[channels.count()];
        double[] numeric = new double[channels.count()];
        double[] error = new double[channels.count()];
        for (int k = 0; k < analytic.length; k++) {
            analytic[k] = check.of(k).analytic();
            numeric[k] = check.of(k).numeric();
            error[k] = isEvidence(check.of(k)) ? check.of(k).error() : Double.NaN;
        }
        evidence.column(offset, analytic, numeric, error);
    }

    /** Derivatives at a corner, or that cannot be told, are no evidence for a cause or against it. */
    private static boolean isEvidence(Judgement judgement) {
        return judgement.verdict() == Verdict.PASS || judgement.verdict() == Verdict.FAIL;
    }

    /** The causes of failures, if there are any; otherwise why it cannot be told, if it cannot. */
    PartReport diagnosed(List<Comparison> comparisons, EvidenceBuilder evidence, boolean values) {
        boolean failed = comparisons.stream().anyMatch(c -> c.verdict() == Verdict.FAIL);
        return failed
                ? PartReport.of(part.name(), comparisons, evidence.build().explainedBy(settings.hypotheses()))
                : undiagnosed(comparisons, values);
    }

    PartReport undiagnosed(List<Comparison> comparisons, boolean values) {
        return PartReport.of(part.name(), comparisons, Unresolved.of(comparisons, values));
    }

    /**
     * Looks for a factor that no derivative shows alone. Not on a simplex, where coordinates do not move by themselves; not for a second
     * derivative, since a gradient may be rounded alike at all nearby points, as if by a factor; and not for a pushforward, which the
     * backward tells more about.
     */
    PartReport pooled(PartReport report, CommonFactor factor) {
        return settings.simplexAxis().isPresent() || !pools || report.verdict() == Verdict.FAIL
                ? report
                : factor.diagnosis()
                        .map(wrong -> new PartReport(part.name(), report.comparisons(), Verdict.FAIL, List.of(wrong)))
                        .orElse(report);
    }

    CommonFactor commonFactor() {
        return new CommonFactor(f, channels, part, settings);
    }
}
