package org.closedform.gradient.measurement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;

/**
 * How far rounding may have moved a derivative that the backward computes: measured by how rough it is along the direction, and by how
 * much it changes when the input moves by ulps.
 */
public final class GradientNoise {
    private static final int NUDGES = 3;
    private static final double NUDGE_BARS = 4;
    /** From step to step, of a slope that may saturate, and the last of them in the first. */
    private static final double SHRINK = 4;

    private static final double SMALLEST_STEP = 0x1p-60;

    private final FlatOperator<?, ?> f;
    private final Channels channels;
    private final List<double[]> nearby = new ArrayList<>();
    private final List<UnaryOperator<double[]>> nudged = new ArrayList<>();
    private final Map<Integer, List<double[]>> nudgedRows = new HashMap<>();
    private final Map<Double, Optional<ToDoubleFunction<double[]>>> along = new HashMap<>();
    private Direction last;
    private List<ToDoubleFunction<double[]>> products = List.of();
    private Direction lastOfProducts;

    public GradientNoise(FlatOperator<?, ?> f, Channels channels, RandomGenerator random) {
        this.f = f;
        this.channels = channels;
        for (int i = 0; i < NUDGES; i++) {
            double[] moved = f.point().clone();
            int from = 0;
            for (NamedTensor part : f.inputs()) {
                double ulp = part.tensor().elementType().epsilon();
                boolean single = part.tensor().elementType() == ElementType.FLOAT32;
                for (int k = from; k < from + part.tensor().size(); k++) {
                    double target = moved[k] + moved[k] * ulp * random.nextInt(-2, 3);
                    moved[k] = single ? (float) target : target;
                }
                from += part.tensor().size();
            }
            nearby.add(moved);
        }
    }

    /** How much the derivative of a channel may change when the whole input moves by ulps. */
    public double ofUlps(int channel, Direction direction) {
        while (!nearby.isEmpty()) {
            f.pullbackIfDefined(nearby.remove(0)).ifPresent(nudged::add);
        }
        double[] upstream = channels.upstreamOf(channel);
        double here = direction.dot(channels.row(channel));
        double noise = 0;
        for (double slope : f.isProduct() ? nudgedProducts(upstream, direction) : nudgedSlopes(channel, direction)) {
            double change = NUDGE_BARS * Math.abs(slope - here);
            noise = change > noise ? change : noise;
        }
        return noise;
    }

    /** Of several directions, the gradients of a channel are kept. */
    private double[] nudgedSlopes(int channel, Direction direction) {
        double[] upstream = channels.upstreamOf(channel);
        List<double[]> rows = nudgedRows.computeIfAbsent(
                channel,
                k -> nudged.stream().map(pullback -> pullback.apply(upstream)).toList());
        return rows.stream().mapToDouble(direction::dot).toArray();
    }

    /** Of several channels, the products with a direction are kept. */
    private double[] nudgedProducts(double[] upstream, Direction direction) {
        if (direction != lastOfProducts) {
            lastOfProducts = direction;
            products = nudged.stream()
                    .map(pullback -> f.slope(pullback, direction))
                    .toList();
        }
        return products.stream()
                .mapToDouble(product -> product.applyAsDouble(upstream))
                .toArray();
    }

    /** That, and how rough it is along the direction. */
    public double of(int channel, Direction direction, double largestStep) {
        double[] upstream = channels.upstreamOf(channel);
        double here = direction.dot(channels.row(channel));
        Roughness roughness = new Roughness(
                h -> slope(direction, h)
                        .map(slope -> new double[] {slope.applyAsDouble(upstream)})
                        .orElse(new double[0]),
                new double[] {here},
                Roughness.firstSpacing(direction, f.point(), largestStep),
                largestStep);
        return ofUlps(channel, direction)
                + roughness.level(0, largestStep, direction.largest(f.point()), channels.epsilon(channel));
    }

    /** How far a channel moves along a direction, to one side, by the slopes that the backward has there; about, and rather more. */
    public double movement(int channel, Direction direction, double largestStep) {
        double least =
                Math.max(largestStep * SMALLEST_STEP, 2 * direction.type().epsilon() * direction.largest(f.point()));
        double[] upstream = channels.upstreamOf(channel);
        double sum = 0;
        for (double h = largestStep; h >= least; h /= SHRINK) {
            for (double side : new double[] {h, -h}) {
                sum += slope(direction, side)
                        .map(slope -> Math.abs(slope.applyAsDouble(upstream)) * Math.abs(side))
                        .orElse(0.0);
            }
        }
        return sum;
    }

    /** u → the slope of Σ u y along a direction. Of several channels, which move the point alike, each is kept. */
    private Optional<ToDoubleFunction<double[]>> slope(Direction direction, double h) {
        if (channels.count() == 1) {
            return f.slopeIfDefined(direction.move(f.point(), h), direction);
        }
        if (direction != last) {
            last = direction;
            along.clear();
        }
        return along.computeIfAbsent(h, step -> f.slopeIfDefined(direction.move(f.point(), step), direction));
    }
}
