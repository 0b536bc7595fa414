package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.diagnosis.EvidenceBuilder;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.GradientNoise;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.gradient.measurement.Path;

/** The check of one part of the input: coordinate by coordinate, or, where there are too many, along random directions. */
final class PartCheck {
    private static final int DIRECTIONS = 4;
    private static final double CLEARLY = 100;
    private static final Diagnosis OUTSIDE = new Diagnosis(
            "no differences",
            "around the point the function has no finite values to compare with",
            "move away from the end of the domain, or say where it ends: within(lower, upper)");
    private static final Diagnosis NOT_SMOOTH = new Diagnosis(
            "not smooth",
            "the slopes around the point do not settle, however small the steps",
            "does the function jump there, or have an infinite slope, as √x at 0? Move the point away from it");
    private static final Diagnosis HIDDEN = new Diagnosis(
            "hidden by rounding",
            "rounding hides the derivative",
            "check in float64, at a point where the function is steeper, or a function without the parts that cancel");
    private static final Diagnosis FAINT = new Diagnosis(
            "hidden by rounding",
            "no derivative stands out from rounding: 0 would agree as well",
            "check in float64, or scale the function so that it moves by more than its last bits");

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final InputPart part;
    private final Settings settings;
    private final GradientNoise derivation;
    private final Domain domain;
    private final double size;
    private final double largestDerivative;
    private final OutputNames names;

    PartCheck(FlatOperator<?, ?> f, Channels channels, InputPart part, Settings settings, GradientNoise derivation) {
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
        this.size = part.tensor().norm() / Math.sqrt(Math.max(1, part.size()));
        double largest = 0;
        for (int k = 0; k < channels.count(); k++) {
            for (int i = part.from(); i < part.from() + part.size(); i++) {
                largest = Math.max(largest, Math.abs(channels.row(k)[i]));
            }
        }
        this.largestDerivative = largest;
        this.names = new OutputNames(f.outputs(), channels.isEntrywise());
    }

    PartReport everyCoordinate() {
        EvidenceBuilder evidence = evidence();
        List<Comparison> comparisons = new ArrayList<>();
        List<Comparison> faint = new ArrayList<>();
        DirectionCheck strongest = null;
        boolean told = false;
        boolean values = true;
        double step = 0;
        for (int i = 0; i < part.size(); i++) {
            DirectionCheck check = check(coordinate(i)).run(2 * step);
            step = check.top();
            add(evidence, i, check);
            comparisons.add(worst(check, coordinate(i).name()));
            told |= check.tells();
            values &= check.hasValues();
            faint.addAll(faint(check, coordinate(i).name()));
            strongest = strongest == null || check.faintSlope() > strongest.faintSlope() ? check : strongest;
            settings.listener().accept(new Progress(part.name(), i + 1, part.size(), f.evaluations()));
        }
        PartReport report = diagnosed(comparisons, evidence, values);
        boolean unknown = !told && !faint.isEmpty() && report.verdict() == Verdict.PASS;
        return unknown && strongest.isFaintSlopeMeant() ? unresolved(faint) : report;
    }

    /** Of a part whose derivatives are all so small that 0, or the wrong sign, would pass too. */
    private PartReport unresolved(List<Comparison> faint) {
        return PartReport.of(part.name(), faint, List.of(FAINT));
    }

    private List<Comparison> faint(DirectionCheck check, String name) {
        return IntStream.range(0, channels.count())
                .filter(k -> check.of(k).isFaint())
                .limit(1)
                .mapToObj(k -> comparison(check.of(k), name, k, Verdict.INCONCLUSIVE))
                .toList();
    }

    private Comparison comparison(Judgement a, String name, int channel, Verdict verdict) {
        return new Comparison(name, names.of(channel), a.analytic(), a.numeric(), a.error(), verdict);
    }

    private PartReport diagnosed(List<Comparison> comparisons, EvidenceBuilder evidence, boolean values) {
        boolean failed = comparisons.stream().anyMatch(c -> c.verdict() == Verdict.FAIL);
        return failed
                ? PartReport.of(part.name(), comparisons, evidence.build().explainedBy(settings.hypotheses()))
                : undiagnosed(comparisons, values);
    }

