package org.closedform.operator;

import org.closedform.tensor.Tensor;

/** The gates in a: three blocks of H along the last axis, in the order r, z, n. */
final class GruGates {
    private GruGates() {}

    static Tensor r(Tensor a) {
        return new Sigmoid().apply(block(a, 0));
    }

    static Tensor z(Tensor a) {
        return new Sigmoid().apply(block(a, 1));
    }

    static Tensor n(Tensor a) {
        return new Tanh().apply(block(a, 2));
    }

    static Tensor block(Tensor a, int index) {
        int hidden = a.shape().dimension(-1) / 3;
        return a.slice(-1, index * hidden, (index + 1) * hidden);
    }
}
