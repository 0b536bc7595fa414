package org.closedform.kernel;

import java.util.function.Supplier;
import org.closedform.kernel.Information.Reading;

/**
 * The curvature of entropy and divergence, V = Σ p r: the derivative of their gradients along a tangent of p and q. Let ṙ be the
 * derivative of r, and m that of log p, so that ṙ = s m where only p moves. The gradient by the numbers that p is read from moves
 * by
 *
 * <pre>{@code
 * logits                p ⊙ (z − Σ p z),   z = m (r − V) + ṙ
 * log-probabilities     p (m (r + s) + ṙ)
 * probabilities         ṙ
 * }</pre>
 */
public final class InformationCurvature {
    private InformationCurvature() {}

    /** The movements of both gradients. */
    public record Movements(Buffer dp, Buffer dq) {}

    /** How the gradient of each row's entropy moves, divided by {@code divisor}. */
    public static Buffer entropies(Buffer x, Buffer tangent, Reading reading, Rows rows, double divisor) {
        Buffer movement = x.ofSize(x.size());
        rows.forEach(x, Information.NANOSECONDS, () -> {
            Distribution p = new Distribution(reading, rows.length());
            DoubleDoubles r = new DoubleDoubles(rows.length());
            Movement moving = new Movement(reading, rows.length());
            double[] rowTangent = rows.scratch();
            double[] ofR = rows.scratch();
            double[] dx = rows.scratch();
            return (values, row) -> {
                rows.load(tangent, row, rowTangent);
                p.read(values, p.exponent(values));
                moving.read(p, values, rowTangent);
                for (int i = 0; i < dx.length; i++) {
                    r.set(i, p.log().at(i).negate());
                    ofR[i] = -moving.ofLog[i];
                }
                moveFirst(reading, p, moving, r, ofR, -1, dx);
                CrossEntropy.divide(dx, divisor);
                rows.store(movement, row, dx);
            };
        });
        return movement;
    }

    /** How both gradients of each row's divergence move, divided by {@code divisor}. */
    public static Movements divergences(
            Buffer p,
            Buffer pTangent,
            Reading pReading,
            Buffer q,
            Buffer qTangent,
            Reading qReading,
            Rows rows,
            double divisor) {
        return movements(p, pTangent, q, qTangent, rows, divisor, () -> {
            double[] ofR = rows.scratch();
            Divergence divergence = new Divergence(pReading, qReading, rows.length(), Math.ulp(1.0));
            Movement first = new Movement(pReading, rows.length());
            Movement second = new Movement(qReading, rows.length());
            return (x, y, xTangent, yTangent, dx, dy) -> {
                divergence.read(x, y);
                first.read(divergence.p(), x, xTangent);
                second.read(divergence.q(), y, yTangent);
                for (int i = 0; i < ofR.length; i++) {
                    ofR[i] = first.ofLog[i] - second.ofLog[i];
                }
                moveSecond(qReading, first, second, y, dy);
                moveFirst(pReading, divergence.p(), first, divergence.logRatios(), ofR, 1, dx);
            };
        });
    }

    /** How the slopes in two rows move along their tangents: fills dx and dy. */
    @FunctionalInterface
    interface Pair {
        void move(double[] x, double[] y, double[] xTangent, double[] yTangent, double[] dx, double[] dy);
    }

    /** The movements of both gradients, row by row, divided; each thread has a pair of its own. */
    static Movements movements(
            Buffer p, Buffer pTangent, Buffer q, Buffer qTangent, Rows rows, double divisor, Supplier<Pair> pairs) {
        Buffer dp = p.ofSize(p.size());
        Buffer dq = q.ofSize(q.size());
        rows.forEach(p, Information.NANOSECONDS, () -> {
            double[] y = rows.scratch();
            double[] xTangent = rows.scratch();
            double[] yTangent = rows.scratch();
            double[] dx = rows.scratch();
            double[] dy = rows.scratch();
            Pair pair = pairs.get();
            return (x, row) -> {
                rows.load(q, row, y);
                rows.load(pTangent, row, xTangent);
                rows.load(qTangent, row, yTangent);
                pair.move(x, y, xTangent, yTangent, dx, dy);
                CrossEntropy.divide(dx, divisor);
                CrossEntropy.divide(dy, divisor);
                rows.store(dp, row, dx);
                rows.store(dq, row, dy);
            };
        });
        return new Movements(dp, dq);
    }

    /** The movement of the slope of Σ p r in what p was read from. */
    private static void moveFirst(
            Reading reading, Distribution p, Movement moving, DoubleDoubles r, double[] ofR, double s, double[] dx) {
        switch (reading) {
            case LOGITS -> {
                DoubleDouble mean = p.centered(r);
                for (int i = 0; i < dx.length; i++) {
                    double deviation = (r.high[i] - mean.high()) + (r.low[i] - mean.low());
                    ofR[i] = p.isZero(i) ? 0 : moving.ofLog[i] * deviation + ofR[i];
                }
                ScalarSoftmax.backward(moving.p, ofR, dx);
            }
            case LOG_PROBABILITIES -> {
                for (int i = 0; i < dx.length; i++) {
                    double slope = (r.high[i] + s) + r.low[i];
                    dx[i] = p.isZero(i) ? 0 : moving.p[i] * (moving.ofLog[i] * slope + ofR[i]);
                }
            }
            case PROBABILITIES -> System.arraycopy(ofR, 0, dx, 0, dx.length);
        }
    }

    /** The movement of the slope of −Σ p log q in y, which q was read from. */
    private static void moveSecond(Reading reading, Movement p, Movement q, double[] y, double[] dy) {
        switch (reading) {
            case LOGITS -> {
                double sum = Summation.sum(p.p);
                double movement = Summation.sum(p.ofP);
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = q.ofP[i] * sum + (q.p[i] * movement - p.ofP[i]);
                }
            }
            case LOG_PROBABILITIES -> {
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = -p.ofP[i];
                }
            }
            case PROBABILITIES -> {
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = p.p[i] == 0 && p.ofP[i] == 0 ? 0 : (p.p[i] * q.ofLog[i] - p.ofP[i]) / y[i];
                }
            }
        }
    }
}
