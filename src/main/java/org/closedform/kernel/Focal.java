package org.closedform.kernel;

import org.closedform.kernel.Information.Reading;

/**
 * Focal loss of one row: Σ q_i c_i^γ L_i with c_i = 1 − p_i, L_i = −log p_i and γ > 0. By log p_i it changes by −ω_i, with
 *
 * <pre>{@code
 * ω_i = q_i c_i^γ (1 + γ p_i L_i / c_i)
 * }</pre>
 *
 * <p>so its gradient is that of a cross-entropy with coefficients ω in place of q, whatever the row was read from.
 *
 * @param form the cross-entropy of such rows
 */
public record Focal(Reading reading, CrossEntropy form, double gamma) implements CrossEntropy {

    @Override
    public double apply(double[] x, double[] q, double[] gradient) {
        Complements row = new Complements(reading, x);
        double[] terms = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (q[i] == 0) {
                terms[i] = row.isDistribution() ? 0 : Double.NaN;
                continue;
            }
            double power = q[i] * FocalPower.of(row.complement[i], gamma);
            terms[i] = power * row.loss[i];
            q[i] = power * (1 + gamma * row.share(i));
        }
        form.apply(x, q, gradient);
        return Summation.sum(terms);
    }

    /**
     * How each row's gradient moves along a tangent, divided. With χ = ∂ω/∂log p and m the movement of log p it moves by
     *
     * <pre>{@code
     * on logits              p_j (m_j Σ ω + Σ over i ≠ j of χ_i m_i) − (1 − p_j) χ_j m_j
     * on log-probabilities   −χ_j m_j
     * on probabilities       (ω_j − χ_j) m_j / p_j
     * }</pre>
     */
    public Buffer movement(Buffer x, Buffer tangent, Rows rows, Coefficients coefficients, double divisor) {
        Buffer result = x.ofSize(x.size());
        rows.forEach(x, Information.NANOSECONDS, () -> {
            double[] q = rows.scratch();
            double[] rowTangent = rows.scratch();
            double[] dx = rows.scratch();
            Distribution distribution = new Distribution(reading, rows.length());
            Movement moving = new Movement(reading, rows.length());
            return (values, row) -> {
                if (coefficients.fill(row, q)) {
                    rows.load(tangent, row, rowTangent);
                    distribution.read(values, distribution.exponent(values));
                    moving.read(distribution, values, rowTangent);
                    move(new Complements(reading, values), q, moving, dx);
                    CrossEntropy.divide(dx, divisor);
                    rows.store(result, row, dx);
                }
            };
        });
        return result;
    }

    /**
     * On logits, how much each number of the gradient moves with its own logit, divided:
     *
     * <pre>{@code
     * p_j ((1 − p_j) Σ ω − p_j Σ over i ≠ j of χ_i) − (1 − p_j)² χ_j
     * }</pre>
     */
    public Buffer diagonal(Buffer x, Rows rows, Coefficients coefficients, double divisor) {
        Buffer result = x.ofSize(x.size());
        rows.forEach(x, Information.NANOSECONDS, () -> {
            double[] q = rows.scratch();
            double[] diagonal = rows.scratch();
            return (values, row) -> {
                if (coefficients.fill(row, q)) {
                    fillDiagonal(new Complements(reading, values), q, diagonal);
                    CrossEntropy.divide(diagonal, divisor);
                    rows.store(result, row, diagonal);
                }
            };
        });
        return result;
    }

    private void fillDiagonal(Complements row, double[] q, double[] diagonal) {
        double[] bends = new double[q.length];
        double weights = Summation.sum(weights(row, q));
        for (int i = 0; i < q.length; i++) {
            bends[i] = q[i] == 0 ? 0 : q[i] * bend(row, i);
        }
        int strongest = 0;
        for (int i = 1; i < q.length; i++) {
            strongest = Math.abs(bends[i]) > Math.abs(bends[strongest]) ? i : strongest;
        }
        double own = bends[strongest];
        bends[strongest] = 0;
        double others = Summation.sum(bends);
        bends[strongest] = own;
        for (int j = 0; j < q.length; j++) {
            double p = row.p[j];
            double c = row.complement[j];
            double rest = j == strongest ? others : others - bends[j] + own;
            diagonal[j] = p == 0 || c == 0 ? 0 * (p + c) : p * (c * weights - p * rest) - c * c * bends[j];
        }
    }

    private double[] weights(Complements row, double[] q) {
        double[] weights = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            weights[i] = q[i] == 0 ? 0 : q[i] * FocalPower.of(row.complement[i], gamma) * (1 + gamma * row.share(i));
        }
        return weights;
    }

    private void move(Complements row, double[] q, Movement moving, double[] dx) {
        double[] weights = weights(row, q);
        double[] moved = new double[dx.length];
        for (int i = 0; i < dx.length; i++) {
            double bend = q[i] == 0 || moving.ofLog[i] == 0 ? 0 : q[i] * bend(row, i);
            moved[i] = bend == 0 ? 0 : bend * moving.ofLog[i];
        }
        double allWeights = Summation.sum(weights);
        double allMoved = Summation.sum(moved);
        for (int i = 0; i < dx.length; i++) {
            double p = moving.p[i];
            dx[i] = switch (reading) {
                case LOGITS ->
                    p * (moving.ofLog[i] * allWeights + (allMoved - moved[i])) - row.complement[i] * moved[i];
                case LOG_PROBABILITIES -> 0 - moved[i];
                case PROBABILITIES -> q[i] == 0 ? 0 : (weights[i] * moving.ofLog[i] - moved[i]) / p;
            };
        }
    }

    /** γ p c^(γ−1) (L − 2 − (γ − 1) p L/c), which is χ for q = 1. */
    private double bend(Complements row, int i) {
        if (row.p[i] == 0) {
            return 0;
        }
        double power = StrictMath.pow(row.complement[i], gamma - 1);
        return gamma * row.p[i] * power * (row.loss[i] - 2 - (gamma - 1) * row.share(i));
    }
}
