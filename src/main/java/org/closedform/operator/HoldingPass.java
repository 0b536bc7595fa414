package org.closedform.operator;

import java.util.Objects;
import java.util.function.Function;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** A pass as a function of one part of its input. The other parts are held: their tangent is 0, and their gradient is left out. */
record HoldingPass<A extends TensorTree<A>, X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator.Pass<X, Y> pass, A at, Function<A, X> place, Function<X, A> part) implements Operator.Pass<A, Y> {
    HoldingPass {
        Objects.requireNonNull(pass.output(), "Operator: the forward's output is null");
    }

    @Override
    public Y output() {
        return pass.output();
    }

    @Override
    public A backward(Y dy) {
        return partOf("backward", pass.backward(requireUpstream("backward", dy)));
    }

    @Override
    public Y pushforward(A tangent) {
        return Objects.requireNonNull(
                pass.pushforward(placed("pushforward", tangent)), "Operator.pushforward: the result is null");
    }

    @Override
    public boolean hasPushforward() {
        return pass.hasPushforward();
    }

    @Override
    public A curvature(Y dy, A tangent) {
        return partOf("curvature", pass.curvature(requireUpstream("curvature", dy), placed("curvature", tangent)));
    }

    private A partOf(String method, X gradient) {
        return Objects.requireNonNull(part.apply(gradient), () -> "Operator." + method + ": the gradient is null");
    }

    private Y requireUpstream(String method, Y dy) {
        return Objects.requireNonNull(dy, () -> "Operator." + method + ": upstream is null")
                .requireLike(output(), "Operator." + method + ": upstream");
    }

    /** The tangent in its place, and zeros around it. A part that {@code place} gives for a tangent of zeros too is held. */
    private X placed(String method, A tangent) {
        Objects.requireNonNull(tangent, () -> "Operator." + method + ": the tangent is null");
        tangent.requireLike(at, "Operator." + method + ": the tangent");
        return inPlace(method, tangent).zipTensors(inPlace(method, at.zerosLike()), HoldingPass::difference);
    }

    private X inPlace(String method, A tangent) {
        return Objects.requireNonNull(place.apply(tangent), () -> "Operator." + method + ": place returns null");
    }

    private static Tensor difference(Tensor placed, Tensor held) {
        if (placed == held) {
            return held.zerosLike();
        }
        return Storage.tensor(placed.shape(), Elements.difference(Storage.of(placed), Storage.of(held)));
    }
}
