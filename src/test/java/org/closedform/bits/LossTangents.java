package org.closedform.bits;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.Form;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** The second derivatives of the losses in all their forms, and their Hessians: what goes into digests of their own. */
final class LossTangents {
    private static final int ROWS = 3;

    private LossTangents() {}

    static void addTo(BiConsumer<String, BitCases.Case> add) {
        add.accept("CrossEntropyLoss hessians", (in, size, digest) -> {
            Labels labels = in.labels(Shape.of(ROWS, 2), size);
            CrossEntropyLoss hard = CrossEntropyLoss.onLogits(labels);
            CrossEntropyLoss soft = CrossEntropyLoss.onLogits(in.unit(ROWS, size, 2))
                    .withReduction(Reduction.NONE)
                    .withWeights(in.unit(size))
                    .withLabelSmoothing(0.125);
            for (Tensor x : new Tensor[] {in.uniform(16, ROWS, size, 2), in.mixed(4 * size, ROWS, size, 2)}) {
                evaluate(hard, x, in.uniform(2, ROWS, size, 2), in, digest);
                evaluate(soft, x, in.uniform(2, ROWS, size, 2), in, digest);
                add(hard.hessian(x), in, digest);
            }
            CrossEntropyLoss onProbabilities = CrossEntropyLoss.onProbabilities(labels);
            evaluate(onProbabilities, in.unit(ROWS, size, 2), in.uniform(2, ROWS, size, 2), in, digest);
        });
        add.accept("BinaryCrossEntropyLoss hessians", (in, size, digest) -> {
            BinaryCrossEntropyLoss onLogits = BinaryCrossEntropyLoss.onLogits(in.unit(ROWS, size));
            evaluate(onLogits, in.mixed(16, ROWS, size), in.uniform(2, ROWS, size), in, digest);
            BinaryCrossEntropyLoss onProbabilities = BinaryCrossEntropyLoss.onProbabilities(in.unit(ROWS, size))
                    .withReduction(Reduction.NONE)
                    .withPosWeight(in.unit(size));
            evaluate(onProbabilities, in.unit(ROWS, size), in.uniform(2, ROWS, size), in, digest);
        });
        add.accept("Entropy hessians", (in, size, digest) -> Stream.of(Form.values())
                .forEach(form -> evaluate(
                        new Entropy(form, Reduction.NONE),
                        in.unit(ROWS, size),
                        in.uniform(2, ROWS, size),
                        in,
                        digest)));
        add.accept("KlDivergence hessians", (in, size, digest) -> Stream.of(Form.values())
                .forEach(form -> Stream.of(Form.values())
                        .forEach(other -> evaluate(
                                new KlDivergence(form, other, Reduction.MEAN),
                                new KlDivergence.Inputs(in.unit(ROWS, size), in.unit(ROWS, size)),
                                new KlDivergence.Inputs(in.uniform(2, ROWS, size), in.uniform(2, ROWS, size)),
                                in,
                                digest))));
    }

    private static <X extends TensorTree<X>> void evaluate(
            Operator<X, Tensor> loss, X x, X tangent, BitInputs in, BitDigest digest) {
        Operator.Pass<X, Tensor> pass = loss.forward(x);
        digest.add(pass.pushforward(tangent));
        digest.add(pass.curvature(pass.output().onesLike(), tangent));
        digest.add(pass.curvature(in.uniform(2, pass.output().shape().dimensions()), tangent));
    }

    private static void add(Hessian hessian, BitInputs in, BitDigest digest) {
        digest.add(hessian.diagonal());
        digest.add(hessian.block(1, 0));
    }
}
