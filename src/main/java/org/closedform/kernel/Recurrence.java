package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * The step by step part of a plain recurrent layer: z_t = p_t + W·h_t−1, h_t = φ(z_t), where p, the part of z that does not
 * depend on h, is given for all steps.
 *
 * <p>Sums are in double. A z and an h are rounded to the element type when they are stored, and go on as they are stored, so
 * a sequence is the same as its steps one by one.
 */
public final class Recurrence {
    private Recurrence() {}

    /** What the steps made: z and h, [T, N, H] each. */
    public record States(Buffer z, Buffer h) {}

    /**
     * All steps.
     *
     * @param projection p, [T, N, H] in float64
     * @param transposed Wᵀ, [H, H]
     * @param h0 the state before the first step, [N, H]
     */
    public static States forward(
            Sequences sequences, Buffer projection, Buffer transposed, Buffer h0, DoubleUnaryOperator activation) {
        int hidden = sequences.hidden();
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, hidden);
        Buffer z = h0.ofSize(projection.size());
        Buffer h = h0.ofSize(projection.size());
        sequences.ahead(weight.nanoseconds(hidden), () -> {
            double[] sum = new double[hidden];
            double[] previous = new double[hidden];
            return (row, at, before) -> {
                sequences.load(h, before, h0, row, previous);
                projection.load(at, 1, hidden, sum, 0);
                weight.addCombination(previous, sum);
                z.store(at, 1, hidden, sum, 0);
                for (int j = 0; j < hidden; j++) {
                    h.set(at + j, activation.applyAsDouble(z.at(at + j)));
                }
            };
        });
        return new States(z, h);
    }

    /** ∂C/∂z, [T, N, H] in float64, and ∂C/∂h0. */
    public record Gradient(Buffer dz, Buffer dh0) {}

    /**
     * All steps from the last to the first: dh_t = dy_t + Wᵀ·dz_t+1 and dz_t = φ′(z_t) dh_t.
     *
     * @param z as made by forward
     * @param weight W, [H, H]
     * @param dy the upstream of h at every step, [T, N, H]
     * @param dhLast the upstream of h after the last step, [N, H]
     */
    public static Gradient backward(
            Sequences sequences, Buffer z, Buffer weight, Buffer dy, Buffer dhLast, DoubleUnaryOperator slope) {
        int hidden = sequences.hidden();
        RecurrentWeight rows = new RecurrentWeight(weight, hidden, hidden);
        double[] dz = new double[z.size()];
        double[] dh = dhLast.toDoubles();
        sequences.back(rows.nanoseconds(hidden), () -> {
            double[] own = new double[hidden];
            double[] back = new double[hidden];
            return (row, at, before) -> {
                for (int j = 0; j < hidden; j++) {
                    own[j] = (dy.at(at + j) + dh[row + j]) * slope.applyAsDouble(z.at(at + j));
                    back[j] = 0;
                }
                System.arraycopy(own, 0, dz, at, hidden);
                rows.addCombination(own, back);
                System.arraycopy(back, 0, dh, row, hidden);
            };
        });
        return new Gradient(Buffer.of(dz), rounded(dh, dhLast));
    }

    /** ż, [T, N, H] in float64, and ḣ, [T, N, H]. */
    public record Tangents(Buffer z, Buffer h) {}

    /**
     * All steps from the first to the last: ż_t = ṗ_t + W·ḣ_t−1 and ḣ_t = φ′(z_t) ż_t.
     *
     * @param z as made by forward
     * @param projection ṗ, all that moves z but W·ḣ, [T, N, H] in float64
     * @param transposed Wᵀ, [H, H]
     * @param h0Tangent how the state before the first step moves, [N, H]
     */
    public static Tangents pushforward(
            Sequences sequences,
            Buffer z,
            Buffer projection,
            Buffer transposed,
            Buffer h0Tangent,
            DoubleUnaryOperator slope) {
        int hidden = sequences.hidden();
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, hidden);
        double[] zTangent = new double[z.size()];
        Buffer h = h0Tangent.ofSize(z.size());
        sequences.ahead(weight.nanoseconds(hidden), () -> {
            double[] sum = new double[hidden];
            double[] previous = new double[hidden];
            return (row, at, before) -> {
                sequences.load(h, before, h0Tangent, row, previous);
                projection.load(at, 1, hidden, sum, 0);
                weight.addCombination(previous, sum);
                System.arraycopy(sum, 0, zTangent, at, hidden);
                for (int j = 0; j < hidden; j++) {
                    h.set(at + j, slope.applyAsDouble(z.at(at + j)) * sum[j]);
                }
            };
        });
        return new Tangents(Buffer.of(zTangent), h);
    }

    /** dz and how it moves, [T, N, H] in float64 each; how dh0 moves. */
    public record Curvature(Buffer dz, Buffer dzTangent, Buffer dh0Tangent) {}

    /**
     * How backward moves: (dh_t)˙ = Wᵀ·(dz_t+1)˙ + Ẇᵀ·dz_t+1 and (dz_t)˙ = φ′(z_t) (dh_t)˙ + φ″(z_t) ż_t dh_t.
     *
     * @param zTangent ż, as made by pushforward
     * @param weightTangent Ẇ, [H, H]
     */
    public static Curvature curvature(
            Sequences sequences,
            Buffer z,
            Buffer zTangent,
            Buffer weight,
            Buffer weightTangent,
            Buffer dy,
            Buffer dhLast,
            DoubleUnaryOperator slope,
            DoubleUnaryOperator secondSlope) {
        int hidden = sequences.hidden();
        RecurrentWeight rows = new RecurrentWeight(weight, hidden, hidden);
        RecurrentWeight weightTangents = new RecurrentWeight(weightTangent, hidden, hidden);
        double[] dz = new double[z.size()];
        double[] dzTangent = new double[z.size()];
        double[] dh = dhLast.toDoubles();
        double[] dhTangent = new double[dh.length];
        sequences.back(rows.nanoseconds(hidden), () -> {
            double[] own = new double[hidden];
            double[] ownTangent = new double[hidden];
            double[] back = new double[hidden];
            double[] backTangent = new double[hidden];
            return (row, at, before) -> {
                for (int j = 0; j < hidden; j++) {
                    double here = z.at(at + j);
                    double movement = secondSlope.applyAsDouble(here) * zTangent.at(at + j);
                    new DualNumber(dy.at(at + j) + dh[row + j], dhTangent[row + j])
                            .times(new DualNumber(slope.applyAsDouble(here), movement))
                            .store(own, ownTangent, j);
                    back[j] = 0;
                    backTangent[j] = 0;
                }
                System.arraycopy(own, 0, dz, at, hidden);
                System.arraycopy(ownTangent, 0, dzTangent, at, hidden);
                rows.pullBack(own, weightTangents, ownTangent, back, backTangent);
                System.arraycopy(back, 0, dh, row, hidden);
                System.arraycopy(backTangent, 0, dhTangent, row, hidden);
            };
        });
        return new Curvature(Buffer.of(dz), Buffer.of(dzTangent), rounded(dhTangent, dhLast));
    }

    /** Numbers in a buffer of the same type as another. */
    static Buffer rounded(double[] values, Buffer like) {
        Buffer result = like.ofSize(values.length);
        result.store(0, 1, values.length, values, 0);
        return result;
    }
}
