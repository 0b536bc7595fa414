package org.closedform.operator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;

/**
 * How y and the gradient of batch norm move along a tangent, to 60 digits. x̂ and 1/√(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂)) move by
 * their central differences along ẋ, with 120 digits; {@link BatchNormReference} holds the latter.
 *
 * <p>Everything is row-major in the shape of x, or one number a channel. A scale is the size of the terms that a result is the sum of.
 */
record BatchNormTangentReference(
        BigDecimal[] y,
        BigDecimal[] dx,
        BigDecimal[] dGamma,
        BigDecimal[] xHat,
        double[] yScale,
        double[] dxScale,
        double[] dGammaScale) {
    private static final MathContext WIDE = new MathContext(120);
    private static final BigDecimal STEP = new BigDecimal("1e-25");

    /** In training: the statistics are the batch's. */
    static BatchNormTangentReference training(
            BatchNorm.Inputs in, int axis, double epsilon, Tensor dy, BatchNorm.Inputs tangent) {
        return of(in, axis, dy, tangent, c -> new Batch(new BigDecimal(epsilon)));
    }

    /** In inference: the statistics are constants. */
    static BatchNormTangentReference inference(
            BatchNorm.Inputs in,
            int axis,
            double epsilon,
            RunningStatistics running,
            Tensor dy,
            BatchNorm.Inputs tangent) {
        return of(in, axis, dy, tangent, c -> {
            BigDecimal variance = new BigDecimal(running.variance().at(c)).add(new BigDecimal(epsilon));
            return new Constants(
                    new BigDecimal(running.mean().at(c)), BigDecimal.ONE.divide(variance.sqrt(WIDE), WIDE));
        });
    }

    private interface Statistics {
        /** 1/√(σ² + ε). */
        BigDecimal slope(BigDecimal... x);

        BigDecimal[] xHat(BigDecimal... x);

        /** dx for γ = 1. */
        BigDecimal[] gradient(BigDecimal[] x, BigDecimal... dy);

        /** The size of the terms of that, divided by the slope. */
        double[] terms(double[] size, double... dy);
    }

    private record Constants(BigDecimal mean, BigDecimal slope) implements Statistics {
        @Override
        public BigDecimal slope(BigDecimal... x) {
            return slope;
        }

        @Override
        public BigDecimal[] xHat(BigDecimal... x) {
            return each(x, v -> v.subtract(mean).multiply(slope, WIDE));
        }

        @Override
        public BigDecimal[] gradient(BigDecimal[] x, BigDecimal... dy) {
            return each(dy, v -> v.multiply(slope, WIDE));
        }

        @Override
        public double[] terms(double[] size, double... dy) {
            return dy;
        }
    }

    private record Batch(BigDecimal epsilon) implements Statistics {
        @Override
        public BigDecimal slope(BigDecimal... x) {
            BigDecimal[] deviations = deviations(x);
            return BigDecimal.ONE.divide(
                    mean(product(deviations, deviations)).add(epsilon).sqrt(WIDE), WIDE);
        }

        private static BigDecimal[] deviations(BigDecimal... x) {
            BigDecimal mean = mean(x);
            return each(x, v -> v.subtract(mean, WIDE));
        }

        @Override
        public BigDecimal[] xHat(BigDecimal... x) {
            BigDecimal slope = slope(x);
            return each(deviations(x), v -> v.multiply(slope, WIDE));
        }

        @Override
        public BigDecimal[] gradient(BigDecimal[] x, BigDecimal... dy) {
            BigDecimal slope = slope(x);
            BigDecimal[] xHat = xHat(x);
            BigDecimal mean = mean(dy);
            BigDecimal projection = mean(product(dy, xHat));
            return IntStream.range(0, x.length)
                    .mapToObj(i -> dy[i].subtract(mean)
                            .subtract(xHat[i].multiply(projection, WIDE))
                            .multiply(slope, WIDE))
                    .toArray(BigDecimal[]::new);
        }

        @Override
        public double[] terms(double[] size, double... dy) {
            double mean = Arrays.stream(dy).sum() / dy.length;
            double projection = dot(dy, size) / dy.length;
            return IntStream.range(0, dy.length)
                    .mapToDouble(i -> dy[i] + mean + size[i] * projection)
                    .toArray();
        }
    }

    private static BatchNormTangentReference of(
            BatchNorm.Inputs in, int axis, Tensor dy, BatchNorm.Inputs tangent, IntFunction<Statistics> statistics) {
        int size = in.x().size();
        int channels = in.gamma().size();
        BatchNormTangentReference result = new BatchNormTangentReference(
                new BigDecimal[size],
                new BigDecimal[size],
                new BigDecimal[channels],
                new BigDecimal[size],
                new double[size],
                new double[size],
                new double[channels]);
        List<int[]> places = BatchNormReference.channelPlaces(in.x(), axis);
        for (int c = 0; c < channels; c++) {
            result.fill(in, dy, tangent, c, places.get(c), statistics.apply(c));
        }
        return result;
    }

    private void fill(
            BatchNorm.Inputs in, Tensor dy, BatchNorm.Inputs tangent, int c, int[] places, Statistics statistics) {
        BigDecimal[] x = pick(in.x(), places);
        BigDecimal[] xTangent = pick(tangent.x(), places);
        BigDecimal[] upstream = pick(dy, places);
        BigDecimal gamma = new BigDecimal(in.gamma().at(c));
        BigDecimal gammaTangent = new BigDecimal(tangent.gamma().at(c));
        BigDecimal betaTangent = new BigDecimal(tangent.beta().at(c));
        BigDecimal slope = statistics.slope(x);
        BigDecimal[] own = statistics.xHat(x);
        BigDecimal[] gradient = statistics.gradient(x, upstream);
        BigDecimal[] xHatTangent = along(x, xTangent, slope, statistics::xHat);
        BigDecimal[] gradientTangent = along(x, xTangent, slope, moved -> statistics.gradient(moved, upstream));
        for (int i = 0; i < places.length; i++) {
            xHat[places[i]] = own[i];
            y[places[i]] = gamma.multiply(xHatTangent[i])
                    .add(gammaTangent.multiply(own[i]))
                    .add(betaTangent)
                    .round(WIDE);
            dx[places[i]] = gammaTangent
                    .multiply(gradient[i])
                    .add(gamma.multiply(gradientTangent[i]))
                    .round(WIDE);
        }
        dGamma[c] = sum(product(upstream, xHatTangent));
        scales(
                statistics,
                places,
                c,
                slope.doubleValue(),
                sizes(xTangent),
                sizes(upstream),
                Math.abs(gamma.doubleValue()),
                Math.abs(gammaTangent.doubleValue()),
                Math.abs(betaTangent.doubleValue()));
    }

    private void scales(
            Statistics statistics,
            int[] places,
            int c,
            double slope,
            double[] xTangent,
            double[] upstream,
            double gamma,
            double gammaTangent,
            double betaTangent) {
        boolean isBatch = statistics instanceof Batch;
        int n = places.length;
        double[] size = Arrays.stream(places)
                .mapToDouble(i -> Math.max(isBatch ? 1 : 0, Math.abs(xHat[i].doubleValue())))
                .toArray();
        double[] ofTangent = statistics.terms(size, xTangent);
        double[] ofUpstream = statistics.terms(size, upstream);
        double common = dot(upstream, ofTangent);
        dGammaScale[c] = slope * common;
        for (int i = 0; i < n; i++) {
            double moving = isBatch
                    ? dot(xTangent, size) / n * ofUpstream[i]
                            + dot(upstream, size) / n * ofTangent[i]
                            + size[i] * common / n
                    : 0;
            yScale[places[i]] = gamma * slope * ofTangent[i] + gammaTangent * size[i] + betaTangent;
            dxScale[places[i]] = slope * (gammaTangent * ofUpstream[i] + gamma * slope * moving);
        }
    }

    /** The derivative of f along a tangent, by a central difference whose step is small beside 1/slope. */
    private static BigDecimal[] along(
            BigDecimal[] x, BigDecimal[] tangent, BigDecimal slope, UnaryOperator<BigDecimal[]> f) {
        BigDecimal largest = Arrays.stream(tangent)
                .map(BigDecimal::abs)
                .max(BigDecimal::compareTo)
                .orElseThrow();
        if (largest.signum() == 0) {
            return each(tangent, v -> BigDecimal.ZERO);
        }
        BigDecimal step = STEP.divide(largest.multiply(slope), WIDE);
        BigDecimal[] right = f.apply(moved(x, tangent, step));
        BigDecimal[] left = f.apply(moved(x, tangent, step.negate()));
        BigDecimal both = step.add(step);
        return IntStream.range(0, x.length)
                .mapToObj(i -> right[i].subtract(left[i]).divide(both, WIDE))
                .toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] moved(BigDecimal[] x, BigDecimal[] tangent, BigDecimal step) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> x[i].add(tangent[i].multiply(step), WIDE))
                .toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] each(BigDecimal[] x, UnaryOperator<BigDecimal> f) {
        return Arrays.stream(x).map(f).toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] product(BigDecimal[] x, BigDecimal... y) {
        return IntStream.range(0, x.length)
                .mapToObj(i -> x[i].multiply(y[i], WIDE))
                .toArray(BigDecimal[]::new);
    }

    private static BigDecimal sum(BigDecimal... x) {
        return Arrays.stream(x).reduce(BigDecimal.ZERO, (a, b) -> a.add(b, WIDE));
    }

    private static BigDecimal mean(BigDecimal... x) {
        return sum(x).divide(BigDecimal.valueOf(x.length), WIDE);
    }

    private static double dot(double[] x, double... y) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
    }

    private static double[] sizes(BigDecimal... x) {
        return Arrays.stream(x).mapToDouble(v -> Math.abs(v.doubleValue())).toArray();
    }

    private static BigDecimal[] pick(Tensor tensor, int[] places) {
        double[] values = tensor.toDoubleArray();
        return Arrays.stream(places).mapToObj(i -> new BigDecimal(values[i])).toArray(BigDecimal[]::new);
    }
}
