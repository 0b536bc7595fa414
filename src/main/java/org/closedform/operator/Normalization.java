package org.closedform.operator;

import java.util.List;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Buffer;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The pass of every norm within samples, and of every norm without parameters: x̂, then a scale and a shift if the inputs have
 * them.
 *
 * <pre>{@code
 * y  = γ x̂ + β
 * ẏ  = γ s P ẋ + γ̇ x̂ + β̇
 * dx = s P (γ dy),  dγ = Σ dy x̂,  dβ = Σ dy
 *
 * second derivative: s P (γ̇ dy) and how s P (γ dy) moves,  Σ dy s P ẋ,  0
 * }</pre>
 *
 * @param inputs x, γ and β; x and γ; or x
 */
record Normalization<X extends TensorTree<X>>(String operation, X inputs, Standardized standardized, Tensor output)
        implements NormPass<X> {

    static <X extends TensorTree<X>> NormPass<X> of(
            String operation, X inputs, NormLayout layout, Standardized.Centre centre, double epsilon) {
        List<Tensor> parts = tensors(inputs);
        Standardized standardized = Standardized.of(parts.get(0), layout, centre, epsilon);
        Buffer y = parts.size() == 1 ? standardized.xHat() : standardized.scaled(gamma(parts), beta(parts));
        return new Normalization<>(operation, inputs, standardized, layout.tensor(y));
    }

    private static List<Tensor> tensors(TensorTree<?> tree) {
        return tree.parts().stream().map(NamedTensor::tensor).toList();
    }

    private static Buffer gamma(List<Tensor> parts) {
        return Storage.of(parts.get(1));
    }

    private static Buffer beta(List<Tensor> parts) {
        return parts.size() > 2 ? Storage.of(parts.get(2)) : zeros(gamma(parts));
    }

    private static Buffer zeros(Buffer like) {
        return like.ofSize(like.size());
    }

    private NormLayout layout() {
        return standardized.layout();
    }

    @Override
    public Tensor xHat() {
        return layout().tensor(standardized.xHat());
    }

    @Override
    public Tensor mean() {
        return layout().perGroup(group -> standardized.each()[group].centre());
    }

    @Override
    public Tensor inverseDeviation() {
        return layout().perGroup(group -> standardized.each()[group].slope());
    }

    private Buffer read(String method, Tensor dy) {
        return layout().read(Required.like(dy, output, operation + method + ": dy"));
    }

    private List<Tensor> tensors(String method, X tangent) {
        return tensors(Required.like(tangent, inputs, operation + method + ": tangent"));
    }

    /** The gradient of x, and of γ and β as far as the inputs have them. */
    private X gradient(Tensor dx, BatchNormalization.Gradient d, List<Tensor> parts) {
        Shape shape = parts.get(1).shape();
        return inputs.rebuild(List.of(dx, Storage.tensor(shape, d.dGamma()), Storage.tensor(shape, d.dBeta()))
                .subList(0, parts.size()));
    }

    @Override
    public X backward(Tensor dy) {
        Buffer upstream = read(".backward", dy);
        List<Tensor> parts = tensors(inputs);
        if (parts.size() == 1) {
            return inputs.rebuild(List.of(layout().tensor(standardized.differentiate(upstream))));
        }
        Buffer xHat = standardized.xHat();
        BatchNormalization.Sums sums = layout().scaling().sums(xHat, upstream);
        Buffer dx = standardized.differentiate(gamma(parts), upstream, xHat);
        return gradient(layout().tensor(dx), new BatchNormalization.Gradient(dx, sums.dGamma(), sums.dBeta()), parts);
    }

    @Override
    public X curvature(Tensor dy, X tangent) {
        Buffer upstream = read(".curvature", dy);
        List<Tensor> moving = tensors(".curvature", tangent);
        List<Tensor> parts = tensors(inputs);
        Buffer xMoves = layout().read(moving.get(0));
        if (parts.size() == 1) {
            return inputs.rebuild(List.of(standardized.curvature(upstream, xMoves)));
        }
        BatchNormalization scaling = layout().scaling();
        Buffer xHatMoves = standardized.differentiate(xMoves);
        BatchNormalization.Gradient held = scaling.backwardOfConstants(xHatMoves, gamma(parts), upstream);
        BatchNormalization.Gradient moved = scaling.backwardOfConstants(xHatMoves, gamma(moving), upstream);
        Tensor dx =
                standardized.curvature(held.dx(), xMoves).plus(layout().tensor(standardized.differentiate(moved.dx())));
        return gradient(dx, new BatchNormalization.Gradient(held.dx(), held.dGamma(), zeros(held.dBeta())), parts);
    }

    @Override
    public Tensor pushforward(X tangent) {
        List<Tensor> moving = tensors(".pushforward", tangent);
        List<Tensor> parts = tensors(inputs);
        Buffer xHatTangent = standardized.differentiate(layout().read(moving.get(0)));
        if (parts.size() == 1) {
            return layout().tensor(xHatTangent);
        }
        BatchNormalization scaling = layout().scaling();
        Buffer withX = scaling.forward(xHatTangent, gamma(parts), beta(moving));
        Buffer withGamma = scaling.forward(standardized.xHat(), gamma(moving), zeros(gamma(moving)));
        return layout().tensor(withX).plus(layout().tensor(withGamma));
    }
}
