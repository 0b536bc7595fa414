package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/**
 * Batch normalisation to 60 digits. The backward is not the closed formula but the chain rule through every line of
 * algorithm 1 in Ioffe and Szegedy (2015), as they print it below the algorithm.
 *
 * <p>Everything is row-major in the shape of x, or one number a channel. A scale is the size of the terms that a result is
 * the sum of, against which rounding is measured where terms cancel.
 */
public record BatchNormReference(
        BigDecimal[] mean,
        BigDecimal[] variance,
        BigDecimal[] xHat,
        BigDecimal[] y,
        BigDecimal[] dx,
        BigDecimal[] dGamma,
        BigDecimal[] dBeta,
        double[] yScale,
        double[] dxScale,
        double[] dGammaScale,
        double[] dBetaScale) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** In training: the statistics are the batch's. */
    public static BatchNormReference training(BatchNorm.Inputs in, int axis, double epsilon, Tensor dy) {
        int channels = in.gamma().size();
        return of(in, axis, epsilon, dy, new BigDecimal[channels], new BigDecimal[channels]);
    }

    /** In inference: the statistics are constants. */
    static BatchNormReference inference(
            BatchNorm.Inputs in, int axis, double epsilon, RunningStatistics running, Tensor dy) {
        return of(
                in,
                axis,
                epsilon,
                dy,
                HighPrecision.exact(running.mean().toDoubleArray()),
                HighPrecision.exact(running.variance().toDoubleArray()));
    }

    private static BatchNormReference of(
            BatchNorm.Inputs in, int axis, double epsilon, Tensor dy, BigDecimal[] mean, BigDecimal[] variance) {
        int size = in.x().size();
        int channels = in.gamma().size();
        BatchNormReference result = new BatchNormReference(
                mean,
                variance,
                new BigDecimal[size],
                new BigDecimal[size],
                new BigDecimal[size],
                new BigDecimal[channels],
                new BigDecimal[channels],
                new double[size],
                new double[size],
                new double[channels],
                new double[channels]);
        List<int[]> places = channelPlaces(in.x(), axis);
        for (int c = 0; c < channels; c++) {
            result.fill(in, epsilon, dy, c, places.get(c));
        }
        return result;
    }

    /** For every channel the row-major places of its elements. */
    static List<int[]> channelPlaces(Tensor x, int axis) {
        int[] dimensions = x.shape().dimensions();
        int place = axis < 0 ? axis + dimensions.length : axis;
        int inner = Arrays.stream(dimensions).skip(place + 1).reduce(1, (a, b) -> a * b);
        return IntStream.range(0, dimensions[place])
                .mapToObj(c -> IntStream.range(0, x.size())
                        .filter(i -> i / inner % dimensions[place] == c)
                        .toArray())
                .toList();
    }

    /** The mean of some numbers. */
    static BigDecimal mean(BigDecimal... x) {
        return HighPrecision.sum(x).divide(BigDecimal.valueOf(x.length), DIGITS);
    }

    /** Σ (x − mean)² as Σ x² − (Σ x)²/n, for which nothing is rounded before the division: of equal numbers it is 0. */
    static BigDecimal m2(BigDecimal... x) {
        BigDecimal n = BigDecimal.valueOf(x.length);
        BigDecimal squares =
                HighPrecision.sum(Arrays.stream(x).map(v -> v.pow(2)).toArray(BigDecimal[]::new));
        return n.multiply(squares).subtract(HighPrecision.sum(x).pow(2)).divide(n, DIGITS);
    }

    /** max(1, |x̂|). */
    public double[] xHatScale() {
        return Arrays.stream(xHat)
                .mapToDouble(v -> Math.max(1, Math.abs(v.doubleValue())))
                .toArray();
    }

    private void fill(BatchNorm.Inputs in, double epsilon, Tensor dy, int c, int[] places) {
        BigDecimal[] x = pick(in.x(), places);
        BigDecimal[] upstream = pick(dy, places);
        BigDecimal gamma = new BigDecimal(in.gamma().at(c));
        BigDecimal beta = new BigDecimal(in.beta().at(c));
        BigDecimal m = BigDecimal.valueOf(x.length);
        boolean training = mean[c] == null;
        if (training) {
            mean[c] = mean(x);
            variance[c] = m2(x).divide(m, DIGITS);
        }
        BigDecimal underRoot = variance[c].add(new BigDecimal(epsilon));
        BigDecimal root = underRoot.sqrt(DIGITS);
        BigDecimal inverse = BigDecimal.ONE.divide(root, DIGITS);
        BigDecimal dVariance = BigDecimal.ZERO;
        BigDecimal dMean = BigDecimal.ZERO;
        BigDecimal sumOfDeviations = BigDecimal.ZERO;
        dGamma[c] = BigDecimal.ZERO;
        dBeta[c] = HighPrecision.sum(upstream);
        for (int i = 0; i < x.length; i++) {
            BigDecimal deviation = x[i].subtract(mean[c]);
            BigDecimal own = deviation.multiply(inverse, DIGITS);
            BigDecimal dXHat = upstream[i].multiply(gamma);
            xHat[places[i]] = own;
            y[places[i]] = gamma.multiply(own).add(beta);
            dGamma[c] = dGamma[c].add(upstream[i].multiply(own), DIGITS);
            dVariance = dVariance.add(dXHat.multiply(deviation), DIGITS);
            dMean = dMean.subtract(dXHat.multiply(inverse), DIGITS);
            sumOfDeviations = sumOfDeviations.add(deviation, DIGITS);
        }
        // ∂σ²: −½ (σ² + ε)^(−3/2) Σ dx̂ (x − μ); ∂μ: its own way, and the one through σ²
        dVariance = dVariance.multiply(inverse.pow(3, DIGITS), DIGITS).divide(TWO.negate(), DIGITS);
        dMean = dMean.subtract(dVariance.multiply(TWO).multiply(sumOfDeviations).divide(m, DIGITS), DIGITS);
        for (int i = 0; i < x.length; i++) {
            BigDecimal direct = upstream[i].multiply(gamma).multiply(inverse, DIGITS);
            BigDecimal throughVariance =
                    dVariance.multiply(TWO).multiply(x[i].subtract(mean[c])).divide(m, DIGITS);
            BigDecimal throughMean = dMean.divide(m, DIGITS);
            dx[places[i]] = training ? HighPrecision.sum(direct, throughVariance, throughMean) : direct;
        }
        scales(c, places, upstream, gamma, beta, inverse, training);
    }

    private void scales(
            int c,
            int[] places,
            BigDecimal[] upstream,
            BigDecimal gamma,
            BigDecimal beta,
            BigDecimal inverse,
            boolean training) {
        double slope = Math.abs(gamma.multiply(inverse).doubleValue());
        double[] size = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            double dy = Math.abs(upstream[i].doubleValue());
            size[i] = Math.max(1, Math.abs(xHat[places[i]].doubleValue()));
            double ofXHat = training ? size[i] : Math.abs(xHat[places[i]].doubleValue());
            yScale[places[i]] = Math.abs(gamma.doubleValue()) * ofXHat + Math.abs(beta.doubleValue());
            dBetaScale[c] += dy;
            dGammaScale[c] += dy * size[i];
        }
        for (int i = 0; i < places.length; i++) {
            double dy = Math.abs(upstream[i].doubleValue());
            double means = (dBetaScale[c] + size[i] * dGammaScale[c]) / places.length;
            dxScale[places[i]] = slope * (training ? dy + means : dy);
        }
    }

    private static BigDecimal[] pick(Tensor tensor, int[] places) {
        double[] values = tensor.toDoubleArray();
        return Arrays.stream(places).mapToObj(i -> new BigDecimal(values[i])).toArray(BigDecimal[]::new);
    }
}
