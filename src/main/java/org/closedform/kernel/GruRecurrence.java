package org.closedform.kernel;

/**
 * The step by step part of a GRU, whose gates are r and z, and whose candidate is n:
 *
 * <pre>{@code
 * a_r = p_r + W_r·h_t−1 + b_r        a_z = p_z + W_z·h_t−1 + b_z
 * reset after the product:    u = W_n·h_t−1 + b_n             a_n = p_n + r ⊙ u
 * reset before the product:   u = W_n·(r ⊙ h_t−1) + b_n       a_n = p_n + u
 * h_t = (1 − z) ⊙ n + z ⊙ h_t−1
 * }</pre>
 *
 * <p>p, the part of a that does not depend on h, is given for all steps. Sums are in double. An a, a u and an h are rounded to
 * the element type when they are stored; an a and an h go on as they are stored, so a sequence is the same as its steps one by
 * one. 1 − z is σ(−a_z), and slopes are computed from a, so that saturated gates keep their digits.
 */
public final class GruRecurrence {
    private static final int GATES = 3;

    private GruRecurrence() {}

    /** The weight of h, or its transpose, in two parts: one for both gates, one for the candidate. */
    public record Weight(Buffer gates, Buffer candidate) {
        RecurrentWeight gateRows(int count, int length) {
            return new RecurrentWeight(gates, count, length);
        }

        RecurrentWeight candidateRows(int hidden) {
            return new RecurrentWeight(candidate, hidden, hidden);
        }
    }

    /** What the steps made: a [T, N, 3H]; u and h [T, N, H]. */
    public record States(Buffer a, Buffer u, Buffer h) {}

    /**
     * All steps.
     *
     * @param resetAfter whether r multiplies after the product with the weight
     * @param projection p, [T, N, 3H] in float64
     * @param bias b, [3H]
     * @param transposed [H, 2H] and [H, H]
     * @param h0 the state before the first step, [N, H]
     */
    public static States forward(
            Sequences sequences, boolean resetAfter, Buffer projection, Buffer bias, Weight transposed, Buffer h0) {
        int hidden = sequences.hidden();
        RecurrentWeight gates = transposed.gateRows(hidden, 2 * hidden);
        RecurrentWeight candidate = transposed.candidateRows(hidden);
        double[] biases = bias.toDoubles();
        Buffer a = h0.ofSize(projection.size());
        Buffer u = h0.ofSize(projection.size() / GATES);
        Buffer h = h0.ofSize(u.size());
        sequences.ahead(gates.nanoseconds(hidden) + candidate.nanoseconds(hidden), () -> {
            double[] own = new double[GATES * hidden];
            double[] fromState = new double[hidden];
            double[] previous = new double[hidden];
            double[] multiplied = new double[hidden];
            return (row, at, before) -> {
                int atR = GATES * at;
                int atZ = atR + hidden;
                int atN = atZ + hidden;
                sequences.load(h, before, h0, row, previous);
                projection.load(atR, 1, own.length, own, 0);
                for (int j = 0; j < 2 * hidden; j++) {
                    own[j] += biases[j];
                }
                gates.addCombination(previous, own);
                a.store(atR, 1, 2 * hidden, own, 0);
                for (int j = 0; j < hidden; j++) {
                    fromState[j] = biases[2 * hidden + j];
                    multiplied[j] = resetAfter ? previous[j] : Logistic.value(a.at(atR + j)) * previous[j];
                }
                candidate.addCombination(multiplied, fromState);
                u.store(at, 1, hidden, fromState, 0);
                for (int j = 0; j < hidden; j++) {
                    double reset = resetAfter ? Logistic.value(a.at(atR + j)) : 1;
                    a.set(atN + j, Math.fma(reset, fromState[j], own[2 * hidden + j]));
                    double z = a.at(atZ + j);
                    double kept = Logistic.value(z) * previous[j];
                    h.set(at + j, Math.fma(Logistic.value(-z), Hyperbolic.tangent(a.at(atN + j)), kept));
                }
            };
        });
        return new States(a, u, h);
    }

    /** ∂C/∂a, [T, N, 3H], and ∂C/∂u, [T, N, H], in float64; ∂C/∂h0. */
    public record Gradient(Buffer da, Buffer du, Buffer dh0) {}

    /**
     * All steps from the last to the first.
     *
     * @param states as made by forward
     * @param h0 the state before the first step, [N, H]
     * @param weight [2H, H] and [H, H]
     * @param dy the upstream of h at every step, [T, N, H]
     * @param dhLast the upstream of h after the last step, [N, H]
     */
    public static Gradient backward(
            Sequences sequences,
            boolean resetAfter,
            States states,
            Buffer h0,
            Weight weight,
            Buffer dy,
            Buffer dhLast) {
        int hidden = sequences.hidden();
        RecurrentWeight gates = weight.gateRows(2 * hidden, hidden);
        RecurrentWeight candidate = weight.candidateRows(hidden);
        double[] da = new double[states.a.size()];
        double[] du = new double[states.u.size()];
        double[] dh = dhLast.toDoubles();
        sequences.back(gates.nanoseconds(hidden) + candidate.nanoseconds(hidden), () -> {
            double[] a = new double[GATES * hidden];
            double[] own = new double[GATES * hidden];
            double[] previous = new double[hidden];
            double[] ofU = new double[hidden];
            double[] multiplied = new double[hidden];
            double[] back = new double[hidden];
            return (row, at, before) -> {
                states.a.load(GATES * at, 1, a.length, a, 0);
                sequences.load(states.h, before, h0, row, previous);
                for (int j = 0; j < hidden; j++) {
                    double z = a[hidden + j];
                    double n = a[2 * hidden + j];
                    double dhHere = dy.at(at + j) + dh[row + j];
                    double dn = dhHere * Logistic.value(-z) * Hyperbolic.tangentSlope(n);
                    own[hidden + j] = dhHere * (previous[j] - Hyperbolic.tangent(n)) * Logistic.slope(z);
                    own[2 * hidden + j] = dn;
                    ofU[j] = resetAfter ? dn * Logistic.value(a[j]) : dn;
                    back[j] = dhHere * Logistic.value(z);
                    multiplied[j] = 0;
                }
                candidate.addCombination(ofU, multiplied);
                for (int j = 0; j < hidden; j++) {
                    double dr = resetAfter ? own[2 * hidden + j] * states.u.at(at + j) : multiplied[j] * previous[j];
                    own[j] = dr * Logistic.slope(a[j]);
                    back[j] += resetAfter ? multiplied[j] : multiplied[j] * Logistic.value(a[j]);
                }
                gates.addCombination(own, back);
                System.arraycopy(own, 0, da, GATES * at, own.length);
                System.arraycopy(ofU, 0, du, at, hidden);
                System.arraycopy(back, 0, dh, row, hidden);
            };
        });
        return new Gradient(Buffer.of(da), Buffer.of(du), Recurrence.rounded(dh, dhLast));
    }
}
