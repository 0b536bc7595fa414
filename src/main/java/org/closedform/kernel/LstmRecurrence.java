package org.closedform.kernel;

/**
 * The step by step part of an LSTM: z_t = p_t + W·h_t−1, cut into the four gates i, f, g, o, where p, the part of z that does
 * not depend on h, is given for all steps.
 *
 * <p>Sums are in double. A z, a c and an h are rounded to the element type when they are stored, and go on as they are
 * stored, so a sequence is the same as its steps one by one. Slopes are computed from z: a saturated gate keeps the digits of
 * its slope, which 1 − σ would lose.
 */
public final class LstmRecurrence {
    private static final int GATES = 4;

    private LstmRecurrence() {}

    /** What the steps made: z [T, N, 4H]; c and h [T, N, H]. */
    public record States(Buffer z, Buffer c, Buffer h) {}

    /**
     * All steps.
     *
     * @param projection p, [T, N, 4H] in float64
     * @param transposed Wᵀ, [H, 4H]
     * @param h0 the state before the first step, [N, H]
     * @param c0 the cell before the first step, [N, H]
     * @param hidden H
     */
    public static States forward(Buffer projection, Buffer transposed, Buffer h0, Buffer c0, int hidden) {
        int width = GATES * hidden;
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, width);
        Buffer z = h0.ofSize(projection.size());
        Buffer c = h0.ofSize(projection.size() / GATES);
        Buffer h = h0.ofSize(c.size());
        weight.split(hidden, h0.size(), h.size(), (from, to) -> {
            double[] sum = new double[width];
            double[] hPrevious = new double[hidden];
            double[] cPrevious = new double[hidden];
            for (int step = 0; step < h.size(); step += h0.size()) {
                for (int at = step + from; at < step + to; at += hidden) {
                    Recurrence.loadPrevious(h, h0, at, h0.size(), hPrevious);
                    Recurrence.loadPrevious(c, c0, at, h0.size(), cPrevious);
                    projection.load(GATES * at, 1, width, sum, 0);
                    weight.addCombination(hPrevious, sum);
                    z.store(GATES * at, 1, width, sum, 0);
                    z.load(GATES * at, 1, width, sum, 0);
                    for (int j = 0; j < hidden; j++) {
                        double kept = Logistic.value(sum[hidden + j]) * cPrevious[j];
                        c.set(at + j, Math.fma(Logistic.value(sum[j]), Hyperbolic.tangent(sum[2 * hidden + j]), kept));
                        h.set(at + j, Logistic.value(sum[3 * hidden + j]) * Hyperbolic.tangent(c.at(at + j)));
                    }
                }
            }
        });
        return new States(z, c, h);
    }

    /** ∂C/∂z, [T, N, 4H] in float64; ∂C/∂h0 and ∂C/∂c0. */
    public record Gradient(Buffer dz, Buffer dh0, Buffer dc0) {}

    /**
     * All steps from the last to the first.
     *
     * @param states as made by forward
     * @param c0 the cell before the first step, [N, H]
     * @param weight W, [4H, H]
     * @param dy the upstream of h at every step, [T, N, H]
     * @param dhLast the upstream of h after the last step, [N, H]
     * @param dcLast the upstream of c after the last step, [N, H]
     */
    public static Gradient backward(
            States states, Buffer c0, Buffer weight, Buffer dy, Buffer dhLast, Buffer dcLast, int hidden) {
        int width = GATES * hidden;
        RecurrentWeight rows = new RecurrentWeight(weight, width, hidden);
        double[] dz = new double[states.z.size()];
        double[] dh = dhLast.toDoubles();
        double[] dc = dcLast.toDoubles();
        rows.split(hidden, dh.length, dy.size(), (from, to) -> {
            double[] z = new double[width];
            double[] cPrevious = new double[hidden];
            double[] own = new double[width];
            double[] back = new double[hidden];
            for (int step = dy.size() - dh.length; step >= 0; step -= dh.length) {
                for (int row = from; row < to; row += hidden) {
                    int at = step + row;
                    states.z.load(GATES * at, 1, width, z, 0);
                    Recurrence.loadPrevious(states.c, c0, at, dh.length, cPrevious);
                    for (int j = 0; j < hidden; j++) {
                        double zi = z[j];
                        double zf = z[hidden + j];
                        double zg = z[2 * hidden + j];
                        double zo = z[3 * hidden + j];
                        double c = states.c.at(at + j);
                        double dhHere = dy.at(at + j) + dh[row + j];
                        double dcHere = Math.fma(dhHere * Logistic.value(zo), Hyperbolic.tangentSlope(c), dc[row + j]);
                        own[j] = dcHere * Hyperbolic.tangent(zg) * Logistic.slope(zi);
                        own[hidden + j] = dcHere * cPrevious[j] * Logistic.slope(zf);
                        own[2 * hidden + j] = dcHere * Logistic.value(zi) * Hyperbolic.tangentSlope(zg);
                        own[3 * hidden + j] = dhHere * Hyperbolic.tangent(c) * Logistic.slope(zo);
                        dc[row + j] = dcHere * Logistic.value(zf);
                        back[j] = 0;
                    }
                    System.arraycopy(own, 0, dz, GATES * at, width);
                    rows.addCombination(own, back);
                    System.arraycopy(back, 0, dh, row, hidden);
                }
            }
        });
        return new Gradient(Buffer.of(dz), Recurrence.rounded(dh, dhLast), Recurrence.rounded(dc, dcLast));
    }

    /** ċ and ḣ at every step, [T, N, H] each. */
    public record Tangents(Buffer c, Buffer h) {}

    /**
     * All steps, from the first to the last.
     *
     * @param states as made by forward
     * @param c0 the cell before the first step, [N, H]
     * @param projection ṗ, all that moves z but W·ḣ, [T, N, 4H] in float64
     * @param transposed Wᵀ, [H, 4H]
     * @param h0Tangent how the state before the first step moves, [N, H]
     * @param c0Tangent how the cell before the first step moves, [N, H]
     */
    public static Tangents pushforward(
            States states,
            Buffer c0,
            Buffer projection,
            Buffer transposed,
            Buffer h0Tangent,
            Buffer c0Tangent,
            int hidden) {
        int width = GATES * hidden;
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, width);
        Buffer cTangent = c0.ofSize(states.c.size());
        Buffer hTangent = c0.ofSize(states.h.size());
        double[] z = new double[width];
        double[] zTangent = new double[width];
        double[] cPrevious = new double[hidden];
        double[] cTangentPrevious = new double[hidden];
        double[] hTangentPrevious = new double[hidden];
        for (int at = 0; at < hTangent.size() && hidden > 0; at += hidden) {
            states.z.load(GATES * at, 1, width, z, 0);
            Recurrence.loadPrevious(states.c, c0, at, c0.size(), cPrevious);
            Recurrence.loadPrevious(cTangent, c0Tangent, at, c0.size(), cTangentPrevious);
            Recurrence.loadPrevious(hTangent, h0Tangent, at, c0.size(), hTangentPrevious);
            projection.load(GATES * at, 1, width, zTangent, 0);
            weight.addCombination(hTangentPrevious, zTangent);
            for (int j = 0; j < hidden; j++) {
                double zi = z[j];
                double zf = z[hidden + j];
                double zg = z[2 * hidden + j];
                double zo = z[3 * hidden + j];
                double c = states.c.at(at + j);
                double ofI = Hyperbolic.tangent(zg) * Logistic.slope(zi) * zTangent[j];
                double ofF = cPrevious[j] * Logistic.slope(zf) * zTangent[hidden + j];
                double ofG = Logistic.value(zi) * Hyperbolic.tangentSlope(zg) * zTangent[2 * hidden + j];
                double ofO = Hyperbolic.tangent(c) * Logistic.slope(zo) * zTangent[3 * hidden + j];
                cTangent.set(at + j, Math.fma(Logistic.value(zf), cTangentPrevious[j], ofF + (ofI + ofG)));
                hTangent.set(
                        at + j, Math.fma(Logistic.value(zo) * Hyperbolic.tangentSlope(c), cTangent.at(at + j), ofO));
            }
        }
        return new Tangents(cTangent, hTangent);
    }
}
