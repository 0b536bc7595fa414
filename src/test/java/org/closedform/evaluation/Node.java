package org.closedform.evaluation;

import java.util.function.DoubleUnaryOperator;

/**
 * A number on a {@link Tape}: its value, and the derivatives by the numbers that it was computed from.
 *
 * @param tape where it is
 * @param index its place there
 * @param value its value
 * @param from the places of its operands
 * @param slopes the derivatives by them
 */
record Node(Tape tape, int index, double value, int[] from, double[] slopes) {
    Node plus(Node b) {
        return tape.record(value + b.value, this, 1, b, 1);
    }

    Node plus(double b) {
        return tape.record(value + b, this, 1);
    }

    Node minus(Node b) {
        return tape.record(value - b.value, this, 1, b, -1);
    }

    Node times(Node b) {
        return tape.record(value * b.value, this, b.value, b, value);
    }

    Node times(double b) {
        return tape.record(value * b, this, b);
    }

    Node dividedBy(Node b) {
        double quotient = value / b.value;
        return tape.record(quotient, this, 1 / b.value, b, -quotient / b.value);
    }

    Node negate() {
        return times(-1);
    }

    Node square() {
        return times(this);
    }

    /** The larger; the first of two equal ones. */
    Node max(Node b) {
        return b.value > value ? tape.record(b.value, b, 1) : tape.record(value, this, 1);
    }

    Node max(double b) {
        return map(v -> Math.max(v, b), v -> v > b ? 1 : 0);
    }

    Node min(double b) {
        return negate().max(-b).negate();
    }

    Node exp() {
        double e = Math.exp(value);
        return tape.record(e, this, e);
    }

    Node log() {
        return map(Math::log, v -> 1 / v);
    }

    Node sqrt() {
        double root = Math.sqrt(value);
        return tape.record(root, this, 0.5 / root);
    }

    Node tanh() {
        double y = Math.tanh(value);
        return tape.record(y, this, (1 - y) * (1 + y));
    }

    Node sigmoid() {
        double y = 1 / (1 + Math.exp(-value));
        return tape.record(y, this, y * (1 / (1 + Math.exp(value))));
    }

    Node map(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        return tape.record(f.applyAsDouble(value), this, slope.applyAsDouble(value));
    }

    /** The same value as one that nothing leads back from. */
    Node held() {
        return tape.record(value, this, 0);
    }

    /** The same value, its gradient a multiple. */
    Node steeper(double factor) {
        return tape.record(value, this, factor);
    }

    /** The same value, its gradient that of another. */
    Node withGradientOf(Node other) {
        return tape.record(value, other, 1);
    }
}
