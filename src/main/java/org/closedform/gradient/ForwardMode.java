package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Direction;

/**
 * The check of a pushforward in one part of the input: against the backward by the adjoint identity ⟨J v, w⟩ = ⟨v, Jᵀ w⟩, along
 * every coordinate, or along random directions through a large part. Where the two are apart, differences tell which is wrong.
 */
final class ForwardMode {
    private static final int DIRECTIONS = 4;
    /** How many disagreements have their rounding measured, at most: that takes time. */
    private static final int MOST_MEASURED = 16;
    /** Two modes that differ by less than differences can tell still share three digits. */
    private static final double SHARED = 1e-3;
    /** A disagreement this much smaller than the error of differences may be rounding: all three round the same terms. */
    private static final double CLOSEST = 0x1p-6;

    private final PartCheck check;
    private final InputPart part;
    private final boolean oneByOne;
    private final SplittableRandom random;
    private final ModeComparison modes;

    ForwardMode(PartCheck check, boolean oneByOne, SplittableRandom random) {
        this.check = check;
        this.part = check.part();
        this.oneByOne = oneByOne;
        this.random = random;
        this.modes = check.modes();
    }

    /** A direction, and the two modes along it. */
    private record Along(Direction direction, Modes modes) {}

    PartReport report(PartReport backward) {
        List<Along> all = directions().stream()
                .map(direction -> new Along(direction, modes.along(direction)))
                .toList();
        List<Comparison> comparisons = all.stream()
                .map(along -> modes.comparison(along.modes, along.direction.name()))
                .toList();
        List<Along> apart = all.stream().filter(along -> !along.modes.agree()).toList();
        if (apart.isEmpty()) {
            return ForwardReports.agreeing(part.name(), comparisons, backward);
        }
        return oneByOne ? everyCoordinate(apart, backward) : sampled(apart.get(0), comparisons, backward);
    }

    private List<Direction> directions() {
        return oneByOne
                ? IntStream.range(0, part.size()).mapToObj(check::coordinate).toList()
                : IntStream.rangeClosed(1, DIRECTIONS)
                        .mapToObj(
                                n -> Direction.random(part.name() + " along v" + n, part.tensor(), part.from(), random))
                        .toList();
    }

    private PartReport everyCoordinate(List<Along> apart, PartReport backward) {
        PartCheck forward = check.byPushforward(IntStream.range(0, part.size()).toArray());
        return judged(new EveryCoordinate(forward).report(), forward, apart, backward);
    }

    private PartReport sampled(Along apart, List<Comparison> comparisons, PartReport backward) {
        int worst = bisect(apart.direction);
        int[] sample = Sample.around(worst, part.tensor().shape(), random);
        PartCheck forward = check.byPushforward(sample);
        List<Along> there = IntStream.of(sample)
                .mapToObj(check::coordinate)
                .map(alone -> new Along(alone, modes.along(alone)))
                .filter(along -> !along.modes.agree())
                .toList();
        PartReport differences = new RandomDirections(forward, random).sampled(comparisons, worst, sample);
        return judged(differences, forward, there.isEmpty() ? List.of(apart) : there, backward);
    }

    /** Follows a disagreement to one coordinate, by halves. Returns its offset in the part. */
    private int bisect(Direction direction) {
        Direction rest = direction;
        while (rest.indices().length > 1) {
            int middle = rest.indices().length / 2;
            Direction left = rest.between(0, middle);
            Direction right = rest.between(middle, rest.indices().length);
            rest = modes.along(left).disagreement() >= modes.along(right).disagreement() ? left : right;
        }
        return rest.indices()[0] - part.from();
    }

    /** The report, from what differences say of the pushforward. */
    private PartReport judged(PartReport differences, PartCheck forward, List<Along> apart, PartReport backward) {
        boolean settled = differences.verdict() == Verdict.FAIL
                || differences.verdict() == Verdict.KINK
                || backward.verdict() == Verdict.FAIL;
        List<Along> worst = new ArrayList<>(apart);
        worst.sort(Comparator.comparingDouble((Along along) -> -along.modes.disagreement()));
        return ForwardReports.judged(
                part.name(),
                differences,
                settled
                        ? List.of()
                        : worst.stream()
                                .limit(MOST_MEASURED)
                                .filter(along -> isBeyondRounding(along, forward, differences.resolution()))
                                .map(along -> modes.comparison(along.modes, along.direction.name()))
                                .limit(1)
                                .toList());
    }

    /** Otherwise both are rounding: they share no three digits, or are far closer than differences can measure. */
    private boolean isBeyondRounding(Along along, PartCheck forward, double resolution) {
        double apart = Math.abs(along.modes.forward() - along.modes.backward());
        return apart <= SHARED * Math.abs(along.modes.backward())
                && apart > CLOSEST * resolution
                && apart > modes.rounding(check, forward, along.direction, along.modes);
    }
}
