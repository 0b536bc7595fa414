package org.closedform.evaluation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A number with its first and second derivatives by all inputs, so that a formula has its right Hessian without being derived.
 *
 * @param value the number
 * @param slopes ∂/∂x_i
 * @param bends ∂²/∂x_i∂x_j
 */
record Jet(double value, double[] slopes, double[][] bends) {

    /** The inputs themselves. */
    static Jet[] variables(double... x) {
        Jet[] variables = new Jet[x.length];
        Arrays.setAll(variables, i -> {
            double[] slopes = new double[x.length];
            slopes[i] = 1;
            return new Jet(x[i], slopes, new double[x.length][x.length]);
        });
        return variables;
    }

    static Jet sum(Jet... terms) {
        return Arrays.stream(terms).reduce(Jet::plus).orElseThrow();
    }

    static Jet mean(Jet... terms) {
        return sum(terms).times(1.0 / terms.length);
    }

    static Jet dot(Jet[] a, Jet[] b) {
        Jet[] products = new Jet[a.length];
        Arrays.setAll(products, i -> a[i].times(b[i]));
        return sum(products);
    }

    static Jet dot(double[] a, Jet[] b) {
        Jet[] products = new Jet[a.length];
        Arrays.setAll(products, i -> b[i].times(a[i]));
        return sum(products);
    }

    /** Rows of so many columns. */
    static Jet[][] rows(Jet[] all, int columns) {
        Jet[][] rows = new Jet[all.length / columns][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
        return rows;
    }

    Jet plus(Jet b) {
        return combined(value + b.value, 1, b, 1, 0);
    }

    Jet plus(double b) {
        return new Jet(value + b, slopes, bends);
    }

    Jet minus(Jet b) {
        return combined(value - b.value, 1, b, -1, 0);
    }

    Jet times(Jet b) {
        return combined(value * b.value, b.value, b, value, 1);
    }

    Jet times(double b) {
        return map(v -> v * b, v -> b, v -> 0);
    }

    Jet dividedBy(Jet b) {
        return times(b.map(v -> 1 / v, v -> -1 / (v * v), v -> 2 / (v * v * v)));
    }

    Jet square() {
        return times(this);
    }

    Jet exp() {
        return map(Math::exp, Math::exp, Math::exp);
    }

    Jet log() {
        return map(Math::log, v -> 1 / v, v -> -1 / (v * v));
    }

    Jet sqrt() {
        return map(Math::sqrt, v -> 0.5 / Math.sqrt(v), v -> -0.25 / (v * Math.sqrt(v)));
    }

    Jet sin() {
        return map(Math::sin, Math::cos, v -> -Math.sin(v));
    }

    Jet tanh() {
        DoubleUnaryOperator slope = v -> 1 / (Math.cosh(v) * Math.cosh(v));
        return map(Math::tanh, slope, v -> -2 * Math.tanh(v) * slope.applyAsDouble(v));
    }

    Jet sigmoid() {
        return map(
                ElementwiseFamilies::sigmoid,
                v -> ElementwiseFamilies.sigmoid(v) * ElementwiseFamilies.sigmoid(-v),
                v -> -ElementwiseFamilies.sigmoid(v) * ElementwiseFamilies.sigmoid(-v) * Math.tanh(v / 2));
    }

    Jet softplus() {
        return map(
                ElementwiseFamilies::softplus,
                ElementwiseFamilies::sigmoid,
                v -> ElementwiseFamilies.sigmoid(v) * ElementwiseFamilies.sigmoid(-v));
    }

    /** f(this), by f′ and f″. */
    Jet map(DoubleUnaryOperator f, DoubleUnaryOperator slope, DoubleUnaryOperator bend) {
        double first = slope.applyAsDouble(value);
        double second = bend.applyAsDouble(value);
        double[] moved = Arrays.stream(slopes).map(s -> first * s).toArray();
        double[][] bent = new double[bends.length][bends.length];
        for (int i = 0; i < bent.length; i++) {
            for (int j = 0; j < bent.length; j++) {
                bent[i][j] = first * bends[i][j] + second * slopes[i] * slopes[j];
            }
        }
        return new Jet(f.applyAsDouble(value), moved, bent);
    }

    /** A function of two numbers with the slopes a and b by them, and the mixed derivative c. */
    private Jet combined(double result, double a, Jet other, double b, double c) {
        double[] moved = new double[slopes.length];
        Arrays.setAll(moved, i -> a * slopes[i] + b * other.slopes[i]);
        double[][] bent = new double[bends.length][bends.length];
        for (int i = 0; i < bent.length; i++) {
            for (int j = 0; j < bent.length; j++) {
                bent[i][j] = a * bends[i][j]
                        + b * other.bends[i][j]
                        + c * (slopes[i] * other.slopes[j] + slopes[j] * other.slopes[i]);
            }
        }
        return new Jet(result, moved, bent);
    }
}
