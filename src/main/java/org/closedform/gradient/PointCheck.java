package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.GradientNoise;

/** One check of a function at a point: first whether it can be compared at all, then each part of its input. */
final class PointCheck {
    private static final String DIFFERENCES = "finite differences";
    private static final int COORDINATES = 1000;
    /** How often the function is called again at the point, to see that it stays as it is. */
    private static final int REPEATS = 16;
    /** How often before a verdict: enough to see what is random in one call of twenty. */
    private static final int MANY_REPEATS = 64;

    private final FlatOperator<?, ?> f;
    private final Settings settings;
    private final SplittableRandom random;

    PointCheck(FlatOperator<?, ?> f, Settings settings) {
        this.f = f;
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
    }

    GradientReport report() {
        List<InputPart> parts = InputPart.of(f, settings);
        requireApplyLikeForward();
        double[] upstream = Channels.upstream(f.value().length, random);
        if (!isDeterministic(upstream, REPEATS)) {
            return report(nondeterministic(parts));
        }
        Channels channels = new Channels(f, random);
        Upstream linearity = new Upstream(f, upstream);
        GradientNoise derivation = new GradientNoise(f, channels, random);
        boolean[] whole = oneByOne(parts);
        List<PartReport> reports = new ArrayList<>();
        List<PartCheck> checks = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            PartCheck check = new PartCheck(f, channels, parts.get(p), settings, derivation);
            checks.add(check);
            reports.add(linearity.judge(
                    parts.get(p),
                    whole[p] ? new EveryCoordinate(check).report() : new RandomDirections(check, random).report()));
        }
        if (!isDeterministic(upstream, MANY_REPEATS)) {
            return report(nondeterministic(parts));
        }
        List<PartReport> forward = f.hasPushforward() ? forward(checks, whole, reports) : List.of();
        return report(reports, forward);
    }

    private GradientReport report(List<PartReport> parts) {
        return report(parts, List.of());
    }

    private GradientReport report(List<PartReport> parts, List<PartReport> forward) {
        GradientReport report = settings.order() == 1
                ? new GradientReport(parts, forward, f.evaluations(), DIFFERENCES, Optional.empty())
                : SecondOrderReports.of(parts, forward, f.evaluations());
        return report.verdict() == Verdict.INCONCLUSIVE ? withSecondOpinion(report) : report;
    }

    private GradientReport withSecondOpinion(GradientReport report) {
        try {
            TaylorSlopes slopes = TaylorExpansion.of(f, settings);
            return new GradientReport(
                    report.parts(), report.forward(), f.evaluations(), report.reference(), Optional.of(slopes));
        } catch (IllegalArgumentException e) {
            return report; // the function, or its curvature, throws where the check did not ask
        }
    }

    /** Draws random numbers of its own: whether there is a pushforward must not change the check of the backward. */
    private List<PartReport> forward(List<PartCheck> checks, boolean[] whole, List<PartReport> backward) {
        SplittableRandom draws = new SplittableRandom(settings.seed());
        List<InputPart> parts = checks.stream().map(PartCheck::part).toList();
        return new Tangent(f, parts, draws).trouble().map(List::of).orElseGet(() -> IntStream.range(0, whole.length)
                .mapToObj(p -> new ForwardMode(checks.get(p), whole[p], draws).report(backward.get(p)))
                .toList());
    }

    private void requireApplyLikeForward() {
        double[] applied = f.evaluate(f.point());
        if (!FlatOperator.sameBits(applied, f.value())
                && IntStream.range(0, MANY_REPEATS)
                        .allMatch(i -> FlatOperator.sameBits(applied, f.evaluate(f.point())) && f.isForwardStable())) {
            throw new IllegalArgumentException(
                    "GradientCheck: apply and forward of the operator have different outputs at this point");
        }
    }

    private boolean isDeterministic(double[] upstream, int repeats) {
        double[] gradient = f.pullBack(upstream);
        return IntStream.range(0, repeats)
                .allMatch(i -> FlatOperator.sameBits(f.value(), f.evaluate(f.point()))
                        && FlatOperator.sameBits(gradient, f.pullBack(upstream)));
    }

    private static List<PartReport> nondeterministic(List<InputPart> parts) {
        Diagnosis diagnosis = new Diagnosis(
                "not deterministic",
                "the same input gave two different results",
                "a random mask, a hidden state? Draw it once, outside of the function");
        return parts.stream()
                .map(part -> new PartReport(part.name(), List.of(), Verdict.NONDETERMINISTIC, List.of(diagnosis)))
                .toList();
    }

    /** Which parts are checked coordinate by coordinate: the smallest, until there are too many coordinates. */
    private static boolean[] oneByOne(List<InputPart> parts) {
        boolean[] result = new boolean[parts.size()];
        Integer[] order = new Integer[parts.size()];
        Arrays.setAll(order, p -> p);
        Arrays.sort(
                order,
                (a, b) -> Integer.compare(parts.get(a).size(), parts.get(b).size()));
        int sum = 0;
        for (int p : order) {
            sum = (int) Math.min(Integer.MAX_VALUE, (long) sum + parts.get(p).size());
            result[p] = sum <= COORDINATES;
        }
        return result;
    }
}
