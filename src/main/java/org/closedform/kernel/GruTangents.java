package org.closedform.kernel;

/** How the step by step part of a GRU moves, forward and back: see {@link GruRecurrence}. */
public final class GruTangents {
    private static final int GATES = 3;

    private GruTangents() {}

    /** ȧ, [T, N, 3H], and u̇, [T, N, H], in float64; ḣ, [T, N, H]. */
    public record Tangents(Buffer a, Buffer u, Buffer h) {}

    /**
     * All steps, from the first to the last.
     *
     * @param states as made by {@link GruRecurrence#forward}
     * @param h0 the state before the first step, [N, H]
     * @param input ṗ, [T, N, 3H] in float64
     * @param state all else that moves a_r, a_z and u but the weight times what h makes of ḣ, [T, N, 3H] in float64
     * @param transposed [H, 2H] and [H, H]
     * @param h0Tangent how the state before the first step moves, [N, H]
     */
    public static Tangents pushforward(
            Sequences sequences,
            boolean resetAfter,
            GruRecurrence.States states,
            Buffer h0,
            Buffer input,
            Buffer state,
            GruRecurrence.Weight transposed,
            Buffer h0Tangent) {
        int hidden = sequences.hidden();
        RecurrentWeight gates = transposed.gateRows(hidden, 2 * hidden);
        RecurrentWeight candidate = transposed.candidateRows(hidden);
        Buffer aTangent = Buffer.of(new double[states.a().size()]);
        Buffer uTangent = Buffer.of(new double[states.u().size()]);
        Buffer hTangent = h0.ofSize(states.h().size());
        sequences.ahead(gates.nanoseconds(hidden) + candidate.nanoseconds(hidden), () -> {
            double[] own = new double[GATES * hidden];
            double[] fromState = new double[GATES * hidden];
            double[] ofU = new double[hidden];
            double[] previous = new double[hidden];
            double[] previousTangent = new double[hidden];
            double[] multiplied = new double[hidden];
            return (row, at, before) -> {
                sequences.load(states.h(), before, h0, row, previous);
                sequences.load(hTangent, before, h0Tangent, row, previousTangent);
                input.load(GATES * at, 1, own.length, own, 0);
                state.load(GATES * at, 1, own.length, fromState, 0);
                for (int j = 0; j < 2 * hidden; j++) {
                    own[j] += fromState[j];
                }
                gates.addCombination(previousTangent, own);
                for (int j = 0; j < hidden; j++) {
                    DualNumber r = new DualNumber(states.a().at(GATES * at + j), own[j]).logistic();
                    DualNumber h = new DualNumber(previous[j], previousTangent[j]);
                    multiplied[j] = resetAfter ? h.tangent() : r.times(h).tangent();
                    ofU[j] = fromState[2 * hidden + j];
                }
                candidate.addCombination(multiplied, ofU);
                uTangent.store(at, 1, hidden, ofU, 0);
                for (int j = 0; j < hidden; j++) {
                    DualNumber r = new DualNumber(states.a().at(GATES * at + j), own[j]).logistic();
                    DualNumber u = DualNumber.of(states.u(), uTangent, at + j);
                    own[2 * hidden + j] += (resetAfter ? r.times(u) : u).tangent();
                }
                aTangent.store(GATES * at, 1, own.length, own, 0);
                for (int j = 0; j < hidden; j++) {
                    Gates a = Gates.of(states.a(), aTangent, GATES * at + j, hidden);
                    DualNumber h = new DualNumber(previous[j], previousTangent[j]);
                    DualNumber made = a.z.negated().logistic().times(a.n.tanh());
                    hTangent.set(at + j, made.plus(a.z.logistic().times(h)).tangent());
                }
            };
        });
        return new Tangents(aTangent, uTangent, hTangent);
    }

    /** What goes into the gates and the candidate of a unit, and how it moves. */
    private record Gates(DualNumber r, DualNumber z, DualNumber n) {
        static Gates of(Buffer a, Buffer aTangent, int first, int hidden) {
            return new Gates(
                    DualNumber.of(a, aTangent, first),
                    DualNumber.of(a, aTangent, first + hidden),
                    DualNumber.of(a, aTangent, first + 2 * hidden));
        }
    }

    /** da and du and how they move, [T, N, 3H] and [T, N, H] in float64; how dh0 moves. */
    public record Curvature(Buffer da, Buffer daTangent, Buffer du, Buffer duTangent, Buffer dh0Tangent) {}

