package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;

/**
 * A norm within samples to 60 digits, for any assignment of the numbers to groups and channels. Backward and pushforward are the chain
 * rule through the mean and the variance, line by line, not the closed form. A scale is the size of the terms that a result is the sum of.
 *
 * @param x the numbers, row-major
 * @param group the group of each
 * @param channel the place of each in γ and β, row-major
 */
record NormReference(
        double[] x, int[] group, int[] channel, double[] gamma, double[] beta, double epsilon, boolean isCentred) {

    /** One result: the exact numbers, and the sizes of what they add up. */
    record Exact(BigDecimal[] value, double[] scale) {
        Exact(int size) {
            this(new BigDecimal[size], new double[size]);
            Arrays.fill(value, BigDecimal.ZERO);
        }

        void add(int i, BigDecimal term) {
            add(i, term, Math.abs(term.doubleValue()));
        }

        void add(int i, BigDecimal term, double size) {
            value[i] = value[i].add(term, DIGITS);
            scale[i] += size;
        }
    }

    private int groups() {
        return IntStream.of(group).max().orElse(-1) + 1;
    }

    private int[] places(int ofGroup) {
        return IntStream.range(0, x.length).filter(i -> group[i] == ofGroup).toArray();
    }

    /** μ, or 0 of an RMS norm. */
    private BigDecimal mean(int... places) {
        BigDecimal sum = HighPrecision.sum(
                IntStream.of(places).mapToObj(i -> new BigDecimal(x[i])).toArray(BigDecimal[]::new));
        return isCentred ? sum.divide(BigDecimal.valueOf(places.length), DIGITS) : BigDecimal.ZERO;
    }

    /** d_i = x_i − μ, of all numbers. */
    private BigDecimal[] deviations() {
        BigDecimal[] d = new BigDecimal[x.length];
        for (int g = 0; g < groups(); g++) {
            int[] places = places(g);
            BigDecimal mean = mean(places);
            for (int i : places) {
                d[i] = new BigDecimal(x[i]).subtract(mean);
            }
        }
        return d;
    }

    /** s = 1/√(mean(d²) + ε), of every group. */
    private BigDecimal[] inverses(BigDecimal... d) {
        return IntStream.range(0, groups())
                .mapToObj(g -> {
                    int[] places = places(g);
                    BigDecimal squares = HighPrecision.sum(
                            IntStream.of(places).mapToObj(i -> d[i].pow(2)).toArray(BigDecimal[]::new));
                    BigDecimal variance = squares.divide(BigDecimal.valueOf(places.length), DIGITS);
                    return BigDecimal.ONE.divide(
                            variance.add(new BigDecimal(epsilon)).sqrt(DIGITS), DIGITS);
                })
                .toArray(BigDecimal[]::new);
    }

    BigDecimal[] inverseDeviation() {
        return inverses(deviations());
    }

    /** The size of an x̂ with the rounding of the mean: max(1, |x̂|), or of an RMS norm |x̂|. */
    private double size(BigDecimal xHat) {
        return Math.max(isCentred ? 1 : 0, Math.abs(xHat.doubleValue()));
    }

    Exact xHat() {
        BigDecimal[] d = deviations();
        BigDecimal[] s = inverses(d);
        Exact result = new Exact(x.length);
        for (int i = 0; i < x.length; i++) {
            BigDecimal xHat = d[i].multiply(s[group[i]], DIGITS);
            result.add(i, xHat, size(xHat));
        }
        return result;
    }

    /** γ x̂ + β. */
    Exact y() {
        Exact xHat = xHat();
        Exact y = new Exact(x.length);
        for (int i = 0; i < x.length; i++) {
            double factor = gamma[channel[i]];
            y.add(i, new BigDecimal(factor).multiply(xHat.value[i], DIGITS), Math.abs(factor) * xHat.scale[i]);
            y.add(i, new BigDecimal(beta[channel[i]]));
        }
        return y;
    }

    Exact dBeta(double... dy) {
        Exact d = new Exact(gamma.length);
        for (int i = 0; i < x.length; i++) {
            d.add(channel[i], new BigDecimal(dy[i]));
        }
        return d;
    }

    Exact dGamma(double... dy) {
        Exact xHat = xHat();
        Exact d = new Exact(gamma.length);
        for (int i = 0; i < x.length; i++) {
            BigDecimal term = new BigDecimal(dy[i]).multiply(xHat.value[i], DIGITS);
            d.add(channel[i], term, Math.abs(dy[i]) * xHat.scale[i]);
        }
        return d;
    }

    /** ∂C/∂x_i = dx̂_i s + ∂C/∂σ² · 2 d_i/n + ∂C/∂μ · 1/n, with ∂C/∂σ² = −½ s³ Σ dx̂ d and ∂C/∂μ = −s Σ dx̂. */
    Exact dx(double... dy) {
        BigDecimal[] d = deviations();
        BigDecimal[] s = inverses(d);
        Exact xHat = xHat();
        Exact dx = new Exact(x.length);
        for (int g = 0; g < groups(); g++) {
            int[] places = places(g);
            BigDecimal n = BigDecimal.valueOf(places.length);
            Exact sum = new Exact(1);
            Exact product = new Exact(1);
            for (int i : places) {
                BigDecimal dXHat = dXHat(i, dy);
                sum.add(0, dXHat);
                product.add(0, dXHat.multiply(d[i], DIGITS), Math.abs(dXHat.doubleValue()) * xHat.scale[i]);
            }
            double slope = s[g].doubleValue();
            BigDecimal ofVariance =
                    s[g].pow(3, DIGITS).multiply(product.value[0], DIGITS).divide(n, DIGITS);
            BigDecimal ofMean = s[g].multiply(sum.value[0], DIGITS).divide(n, DIGITS);
            for (int i : places) {
                dx.add(i, dXHat(i, dy).multiply(s[g], DIGITS));
                dx.add(
                        i,
                        ofVariance.multiply(d[i], DIGITS).negate(),
                        slope * xHat.scale[i] * product.scale[0] / places.length);
                if (isCentred) {
                    dx.add(i, ofMean.negate(), slope * sum.scale[0] / places.length);
                }
            }
        }
        return dx;
    }

    private BigDecimal dXHat(int i, double... dy) {
        return new BigDecimal(dy[i]).multiply(new BigDecimal(gamma[channel[i]]));
    }

    /** ẏ_i = γ (ḋ_i s + d_i ṡ) + γ̇ x̂_i + β̇, with ḋ = ẋ − mean(ẋ) and ṡ = −s³ mean(d ḋ). */
    Exact pushforward(double[] tangent, double[] gammaTangent, double[] betaTangent) {
        BigDecimal[] d = deviations();
        BigDecimal[] s = inverses(d);
        Exact xHat = xHat();
        Exact result = new Exact(x.length);
        NormReference moving = new NormReference(tangent, group, channel, gamma, beta, epsilon, isCentred);
        BigDecimal[] dMoves = moving.deviations();
        for (int g = 0; g < groups(); g++) {
            int[] places = places(g);
            Exact product = new Exact(1);
            double ofMean = 0;
            for (int i : places) {
                product.add(0, d[i].multiply(dMoves[i], DIGITS), Math.abs(tangent[i]) * xHat.scale[i]);
                ofMean += isCentred ? Math.abs(tangent[i]) / places.length : 0;
            }
            BigDecimal sMoves = s[g].pow(3, DIGITS)
                    .multiply(product.value[0], DIGITS)
                    .divide(BigDecimal.valueOf(places.length), DIGITS)
                    .negate();
            for (int i : places) {
                BigDecimal factor = new BigDecimal(gamma[channel[i]]);
                double slope = Math.abs(gamma[channel[i]]) * s[g].doubleValue();
                result.add(
                        i, factor.multiply(dMoves[i]).multiply(s[g], DIGITS), slope * (Math.abs(tangent[i]) + ofMean));
                result.add(
                        i,
                        factor.multiply(d[i]).multiply(sMoves, DIGITS),
                        slope * xHat.scale[i] * product.scale[0] / places.length);
                double scaleMoves = gammaTangent[channel[i]];
                result.add(
                        i,
                        new BigDecimal(scaleMoves).multiply(xHat.value[i], DIGITS),
                        Math.abs(scaleMoves) * xHat.scale[i]);
                result.add(i, new BigDecimal(betaTangent[channel[i]]));
            }
        }
        return result;
    }

    /** Groups are the lines along some axes, channels the places in a line. */
    static NormReference alongAxes(Tensor x, int[] axes, Tensor gamma, Tensor beta, double epsilon, boolean isCentred) {
        int[] dimensions = x.shape().dimensions();
        boolean[] isAlong = new boolean[dimensions.length];
        IntStream.of(axes).forEach(axis -> isAlong[Math.floorMod(axis, dimensions.length)] = true);
        int[] group = new int[x.size()];
        int[] channel = new int[x.size()];
        for (int i = 0; i < x.size(); i++) {
            int rest = x.size();
            for (int axis = 0; axis < dimensions.length; axis++) {
                rest /= dimensions[axis];
                int index = i / rest % dimensions[axis];
                int[] target = isAlong[axis] ? channel : group;
                target[i] = target[i] * dimensions[axis] + index;
            }
        }
        return new NormReference(
                x.toDoubleArray(), group, channel, gamma.toDoubleArray(), beta.toDoubleArray(), epsilon, isCentred);
    }

    /** Groups of neighbouring channels of a sample. */
    static NormReference ofGroups(BatchNorm.Inputs in, int groups, int axis, double epsilon) {
        int[] dimensions = in.x().shape().dimensions();
        int channels = in.gamma().size();
        int place = Math.floorMod(axis, dimensions.length);
        int inner = Arrays.stream(dimensions).skip(place + 1).reduce(1, (a, b) -> a * b);
        int sample = in.x().size() / dimensions[0];
        int[] channel =
                IntStream.range(0, in.x().size()).map(i -> i / inner % channels).toArray();
        int[] group = IntStream.range(0, in.x().size())
                .map(i -> i / sample * groups + channel[i] / (channels / groups))
                .toArray();
        return new NormReference(
                in.x().toDoubleArray(),
                group,
                channel,
                in.gamma().toDoubleArray(),
                in.beta().toDoubleArray(),
                epsilon,
                true);
    }
}
