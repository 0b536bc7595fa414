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
    /** Of how many derivatives that are apart the rounding is measured, which takes its time. */
    private static final int MOST_MEASURED = 16;
    /** Modes of which one is wrong by less than differences can tell agree to three digits. */
    private static final double SHARED = 1e-3;
    /** What is so much less than the error of differences tells nothing, since they have the rounding of the same terms. */
    private static final double CLOSEST = 0x1p-6;

    private final PartCheck check;
    private final InputPart part;
    private final boolean oneByOne;
    private final SplittableRandom random;
    private final double[] largest;

    ForwardMode(PartCheck check, boolean oneByOne, SplittableRandom random) {
        this.check = check;
        this.part = check.part();
        this.oneByOne = oneByOne;
        this.random = random;
        this.largest = check.largestDerivatives();
    }

    /** A direction, and the two modes along it. */
    private record Along(Direction direction, Modes modes) {}

    PartReport report(PartReport backward) {
        List<Along> all = directions().stream()
                .map(direction -> new Along(direction, check.modes(direction, largest)))
                .toList();
        List<Comparison> comparisons = all.stream()
                .map(along -> check.comparison(along.modes, along.direction.name()))
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
                .map(alone -> new Along(alone, check.modes(alone, largest)))
                .filter(along -> !along.modes.agree())
                .toList();
        PartReport differences = new RandomDirections(forward, random).sampled(comparisons, worst, sample);
        return judged(differences, forward, there.isEmpty() ? List.of(apart) : there, backward);
    }

    /** The coordinate where most of a disagreement is, as an offset in the part. */
    private int bisect(Direction direction) {
        Direction rest = direction;
        while (rest.indices().length > 1) {
            int middle = rest.indices().length / 2;
            Direction left = rest.between(0, middle);
            Direction right = rest.between(middle, rest.indices().length);
            rest = check.modes(left, largest).disagreement()
                            >= check.modes(right, largest).disagreement()
                    ? left
                    : right;
        }
        return rest.indices()[0] - part.from();
    }

    /** Given what differences say of the pushforward. */
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
                                .map(along -> check.comparison(along.modes, along.direction.name()))
                                .limit(1)
                                .toList());
    }

    /** Two numbers that do not even share three digits, or are far closer than differences are known, are rounding both. */
    private boolean isBeyondRounding(Along along, PartCheck forward, double resolution) {
        double apart = Math.abs(along.modes.forward() - along.modes.backward());
        return apart <= SHARED * Math.abs(along.modes.backward())
                && apart > CLOSEST * resolution
                && apart > check.rounding(forward, along.direction, along.modes);
    }
}
