package org.closedform.gradient.measurement;

import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * An operator whose backward takes some elements of the gradient, Σ_j dy_j ∂y_j/∂x_i, from its pushforward: column i of the Jacobian.
 * Where one direction v is all that is asked for, {@link #slope} takes J·v in the place of all those columns.
 *
 * @param operator the operator
 * @param coordinates which elements of the flattened input
 */
record TransposedPushforward<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, int[] coordinates) implements Operator<X, Y> {
    @Override
    public Pass<X, Y> forward(X x) {
        Pass<X, Y> pass = operator.forward(x);
        FlatTree<X> at = FlatTree.of(x);
        FlatTree<Y> y = FlatTree.of(pass.output());
        double[][] columns = new double[coordinates.length][];
        return Pass.of(pass.output(), dy -> {
            double[] gradient = FlatTree.numbers(pass.backward(dy));
            double[] upstream = FlatTree.numbers(dy);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = columns[c] == null ? column(pass, at, y, coordinates[c]) : columns[c];
                gradient[coordinates[c]] = dot(columns[c], upstream);
            }
            return at.with(gradient);
        });
    }

    @Override
    public Y apply(X x) {
        return operator.apply(x);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> double[] column(
            Pass<X, Y> pass, FlatTree<X> x, FlatTree<Y> y, int coordinate) {
        double[] oneHot = new double[x.numbers().length];
        oneHot[coordinate] = 1;
        return of(pass, x, y, oneHot);
    }

    /** dy → Σ_j dy_j (J·v)_j at a point, along a direction that only these coordinates move in. */
    ToDoubleFunction<double[]> slope(X x, Direction direction) {
        Pass<X, Y> pass = operator.forward(x);
        FlatTree<X> at = FlatTree.of(x);
        double[] movement = of(pass, at, FlatTree.of(pass.output()), direction.tangent(at.numbers().length));
        return upstream -> dot(movement, upstream);
    }

    /** J·v as numbers. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> double[] of(
            Operator.Pass<X, Y> pass, FlatTree<X> x, FlatTree<Y> y, double[] tangent) {
        Y movement = UserCode.call("pushforward", () -> pass.pushforward(x.with(tangent)));
        Objects.requireNonNull(movement, "GradientCheck: the pushforward is null");
        return FlatTree.numbers(movement.requireLike(y.tree(), "GradientCheck: the pushforward"));
    }

    /** Skips outputs with a dy of 0: 0 · NaN would be NaN. */
    static double dot(double[] column, double[] upstream) {
        double sum = 0;
        for (int j = 0; j < column.length; j++) {
            sum += upstream[j] == 0 ? 0 : column[j] * upstream[j];
        }
        return sum;
    }
}
