package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.Domain;
import org.closedform.gradient.measurement.FlatOperator;

/** Subtracts the Taylor expansion from a function along a random direction. Several outputs are weighed by a random upstream. */
final class TaylorExpansion {
    /** How many steps, two in each decade. */
    private static final int STEPS = 25;
    /** How many ulps of the outputs a difference may be off. */
    private static final double ULPS = 4;

    private final FlatOperator<?, ?> f;
    private final Domain bounds;
    private final double[] upstream;
    private final double[] gradient;

    private TaylorExpansion(FlatOperator<?, ?> f, Domain bounds, double[] upstream) {
        this.f = f;
        this.bounds = bounds;
        this.upstream = upstream;
        this.gradient = f.pullBack(upstream);
    }

    static TaylorSlopes of(FlatOperator<?, ?> f, Settings settings) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        int outputs = f.value().length;
        double[] upstream = outputs == 1 ? new double[] {1} : Channels.upstream(outputs, random);
        List<InputPart> parts = InputPart.of(f, settings);
        List<Direction> directions =
                parts.stream().map(part -> direction(part, settings, random)).toList();
        double scale = parts.stream().mapToDouble(InputPart::meanSize).max().orElse(1);
        return new TaylorExpansion(f, settings.bounds(), upstream).slopes(directions, Math.max(1, scale));
    }

    /** A random direction; on a simplex towards another distribution, a mixture of the directions to all corners. */
    private static Direction direction(InputPart part, Settings settings, SplittableRandom random) {
        Direction any = Direction.random(part.name(), part.tensor(), part.from(), random);
        if (settings.simplexAxis().isEmpty()) {
            return any;
        }
        double[] steps = new double[part.size()];
        for (int i = 0; i < steps.length; i++) {
            Direction corner = Direction.coordinate(part.name(), part.tensor(), part.from(), i)
                    .towardsCorner(
                            part.tensor(),
                            part.from(),
                            i,
                            settings.simplexAxis().getAsInt());
            for (int n = 0; n < corner.indices().length; n++) {
                steps[corner.indices()[n] - part.from()] += Math.abs(any.steps()[i]) * corner.steps()[n];
            }
        }
        return new Direction(any.name(), any.indices(), steps, any.type());
    }

    private TaylorSlopes slopes(List<Direction> directions, double scale) {
        double[] v = new double[gradient.length];
        directions.forEach(direction -> {
            for (int n = 0; n < direction.indices().length; n++) {
                v[direction.indices()[n]] = direction.steps()[n];
            }
        });
        Optional<double[]> curvature = f.curvature(upstream, v);
        double second = curvature.map(c -> dot(c, v) / 2).orElse(Double.NaN);
        List<TaylorSlopes.Point> points = new ArrayList<>();
        double rounding = 0;
        for (int n = 0; n < STEPS; n++) {
            double h = scale * StrictMath.pow(10, -n / 2.0);
            double[] moved = f.point();
            for (Direction direction : directions) {
                moved = direction.move(moved, h);
            }
            double[] outputs = Arrays.stream(moved).allMatch(bounds::contains) ? f.evaluate(moved) : new double[0];
            if (outputs.length > 0 && FlatOperator.isFinite(outputs)) {
                double zeroth = 0;
                double terms = 0;
                for (int j = 0; j < outputs.length; j++) {
                    zeroth += upstream[j] * (outputs[j] - f.value()[j]);
                    terms += Math.abs(upstream[j]) * Math.max(Math.abs(outputs[j]), Math.abs(f.value()[j]));
                }
                double first = zeroth;
                for (int i = 0; i < moved.length; i++) {
                    first -= gradient[i] * (moved[i] - f.point()[i]);
                }
                points.add(
                        new TaylorSlopes.Point(h, Math.abs(zeroth), Math.abs(first), Math.abs(first - h * h * second)));
                rounding = Math.max(rounding, ULPS * f.outputEpsilon() * terms);
            }
        }
        return new TaylorSlopes(points, rounding, curvature.isPresent());
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
