package org.closedform.evaluation;

import java.util.List;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Held out: functions of matrices. */
final class HeldOutMatrices {
    private record Form(Tensor x, Tensor weight, Tensor z) implements TensorTree<Form> {}

    private record Attention(Tensor query, Tensor key, Tensor value) implements TensorTree<Attention> {}

    private record Quadratic(Tensor x, Tensor a) implements TensorTree<Quadratic> {}

    private HeldOutMatrices() {}

    static List<Family> all() {
        return List.of(
                HeldOutMatrices::bilinear,
                HeldOutMatrices::attention,
                HeldOutMatrices::quadratic,
                HeldOutMatrices::determinant,
                HeldOutMatrices::inverse,
                HeldOutMatrices::logDeterminant,
                HeldOutMatrices::distances);
    }

    /** y = xᵀ W z. */
    private static Case<Form, Tensor> bilinear(Draw draw) {
        int n = draw.size(2, 4);
        Form in = new Form(draw.normal(n), draw.weights(n, n), draw.normal(n));
        return Case.of(
                        "bilinear",
                        f -> Tensor.scalar(f.x.dot(f.weight.matmul(f.z))),
                        (f, y, dy) -> form(f, outer(f.x, f.z), f.weight.matmul(f.z), dy),
                        in)
                .with("dW = z xᵀ", Mistake.TRANSPOSED, (f, y, dy) -> form(f, outer(f.z, f.x), f.weight.matmul(f.z), dy))
                .with(
                        "dx = Wᵀ z",
                        Mistake.FORMULA,
                        (f, y, dy) ->
                                form(f, outer(f.x, f.z), f.weight.transpose().matmul(f.z), dy));
    }

    private static Form form(Form f, Tensor dWeight, Tensor dx, Tensor dy) {
        return new Form(
                dx.times(dy),
                dWeight.times(dy),
                f.weight.transpose().matmul(f.x).times(dy));
    }

    private static Tensor outer(Tensor a, Tensor b) {
        return a.expandDims(1).times(b.expandDims(0));
    }

    private static Case<Attention, Tensor> attention(Draw draw) {
        int n = draw.size(2, 3);
        int d = draw.size(2, 3);
        double size = Math.sqrt(d);
        return Case.of(
                        "attention",
                        in -> weights(in, size).matmul(in.value),
                        (in, y, dy) -> attend(in, dy, size, size, true),
                        new Attention(draw.normal(n, d), draw.normal(n, d), draw.weights(n, d)))
                .with("1/√d left out", Mistake.FACTOR, (in, y, dy) -> attend(in, dy, size, 1, true))
                .with("softmax diagonal only", Mistake.RANK_ONE, (in, y, dy) -> attend(in, dy, size, size, false));
    }

    private static Tensor weights(Attention in, double size) {
        return new Softmax(1).apply(in.query.matmul(in.key.transpose()).dividedBy(size));
    }

    private static Attention attend(Attention in, Tensor dy, double size, double divisor, boolean fully) {
        Tensor p = weights(in, size);
        Tensor dp = dy.matmul(in.value.transpose());
        Tensor through = fully ? dp.minus(p.times(dp).sum(1).expandDims(1)) : dp;
        Tensor ds = p.times(through).dividedBy(divisor);
        return new Attention(
                ds.matmul(in.key),
                ds.transpose().matmul(in.query),
                p.transpose().matmul(dy));
    }

    private static Case<Quadratic, Tensor> quadratic(Draw draw) {
        int n = draw.size(2, 4);
        return Case.of(
                        "quadratic form",
                        in -> Tensor.scalar(in.x.dot(in.a.matmul(in.x))),
                        (in, y, dy) -> new Quadratic(
                                in.a.plus(in.a.transpose()).matmul(in.x).times(dy),
                                outer(in.x, in.x).times(dy)),
                        new Quadratic(draw.normal(n), draw.weights(n, n)))
                .with(
                        "2 A x",
                        Mistake.FORMULA,
                        (in, y, dy) -> new Quadratic(
                                in.a.matmul(in.x).times(2).times(dy),
                                outer(in.x, in.x).times(dy)));
    }

    private static Tensor cofactors(Tensor x) {
        double[][] a = x.toDoubleMatrix();
        return Tensor.generate(Shape.of(3, 3), i -> {
                    int r1 = (i[0] + 1) % 3;
                    int r2 = (i[0] + 2) % 3;
                    int c1 = (i[1] + 1) % 3;
                    int c2 = (i[1] + 2) % 3;
                    return a[r1][c1] * a[r2][c2] - a[r1][c2] * a[r2][c1];
                })
                .to(x.elementType());
    }

    private static Tensor determinantOf(Tensor x) {
        return Tensor.scalar(x.select(0, 0).dot(cofactors(x).select(0, 0)));
    }

    private static Case<Tensor, Tensor> determinant(Draw draw) {
        return Case.of(
                        "determinant",
                        HeldOutMatrices::determinantOf,
                        (x, y, dy) -> cofactors(x).times(dy),
                        draw.normal(3, 3))
                .with("adjugate", Mistake.TRANSPOSED, (x, y, dy) -> cofactors(x)
                        .transpose()
                        .times(dy))
                .with("inverse transposed, without the determinant", Mistake.FACTOR, (x, y, dy) -> cofactors(x)
                        .dividedBy(y)
                        .times(dy));
    }

    private static Tensor inverseOf(Tensor x) {
        return cofactors(x).transpose().dividedBy(determinantOf(x));
    }

    private static Case<Tensor, Tensor> inverse(Draw draw) {
        Tensor x = draw.normal(3, 3).plus(Tensor.eye(3).times(3 * draw.scale()));
        return Case.of(
                        "inverse",
                        HeldOutMatrices::inverseOf,
                        (a, y, dy) ->
                                y.transpose().matmul(dy).matmul(y.transpose()).negate(),
                        x)
                .with("the sign", Mistake.SIGN, (a, y, dy) -> y.transpose()
                        .matmul(dy)
                        .matmul(y.transpose()))
                .with("not transposed", Mistake.TRANSPOSED, (a, y, dy) -> y.matmul(dy)
                        .matmul(y)
                        .negate());
    }

    private static Case<Tensor, Tensor> logDeterminant(Draw draw) {
        Tensor x = draw.normal(3, 3).plus(Tensor.eye(3).times(3 * draw.scale()));
        return Case.of(
                        "log determinant",
                        a -> determinantOf(a).map(d -> Math.log(Math.abs(d))),
                        (a, y, dy) -> inverseOf(a).transpose().times(dy),
                        x)
                .with("the inverse", Mistake.TRANSPOSED, (a, y, dy) -> inverseOf(a)
                        .times(dy));
    }

    /** y_i = Σ_j (x_i − x_j)². */
    private static Case<Tensor, Tensor> distances(Draw draw) {
        int n = draw.size(3, 5);
        return Case.of(
                        "squared distances",
                        x -> between(x).times(between(x)).sum(1),
                        (x, y, dy) -> between(x)
                                .times(dy.expandDims(1).plus(dy.expandDims(0)))
                                .sum(1)
                                .times(2),
                        draw.normal(n))
                .with(
                        "own row only",
                        Mistake.OFF_DIAGONAL,
                        (x, y, dy) -> between(x).sum(1).times(2).times(dy));
    }

    private static Tensor between(Tensor x) {
        return x.expandDims(1).minus(x.expandDims(0));
    }
}
