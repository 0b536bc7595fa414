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

/** What the checks of one part of the input have in common: its directions, and how comparisons become a report. */
final class PartCheck {
    /** Two derivations may be apart by that many times what one was seen to be off. */
    private static final double MODE_BARS = 4;
    /** Roundings of terms that may cancel in a derivation. */
    private static final double HIDDEN_ULPS = 8;

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
        this.domain = settings.simplexAxis().isPresent()
                ? new Domain(
                        Math.max(0, settings.domain().lower()),
                        settings.domain().upper())
                : settings.domain();
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

    /** Says how many derivatives of all there are to do are done. */
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
    double[] largestDerivatives() {
        double[] largest = new double[channels.count()];
        for (int k = 0; k < largest.length; k++) {
            for (int i = part.from(); i < part.from() + part.size(); i++) {
                largest[k] = Math.max(largest[k], Math.abs(channels.row(k)[i]));
            }
        }
        return largest;
    }

    /** Forward and backward mode along a direction. */
    Modes modes(Direction direction, double[] largest) {
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
     * How far apart the two derivations may be by their rounding: as they do when the input moves by ulps, or along the direction, and
     * what may be hidden in the terms that they are made of.
     */
    double rounding(PartCheck forward, Direction direction, Modes modes) {
        Path path = new Path(f, channels, direction, size);
        int channel = modes.worst();
        double step = path.scale();
        double hidden = path.epsilon(channel) * path.terms(channel); // 1 − y, where y has saturated, is as coarse as y
        return MODE_BARS
                * (modes.slack()
                        + derivation.of(channel, direction, step)
                        + forward.derivation.of(channel, direction, step)
                        + HIDDEN_ULPS * hidden);
    }

    /** The same check of what the pushforward says of some coordinates. */
    PartCheck byPushforward(int[] offsets) {
        int[] coordinates = Arrays.stream(offsets).map(i -> part.from() + i).toArray();
        FlatOperator<?, ?> forward = f.byPushforward(coordinates);
        RandomGenerator random = new SplittableRandom(settings.seed());
        Channels ofForward = new Channels(forward, random);
        return new PartCheck(forward, ofForward, part, settings, new GradientNoise(forward, ofForward, random), false);
    }

    /** Of all outputs the one that agrees least. */
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

    /** What is a corner, or cannot be told, speaks neither for a cause nor against it. */
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
     * Looks for a factor that no derivative shows alone. On a simplex, coordinates do not move by themselves. A gradient as function
     * has roundings that are the same at all points around, as much as those of a factor; and of a pushforward the backward tells.
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