    /** Without a failure: why it cannot be told, if it cannot. */
    private PartReport undiagnosed(List<Comparison> comparisons, boolean values) {
        List<Comparison> hidden = comparisons.stream()
                .filter(c -> c.verdict() == Verdict.INCONCLUSIVE)
                .toList();
        if (hidden.isEmpty()) {
            return PartReport.of(part.name(), comparisons, List.of());
        }
        boolean measured = hidden.stream().noneMatch(c -> Double.isNaN(c.numeric()));
        Diagnosis why = measured ? HIDDEN : values ? NOT_SMOOTH : OUTSIDE;
        return PartReport.of(part.name(), comparisons, List.of(why));
    }

    private EvidenceBuilder evidence() {
        double[][] gradients = new double[channels.count()][];
        Arrays.setAll(gradients, channels::row);
        return new EvidenceBuilder(part.name(), f.inputs(), f.outputs()).others(gradients, channels::changes);
    }

    private void add(EvidenceBuilder evidence, int offset, DirectionCheck check) {
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

    private DirectionCheck check(Direction direction) {
        return new DirectionCheck(new Path(f, channels, direction, size), domain, largestDerivative, derivation);
    }

    private Direction coordinate(int i) {
        Direction alone = Direction.coordinate(part.name(), part.tensor(), part.from(), i);
        return settings.simplexAxis().isPresent()
                ? alone.towardsCorner(
                        part.tensor(), part.from(), i, settings.simplexAxis().getAsInt())
                : alone;
    }

    /** Of all outputs the one that agrees least. */
    private Comparison worst(DirectionCheck check, String name) {
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

    /**
     * Four random directions through all coordinates. What disagrees is followed to one coordinate, and some more are sampled;
     * once a disagreement is confirmed, a glance is enough for the others.
     */
    PartReport alongRandomDirections(RandomGenerator random) {
        List<Comparison> comparisons = new ArrayList<>();
        double step = 0;
        boolean values = true;
        int wrong = -1;
        for (int n = 1; n <= DIRECTIONS; n++) {
            Direction direction = Direction.random(part.name() + " along v" + n, part.tensor(), part.from(), random);
            DirectionCheck check = wrong < 0
                    ? check(direction).run(2 * step)
                    : check(direction).glance(2 * step);
            values &= check.hasValues();
            step = check.top();
            Comparison comparison = worst(check, direction.name());
            comparisons.add(comparison);
            settings.listener().accept(new Progress(part.name(), n, DIRECTIONS, f.evaluations()));
            if (wrong < 0 && comparison.verdict() == Verdict.FAIL) {
                wrong = bisect(direction, step);
            }
        }
        return wrong < 0 ? undiagnosed(comparisons, values) : sampled(comparisons, wrong, random);
    }

    /** The coordinate where most of a disagreement is, as an offset in the part. */
    private int bisect(Direction direction, double step) {
        Direction rest = direction;
        while (rest.indices().length > 1) {
            int middle = rest.indices().length / 2;
            Direction left = rest.between(0, middle);
            Direction right = rest.between(middle, rest.indices().length);
            double disagreesLeft = check(left).glance(step).disagreement();
            double disagreesRight =
                    disagreesLeft > CLEARLY ? 0 : check(right).glance(step).disagreement();
            rest = disagreesLeft >= disagreesRight ? left : right;
        }
        return rest.indices()[0] - part.from();
    }

    private PartReport sampled(List<Comparison> directions, int wrong, RandomGenerator random) {
        EvidenceBuilder evidence = evidence();
        List<Comparison> comparisons = new ArrayList<>(directions);
        for (int i : Sample.around(wrong, part.tensor().shape(), random)) {
            DirectionCheck check = i == wrong
                    ? check(coordinate(i)).run(0)
                    : check(coordinate(i)).glance(0);
            add(evidence, i, check);
            comparisons.add(worst(check, coordinate(i).name()));
        }
        return diagnosed(comparisons, evidence, true);
    }
}