    /**
     * How backward moves: each of its lines by the product rule.
     *
     * @param tangents as made by pushforward
     * @param h0Tangent how the state before the first step moves, [N, H]
     * @param weightTangent how the weight moves, [2H, H] and [H, H]
     */
    public static Curvature curvature(
            Sequences sequences,
            boolean resetAfter,
            GruRecurrence.States states,
            Tangents tangents,
            Buffer h0,
            Buffer h0Tangent,
            GruRecurrence.Weight weight,
            GruRecurrence.Weight weightTangent,
            Buffer dy,
            Buffer dhLast) {
        int hidden = sequences.hidden();
        RecurrentWeight gates = weight.gateRows(2 * hidden, hidden);
        RecurrentWeight gatesTangent = weightTangent.gateRows(2 * hidden, hidden);
        RecurrentWeight candidate = weight.candidateRows(hidden);
        RecurrentWeight candidateTangent = weightTangent.candidateRows(hidden);
        double[] da = new double[states.a().size()];
        double[] daTangent = new double[da.length];
        double[] du = new double[states.u().size()];
        double[] duTangent = new double[du.length];
        double[] dh = dhLast.toDoubles();
        double[] dhTangent = new double[dh.length];
        sequences.back(gates.nanoseconds(hidden) + candidate.nanoseconds(hidden), () -> {
            double[] own = new double[GATES * hidden];
            double[] ownTangent = new double[GATES * hidden];
            double[] previous = new double[hidden];
            double[] previousTangent = new double[hidden];
            double[] ofU = new double[hidden];
            double[] ofUTangent = new double[hidden];
            double[] multiplied = new double[hidden];
            double[] multipliedTangent = new double[hidden];
            double[] back = new double[hidden];
            double[] backTangent = new double[hidden];
            return (row, at, before) -> {
                sequences.load(states.h(), before, h0, row, previous);
                sequences.load(tangents.h, before, h0Tangent, row, previousTangent);
                for (int j = 0; j < hidden; j++) {
                    Gates a = Gates.of(states.a(), tangents.a, GATES * at + j, hidden);
                    DualNumber h = new DualNumber(previous[j], previousTangent[j]);
                    DualNumber dhHere = new DualNumber(dy.at(at + j) + dh[row + j], dhTangent[row + j]);
                    DualNumber dn = dhHere.times(a.z.negated().logistic()).times(a.n.tanhSlope());
                    dhHere.times(h.minus(a.n.tanh())).times(a.z.logisticSlope()).store(own, ownTangent, hidden + j);
                    dn.store(own, ownTangent, 2 * hidden + j);
                    (resetAfter ? dn.times(a.r.logistic()) : dn).store(ofU, ofUTangent, j);
                    dhHere.times(a.z.logistic()).store(back, backTangent, j);
                    multiplied[j] = 0;
                    multipliedTangent[j] = 0;
                }
                candidate.pullBack(ofU, candidateTangent, ofUTangent, multiplied, multipliedTangent);
                for (int j = 0; j < hidden; j++) {
                    DualNumber r = DualNumber.of(states.a(), tangents.a, GATES * at + j);
                    DualNumber u = DualNumber.of(states.u(), tangents.u, at + j);
                    DualNumber h = new DualNumber(previous[j], previousTangent[j]);
                    DualNumber dn = new DualNumber(own[2 * hidden + j], ownTangent[2 * hidden + j]);
                    DualNumber dm = new DualNumber(multiplied[j], multipliedTangent[j]);
                    DualNumber dr = resetAfter ? dn.times(u) : dm.times(h);
                    dr.times(r.logisticSlope()).store(own, ownTangent, j);
                    new DualNumber(back[j], backTangent[j])
                            .plus(resetAfter ? dm : dm.times(r.logistic()))
                            .store(back, backTangent, j);
                }
                gates.pullBack(own, gatesTangent, ownTangent, back, backTangent);
                System.arraycopy(own, 0, da, GATES * at, own.length);
                System.arraycopy(ownTangent, 0, daTangent, GATES * at, own.length);
                System.arraycopy(ofU, 0, du, at, hidden);
                System.arraycopy(ofUTangent, 0, duTangent, at, hidden);
                System.arraycopy(back, 0, dh, row, hidden);
                System.arraycopy(backTangent, 0, dhTangent, row, hidden);
            };
        });
        return new Curvature(
                Buffer.of(da),
                Buffer.of(daTangent),
                Buffer.of(du),
                Buffer.of(duTangent),
                Recurrence.rounded(dhTangent, dhLast));
    }
}
