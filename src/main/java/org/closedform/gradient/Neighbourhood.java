package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FittedSlope;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.Path;

/**
 * Nearby points, each with a direction that moves many coordinates at once. The function and the derivation round differently at each of
 * them, so a mean over all is sharper.
 */
final class Neighbourhood {
    /** With how many pairs of points to look for a width, and to measure. */
    private static final int PAIRS_TO_LOOK = 16;

    private static final int PAIRS = 24;
    /** The narrowest width to look at, in steps that coordinates were checked with. */
    private static final double NARROWEST = 0x1p-12;
    /** Errors that are that many times the least so far grow since widths have become too narrow. */
    private static final double GROWN = 6;
    /** The highest power counts as 0 if it is less than this many standard errors from 0, in the root mean square of all channels. */
    private static final double NOTHING = 2;
    /** Points and differences stay within a part of the width, so that the powers left out are nothing beside the highest. */
    private static final double AROUND = 0.25;

    private static final double LEAST_WIDTH = 0.35;
    private static final double GREATEST_WIDTH = 0.7;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final InputPart part;
    private final Domain domain;
    private final RandomGenerator random;
    private final int[] indices;
    private final double[] scales;
    private final double width;

    /** The neighbourhood of a point along some coordinates of a part, each with the step up to which it was checked. */
    Neighbourhood(
            FlatOperator<?, ?> f,
            Channels channels,
            InputPart part,
            Domain domain,
            int[] offsets,
            double[] steps,
            RandomGenerator random) {
        this.f = f;
        this.channels = channels;
        this.part = part;
        this.domain = domain;
        this.random = random;
        this.indices = Arrays.stream(offsets).map(i -> part.from() + i).toArray();
        double widest = Arrays.stream(steps).max().orElse(0);
        this.scales = Arrays.stream(steps)
                .map(step -> Math.scalb(1.0, Math.getExponent(step / widest)))
                .toArray();
        this.width = bestWidth(widest);
    }

    /** How far up to which slopes are known best, of those where a polynomial is all that shows; 0 if there is none. */
    private double bestWidth(double widest) {
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double h = widest; h >= NARROWEST * widest; h /= 2) {
            List<FittedSlope> slopes = slopes(f, channels, h, PAIRS_TO_LOOK);
            double error =
                    slopes.isEmpty() ? Double.POSITIVE_INFINITY : excess(slopes).error();
            if (best > 0 && error > GROWN * least) {
                break;
            }
            if (isPolynomial(slopes) && error < least) {
                best = h;
                least = error;
            }
        }
        return best;
    }

    /** Whether powers higher than those fitted hardly show. */
    private static boolean isPolynomial(List<FittedSlope> slopes) {
        double squares = 0;
        for (FittedSlope slope : slopes) {
            squares += slope.highest() * slope.highest();
        }
        return squares <= NOTHING * NOTHING * slopes.size();
    }

    /** By what part of themselves the derivatives at some points are too large; of fewer points where the function ends. */
    List<Pooled> excesses(int points) {
        List<Pooled> excesses = new ArrayList<>();
        for (int attempt = 0; attempt < 2 * points && excesses.size() < points && width > 0; attempt++) {
            double[] point = nearby();
            if (Arrays.stream(indices).allMatch(i -> domain.contains(point[i]))) {
                f.elsewhere(point).flatMap(this::excessAt).ifPresent(excesses::add);
            }
        }
        return excesses;
    }

    private double[] nearby() {
        return direction(n -> scales[n] * random.nextDouble(-1, 1)).move(f.point(), AROUND * width);
    }

    private Optional<Pooled> excessAt(FlatOperator<?, ?> there) {
        double h = width * random.nextDouble(LEAST_WIDTH, GREATEST_WIDTH);
        List<FittedSlope> slopes = slopes(there, new Channels(there, random), h, PAIRS);
        return slopes.isEmpty() ? Optional.empty() : Optional.of(excess(slopes));
    }

    private static Pooled excess(List<FittedSlope> slopes) {
        return Pooled.of(slopes.stream()
                .map(slope -> new Pooled(slope.excess(), slope.excessError()))
                .toList());
    }

    /** Of those channels that can tell a factor; none where the function is not defined, or must not be looked at. */
    private List<FittedSlope> slopes(FlatOperator<?, ?> there, Channels ofThere, double h, int pairs) {
        Direction direction = uphill(ofThere);
        double reach = Math.min(domain.reach(there.point(), direction, 1), domain.reach(there.point(), direction, -1));
        return reach > 0
                ? FittedSlope.along(
                                new Path(there, ofThere, direction, part.meanSize()), Math.min(h, reach), pairs, random)
                        .stream()
                        .filter(FittedSlope::isTelling)
                        .toList()
                : List.of();
    }

    /** A direction in which the channels, with weights and signs drawn, rise by all coordinates together. */
    private Direction uphill(Channels ofThere) {
        double[] sum = new double[indices.length];
        for (int k = 0; k < ofThere.count(); k++) {
            double[] gradient = ofThere.row(k);
            double size = 0;
            for (int n = 0; n < indices.length; n++) {
                size += Math.abs(gradient[indices[n]]) * scales[n];
            }
            double weight = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1.5) / size;
            for (int n = 0; n < indices.length && size > 0; n++) {
                sum[n] += weight * gradient[indices[n]];
            }
        }
        return direction(n -> Math.copySign(scales[n], sum[n]) * (128 + random.nextInt(128)) / 256.0);
    }

    private Direction direction(IntToDoubleFunction step) {
        double[] steps = new double[indices.length];
        Arrays.setAll(steps, step);
        return new Direction(part.name(), indices, steps, part.tensor().elementType());
    }
}
