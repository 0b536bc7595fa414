package org.closedform.operator;

import org.closedform.tensor.Tensor;

/** The gates in z: four blocks of H along the last axis, in the order i, f, g, o. */
final class LstmGates {
    private LstmGates() {}

    static Tensor i(Tensor z) {
        return new Sigmoid().apply(block(z, 0));
    }

    static Tensor f(Tensor z) {
        return new Sigmoid().apply(block(z, 1));
    }

    static Tensor g(Tensor z) {
        return new Tanh().apply(block(z, 2));
    }

    static Tensor o(Tensor z) {
        return new Sigmoid().apply(block(z, 3));
    }

    private static Tensor block(Tensor z, int index) {
        int hidden = z.shape().dimension(-1) / 4;
        return z.slice(-1, index * hidden, (index + 1) * hidden);
    }
}
