package org.closedform.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** The pushforward of a pass that has none of its own: ẏ_j = ⟨Jᵀ·e_j, ẋ⟩, one backward for every output element. */
final class BackwardPushforward {
    private BackwardPushforward() {}

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Y of(Operator.Pass<X, Y> pass, X tangent) {
        Objects.requireNonNull(tangent, "Operator.pushforward: the tangent is null");
        Y y = Objects.requireNonNull(pass.output(), "Operator.pushforward: the output is null");
        requireLikeGradient(pass.backward(y.zerosLike()), tangent);
        List<NamedTensor> parts = y.parts();
        List<Tensor> zeros =
                y.zerosLike().parts().stream().map(NamedTensor::tensor).toList();
        List<Tensor> movements = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            Tensor part = parts.get(p).tensor();
            double[] movement = new double[part.size()];
            for (int j = 0; j < movement.length; j++) {
                List<Tensor> upstream = new ArrayList<>(zeros);
                upstream.set(p, oneHot(part, j));
                movement[j] = pass.backward(y.rebuild(upstream)).dot(tangent);
            }
            movements.add(Tensor.of(part.shape(), movement).to(part.elementType()));
        }
        return y.rebuild(movements);
    }

    private static <X extends TensorTree<X>> void requireLikeGradient(X gradient, X tangent) {
        Objects.requireNonNull(gradient, "Operator.pushforward: the gradient is null");
        tangent.requireLike(gradient, "Operator.pushforward: the tangent");
    }

    private static Tensor oneHot(Tensor like, int index) {
        double[] values = new double[like.size()];
        values[index] = 1;
        return Tensor.of(like.shape(), values).to(like.elementType());
    }

    /** Whether a class of passes derives its own pushforward. */
    static boolean isOverridden(Class<?> pass) {
        try {
            return pass.getMethod("pushforward", TensorTree.class).getDeclaringClass() != Operator.Pass.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every pass has a pushforward", e);
        }
    }
}
