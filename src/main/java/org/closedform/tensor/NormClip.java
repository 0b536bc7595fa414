package org.closedform.tensor;

/** Makes trees shorter. */
final class NormClip {
    /** Fewer than 2^31 finite numbers have a norm below 2^(1024 + 16); each times this, it is in range. */
    private static final double ROOM = 0x1p-32;

    private NormClip() {}

    static <T extends TensorTree<T>> T of(TensorTree<T> tree, double greatest) {
        if (!(greatest >= 0)) {
            throw new IllegalArgumentException(
                    "TensorTree.clipNorm: greatest is " + greatest + "; a length of at least 0 is needed");
        }
        double norm = tree.norm();
        if (norm <= greatest) {
            return tree.mapTensors(tensor -> tensor);
        }
        if (norm == Double.POSITIVE_INFINITY) {
            double lowered = tree.mapTensors(
                            tensor -> tensor.to(ElementType.FLOAT64).times(ROOM))
                    .norm();
            return scaled(tree, greatest, lowered, ROOM);
        }
        return scaled(tree, greatest, norm, 1);
    }

    /** x · unit · greatest / norm, where the quotient is in range or not. */
    private static <T extends TensorTree<T>> T scaled(TensorTree<T> tree, double greatest, double norm, double unit) {
        double factor = greatest / norm;
        return factor >= Double.MIN_NORMAL
                ? tree.mapTensors(tensor -> tensor.map(x -> x * unit * factor))
                : tree.mapTensors(tensor -> tensor.map(x -> x * unit / norm * greatest));
    }
}
