package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.closedform.gradient.diagnosis.EvidenceBuilder;
import org.closedform.gradient.measurement.Direction;

/**
 * The check of a part with too many coordinates, along four random directions through all of them. A disagreement is followed to one
 * coordinate, and some others are sampled. Once one disagreement is confirmed, a single measurement is enough for the others.
 */
final class RandomDirections {
    private static final int DIRECTIONS = 4;
    private static final double CLEARLY = 100;

    private final PartCheck check;
    private final InputPart part;
    private final RandomGenerator random;

    RandomDirections(PartCheck check, RandomGenerator random) {
        this.check = check;
        this.part = check.part();
        this.random = random;
    }

    PartReport report() {
        List<Comparison> comparisons = new ArrayList<>();
        double step = 0;
        boolean values = true;
        int wrong = -1;
        for (int n = 1; n <= DIRECTIONS; n++) {
            Direction direction = Direction.random(part.name() + " along v" + n, part.tensor(), part.from(), random);
            DirectionCheck one = wrong < 0
                    ? check.check(direction).run(2 * step)
                    : check.check(direction).glance(2 * step);
            values &= one.hasValues();
            step = one.top();
            Comparison comparison = check.worst(one, direction.name());
            comparisons.add(comparison);
            check.report(n, DIRECTIONS);
            if (wrong < 0 && comparison.verdict() == Verdict.FAIL) {
                wrong = bisect(direction, step);
            }
        }
        return wrong < 0
                ? check.undiagnosed(comparisons, values)
                : sampled(comparisons, wrong, Sample.around(wrong, part.tensor().shape(), random));
    }

    /** Follows a disagreement to one coordinate, by halves. Returns its offset in the part. */
    private int bisect(Direction direction, double step) {
        Direction rest = direction;
        while (rest.indices().length > 1) {
            int middle = rest.indices().length / 2;
            Direction left = rest.between(0, middle);
            Direction right = rest.between(middle, rest.indices().length);
            double disagreesLeft = check.check(left).glance(step).disagreement();
            double disagreesRight = disagreesLeft > CLEARLY
                    ? 0
                    : check.check(right).glance(step).disagreement();
            rest = disagreesLeft >= disagreesRight ? left : right;
        }
        return rest.indices()[0] - part.from();
    }

    /** Checks a sample of elements, one of which is known to be wrong. */
    PartReport sampled(List<Comparison> directions, int wrong, int[] sample) {
        EvidenceBuilder evidence = check.evidence();
        List<Comparison> comparisons = new ArrayList<>(directions);
        for (int i : sample) {
            Direction alone = check.coordinate(i);
            DirectionCheck one =
                    i == wrong ? check.check(alone).run(0) : check.check(alone).glance(0);
            check.add(evidence, i, one);
            comparisons.add(check.worst(one, alone.name()));
        }
        return check.diagnosed(comparisons, evidence, true);
    }
}
