package org.closedform.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** The pushforward of a pass that has none of its own: ẏ_j = ⟨Jᵀ·e_j, ẋ⟩, one backward for every output element. */
final class BackwardPushforward {
    private BackwardPushforward() {}

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Y of(Operator.Pass<X, Y> pass, X tangent) {
        Objects.requireNonNull(tangent, "Operator.pushforward: the tangent is null");
        Y zeros = Objects.requireNonNull(pass.output(), "Operator.pushforward: the output is null")
                .zerosLike();
        tangent.requireLike(gradient(pass, zeros), "Operator.pushforward: the tangent");
        List<Tensor> parts = zeros.parts().stream().map(NamedTensor::tensor).toList();
        return zeros.rebuild(IntStream.range(0, parts.size())
                .mapToObj(part -> movement(pass, tangent, zeros, parts, part))
                .toList());
    }

    /** The tangent of one part of the output. */
    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Tensor movement(
            Operator.Pass<X, Y> pass, X tangent, Y output, List<Tensor> zeros, int part) {
        Tensor like = zeros.get(part);
        double[] movement = IntStream.range(0, like.size())
                .mapToDouble(element -> {
                    List<Tensor> upstream = new ArrayList<>(zeros);
                    upstream.set(part, oneHot(like, element));
                    return gradient(pass, output.rebuild(upstream)).dot(tangent);
                })
                .toArray();
        return Tensor.of(like.shape(), movement).to(like.elementType());
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> X gradient(Operator.Pass<X, Y> pass, Y upstream) {
        return Objects.requireNonNull(pass.backward(upstream), "Operator.pushforward: the gradient is null");
    }

    private static Tensor oneHot(Tensor like, int element) {
        return Tensor.generate(Shape.of(like.size()), index -> index[0] == element ? 1 : 0)
                .reshape(like.shape())
                .to(like.elementType());
    }

    /** Whether a class of passes overrides the pushforward. */
    static boolean isOverridden(Class<?> pass) {
        try {
            return pass.getMethod("pushforward", TensorTree.class).getDeclaringClass() != Operator.Pass.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every pass has a pushforward", e);
        }
    }
}
