package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.closedform.testkit.HighPrecision.exact;
import static org.closedform.testkit.HighPrecision.exp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * Recurrent layers to 60 digits, unit by unit as the textbook writes them, and their gradients as differences of that: with
 * 60 digits, a central difference over 2·10⁻²⁰ is good to about 35.
 */
record RecurrentReference(int steps, int batch, int features, int hidden) {
    private static final BigDecimal STEP = new BigDecimal("1e-20");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    static BigDecimal sigmoid(BigDecimal x) {
        return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate())), DIGITS);
    }

    static BigDecimal tanh(BigDecimal x) {
        return BigDecimal.ONE.subtract(TWO.divide(BigDecimal.ONE.add(exp(x.multiply(TWO))), DIGITS));
    }

    static BigDecimal relu(BigDecimal x) {
        return x.max(BigDecimal.ZERO);
    }

    /** The parts of x, h0, c0, weightIh, weightHh, biasIh, biasHh to y, hLast, cLast. */
    List<BigDecimal[]> lstm(List<BigDecimal[]> in) {
        BigDecimal[] h = in.get(1).clone();
        BigDecimal[] c = in.get(2).clone();
        List<BigDecimal> y = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            BigDecimal[] before = h.clone();
            for (int n = 0; n < batch; n++) {
                for (int j = 0; j < hidden; j++) {
                    int at = n * hidden + j;
                    BigDecimal i = sigmoid(affine(in, 3, before, t, n, j));
                    BigDecimal f = sigmoid(affine(in, 3, before, t, n, hidden + j));
                    BigDecimal g = tanh(affine(in, 3, before, t, n, 2 * hidden + j));
                    BigDecimal o = sigmoid(affine(in, 3, before, t, n, 3 * hidden + j));
                    c[at] = f.multiply(c[at]).add(i.multiply(g)).round(DIGITS);
                    h[at] = o.multiply(tanh(c[at])).round(DIGITS);
                }
            }
            y.addAll(List.of(h));
        }
        return List.of(y.toArray(BigDecimal[]::new), h, c);
    }

    /** The parts of x, h0, weightIh, weightHh, biasIh, biasHh to y, hLast. */
    List<BigDecimal[]> rnn(List<BigDecimal[]> in, UnaryOperator<BigDecimal> activation) {
        BigDecimal[] h = in.get(1).clone();
        List<BigDecimal> y = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            BigDecimal[] before = h.clone();
            for (int n = 0; n < batch; n++) {
                for (int j = 0; j < hidden; j++) {
                    h[n * hidden + j] = activation.apply(affine(in, 2, before, t, n, j));
                }
            }
            y.addAll(List.of(h));
        }
        return List.of(y.toArray(BigDecimal[]::new), h);
    }

    /** The parts of x, h0, weightIh, weightHh, biasIh, biasHh to y, hLast. */
    List<BigDecimal[]> gru(List<BigDecimal[]> in, boolean resetAfter) {
        BigDecimal[] h = in.get(1).clone();
        List<BigDecimal> y = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            BigDecimal[] before = h.clone();
            for (int n = 0; n < batch; n++) {
                BigDecimal[] r = new BigDecimal[hidden];
                BigDecimal[] reset = before.clone();
                for (int j = 0; j < hidden; j++) {
                    r[j] = sigmoid(affine(in, 2, before, t, n, j));
                    reset[n * hidden + j] = r[j].multiply(before[n * hidden + j]);
                }
                for (int j = 0; j < hidden; j++) {
                    BigDecimal z = sigmoid(affine(in, 2, before, t, n, hidden + j));
                    int row = 2 * hidden + j;
                    BigDecimal fromState = resetAfter
                            ? r[j].multiply(fromState(in, 2, before, n, row))
                            : fromState(in, 2, reset, n, row);
                    BigDecimal candidate = tanh(fromInput(in, 2, t, n, row).add(fromState));
                    int at = n * hidden + j;
                    h[at] = BigDecimal.ONE
                            .subtract(z)
                            .multiply(candidate)
                            .add(z.multiply(before[at]))
                            .round(DIGITS);
                }
            }
            y.addAll(List.of(h));
        }
        return List.of(y.toArray(BigDecimal[]::new), h);
    }

    private BigDecimal affine(List<BigDecimal[]> in, int parameters, BigDecimal[] h, int t, int n, int row) {
        return fromInput(in, parameters, t, n, row)
                .add(fromState(in, parameters, h, n, row))
                .round(DIGITS);
    }

    private BigDecimal fromInput(List<BigDecimal[]> in, int parameters, int t, int n, int row) {
        BigDecimal sum = in.get(parameters + 2)[row];
        for (int d = 0; d < features; d++) {
            sum = sum.add(in.get(parameters)[row * features + d].multiply(in.get(0)[(t * batch + n) * features + d]));
        }
        return sum;
    }

    private BigDecimal fromState(List<BigDecimal[]> in, int parameters, BigDecimal[] h, int n, int row) {
        BigDecimal sum = in.get(parameters + 3)[row];
        for (int k = 0; k < hidden; k++) {
            sum = sum.add(in.get(parameters + 1)[row * hidden + k].multiply(h[n * hidden + k]));
        }
        return sum;
    }

    static List<BigDecimal[]> exactParts(List<NamedTensor> parts) {
        return parts.stream().map(part -> exact(part.tensor().toDoubleArray())).toList();
    }

    /** The gradient of ⟨upstream, f⟩ by every number of the input. */
    static List<BigDecimal[]> gradient(
            Function<List<BigDecimal[]>, List<BigDecimal[]>> f, List<BigDecimal[]> in, List<BigDecimal[]> upstream) {
        List<BigDecimal[]> point = in.stream().map(BigDecimal[]::clone).toList();
        List<BigDecimal[]> gradient = new ArrayList<>();
        for (BigDecimal[] part : point) {
            BigDecimal[] d = new BigDecimal[part.length];
            for (int i = 0; i < part.length; i++) {
                BigDecimal middle = part[i];
                part[i] = middle.add(STEP);
                BigDecimal right = dot(f.apply(point), upstream);
                part[i] = middle.subtract(STEP);
                BigDecimal left = dot(f.apply(point), upstream);
                part[i] = middle;
                d[i] = right.subtract(left).divide(STEP.multiply(TWO), DIGITS);
            }
            gradient.add(d);
        }
        return gradient;
    }

    /** How f moves along a tangent. */
    static List<BigDecimal[]> along(
            Function<List<BigDecimal[]>, List<BigDecimal[]>> f, List<BigDecimal[]> in, List<BigDecimal[]> tangent) {
        List<BigDecimal[]> right = f.apply(moved(in, tangent, STEP));
        List<BigDecimal[]> left = f.apply(moved(in, tangent, STEP.negate()));
        return moved(right, left, BigDecimal.ONE.negate()).stream()
                .map(part -> Arrays.stream(part)
                        .map(v -> v.divide(STEP.multiply(TWO), DIGITS))
                        .toArray(BigDecimal[]::new))
                .toList();
    }

    private static List<BigDecimal[]> moved(List<BigDecimal[]> x, List<BigDecimal[]> tangent, BigDecimal step) {
        List<BigDecimal[]> result = new ArrayList<>();
        for (int p = 0; p < x.size(); p++) {
            BigDecimal[] part = x.get(p).clone();
            for (int i = 0; i < part.length; i++) {
                part[i] = part[i].add(tangent.get(p)[i].multiply(step));
            }
            result.add(part);
        }
        return result;
    }

    private static BigDecimal dot(List<BigDecimal[]> x, List<BigDecimal[]> y) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < x.size(); p++) {
            for (int i = 0; i < x.get(p).length; i++) {
                sum = sum.add(x.get(p)[i].multiply(y.get(p)[i]));
            }
        }
        return sum;
    }

    /** The greatest error of a tensor, in units of ε · scale of its element type. */
    static double error(Tensor actual, BigDecimal[] expected, double scale) {
        double[] values = actual.toDoubleArray();
        double unit = actual.elementType().epsilon() * scale;
        double greatest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference =
                    new BigDecimal(values[i]).subtract(expected[i]).abs().doubleValue();
            greatest = Math.max(greatest, difference / unit);
        }
        return greatest;
    }
}
