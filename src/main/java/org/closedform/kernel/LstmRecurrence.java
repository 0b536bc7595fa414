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
     */
    public static States forward(Sequences sequences, Buffer projection, Buffer transposed, Buffer h0, Buffer c0) {
        int hidden = sequences.hidden();
        int width = GATES * hidden;
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, width);
        Buffer z = h0.ofSize(projection.size());
        Buffer c = h0.ofSize(projection.size() / GATES);
        Buffer h = h0.ofSize(c.size());
        sequences.ahead(weight.nanoseconds(hidden), () -> {
            double[] sum = new double[width];
            double[] hPrevious = new double[hidden];
            double[] cPrevious = new double[hidden];
            return (row, at, before) -> {
                sequences.load(h, before, h0, row, hPrevious);
                sequences.load(c, before, c0, row, cPrevious);
                projection.load(GATES * at, 1, width, sum, 0);
                weight.addCombination(hPrevious, sum);
                z.store(GATES * at, 1, width, sum, 0);
                z.load(GATES * at, 1, width, sum, 0);
                for (int j = 0; j < hidden; j++) {
                    double kept = Logistic.value(sum[hidden + j]) * cPrevious[j];
                    c.set(at + j, Math.fma(Logistic.value(sum[j]), Hyperbolic.tangent(sum[2 * hidden + j]), kept));
                    h.set(at + j, Logistic.value(sum[3 * hidden + j]) * Hyperbolic.tangent(c.at(at + j)));
                }
            };
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
            Sequences sequences, States states, Buffer c0, Buffer weight, Buffer dy, Buffer dhLast, Buffer dcLast) {
        int hidden = sequences.hidden();
        int width = GATES * hidden;
        RecurrentWeight rows = new RecurrentWeight(weight, width, hidden);
        double[] dz = new double[states.z.size()];
        double[] dh = dhLast.toDoubles();
        double[] dc = dcLast.toDoubles();
        sequences.back(rows.nanoseconds(hidden), () -> {
            double[] z = new double[width];
            double[] cPrevious = new double[hidden];
            double[] own = new double[width];
            double[] back = new double[hidden];
            return (row, at, before) -> {
                states.z.load(GATES * at, 1, width, z, 0);
                sequences.load(states.c, before, c0, row, cPrevious);
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
            };
        });
        return new Gradient(Buffer.of(dz), Recurrence.rounded(dh, dhLast), Recurrence.rounded(dc, dcLast));
    }

    /** ż, [T, N, 4H] in float64; ċ and ḣ, [T, N, H]. */
    public record Tangents(Buffer z, Buffer c, Buffer h) {}

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
            Sequences sequences,
            States states,
            Buffer c0,
            Buffer projection,
            Buffer transposed,
            Buffer h0Tangent,
            Buffer c0Tangent) {
        int hidden = sequences.hidden();
        int width = GATES * hidden;
        RecurrentWeight weight = new RecurrentWeight(transposed, hidden, width);
        Buffer zTangent = Buffer.of(new double[states.z.size()]);
        Buffer cTangent = c0.ofSize(states.c.size());
        Buffer hTangent = c0.ofSize(states.h.size());
        sequences.ahead(weight.nanoseconds(hidden), () -> {
            double[] sum = new double[width];
            double[] cPrevious = new double[hidden];
            double[] cTangentPrevious = new double[hidden];
            double[] hTangentPrevious = new double[hidden];
            return (row, at, before) -> {
                sequences.load(states.c, before, c0, row, cPrevious);
                sequences.load(cTangent, before, c0Tangent, row, cTangentPrevious);
                sequences.load(hTangent, before, h0Tangent, row, hTangentPrevious);
                projection.load(GATES * at, 1, width, sum, 0);
                weight.addCombination(hTangentPrevious, sum);
                zTangent.store(GATES * at, 1, width, sum, 0);
                for (int j = 0; j < hidden; j++) {
                    Gates z = Gates.of(states.z, zTangent, GATES * at + j, hidden);
                    DualNumber cell = new DualNumber(cPrevious[j], cTangentPrevious[j]);
                    DualNumber kept = z.f.logistic().times(cell);
                    cTangent.set(
                            at + j, kept.plus(z.i.logistic().times(z.g.tanh())).tangent());
                    DualNumber c = DualNumber.of(states.c, cTangent, at + j);
                    hTangent.set(at + j, z.o.logistic().times(c.tanh()).tangent());
                }
            };
        });
        return new Tangents(zTangent, cTangent, hTangent);
    }

    /** What goes into the gates of a unit, and how it moves. */
    private record Gates(DualNumber i, DualNumber f, DualNumber g, DualNumber o) {
        static Gates of(Buffer z, Buffer zTangent, int first, int hidden) {
            return new Gates(
                    DualNumber.of(z, zTangent, first),
                    DualNumber.of(z, zTangent, first + hidden),
                    DualNumber.of(z, zTangent, first + 2 * hidden),
                    DualNumber.of(z, zTangent, first + 3 * hidden));
        }
    }

    /** dz and how it moves, [T, N, 4H] in float64 each; how dh0 and dc0 move. */
    public record Curvature(Buffer dz, Buffer dzTangent, Buffer dh0Tangent, Buffer dc0Tangent) {}

    /**
     * How backward moves: each of its lines by the product rule.
     *
     * @param tangents as made by pushforward
     * @param c0Tangent how the cell before the first step moves, [N, H]
     * @param weightTangent Ẇ, [4H, H]
     */
    public static Curvature curvature(
            Sequences sequences,
            States states,
            Tangents tangents,
            Buffer c0,
            Buffer c0Tangent,
            Buffer weight,
            Buffer weightTangent,
            Buffer dy,
            Buffer dhLast,
            Buffer dcLast) {
        int hidden = sequences.hidden();
        int width = GATES * hidden;
        RecurrentWeight rows = new RecurrentWeight(weight, width, hidden);
        RecurrentWeight weightTangents = new RecurrentWeight(weightTangent, width, hidden);
        double[] dz = new double[states.z.size()];
        double[] dzTangent = new double[dz.length];
        double[] dh = dhLast.toDoubles();
        double[] dc = dcLast.toDoubles();
        double[] dhTangent = new double[dh.length];
        double[] dcTangent = new double[dc.length];
        sequences.back(rows.nanoseconds(hidden), () -> {
            double[] cPrevious = new double[hidden];
            double[] cTangentPrevious = new double[hidden];
            double[] own = new double[width];
            double[] ownTangent = new double[width];
            double[] back = new double[hidden];
            double[] backTangent = new double[hidden];
            return (row, at, before) -> {
                sequences.load(states.c, before, c0, row, cPrevious);
                sequences.load(tangents.c, before, c0Tangent, row, cTangentPrevious);
                for (int j = 0; j < hidden; j++) {
                    Gates z = Gates.of(states.z, tangents.z, GATES * at + j, hidden);
                    DualNumber c = DualNumber.of(states.c, tangents.c, at + j);
                    DualNumber cell = new DualNumber(cPrevious[j], cTangentPrevious[j]);
                    DualNumber dhHere = new DualNumber(dy.at(at + j) + dh[row + j], dhTangent[row + j]);
                    DualNumber dcHere = new DualNumber(dc[row + j], dcTangent[row + j])
                            .plus(dhHere.times(z.o.logistic()).times(c.tanhSlope()));
                    dcHere.times(z.g.tanh()).times(z.i.logisticSlope()).store(own, ownTangent, j);
                    dcHere.times(cell).times(z.f.logisticSlope()).store(own, ownTangent, hidden + j);
                    dcHere.times(z.i.logistic()).times(z.g.tanhSlope()).store(own, ownTangent, 2 * hidden + j);
                    dhHere.times(c.tanh()).times(z.o.logisticSlope()).store(own, ownTangent, 3 * hidden + j);
                    dcHere.times(z.f.logistic()).store(dc, dcTangent, row + j);
                    back[j] = 0;
                    backTangent[j] = 0;
                }
                System.arraycopy(own, 0, dz, GATES * at, width);
                System.arraycopy(ownTangent, 0, dzTangent, GATES * at, width);
                rows.pullBack(own, weightTangents, ownTangent, back, backTangent);
                System.arraycopy(back, 0, dh, row, hidden);
                System.arraycopy(backTangent, 0, dhTangent, row, hidden);
            };
        });
        return new Curvature(
                Buffer.of(dz),
                Buffer.of(dzTangent),
                Recurrence.rounded(dhTangent, dhLast),
                Recurrence.rounded(dcTangent, dcLast));
    }
}
