package org.closedform.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** An upstream with one tensor that does not fit the output, which a backward has to refuse. */
record UnlikeUpstream<Y extends TensorTree<Y>>(Y upstream, NamedTensor part, Tensor wanted) {

    /** All ways in which a tensor may be wrong, one at a time; arithmetic that broadcasts would accept the first. */
    private static final List<UnaryOperator<Tensor>> CHANGES = List.of(
            tensor -> tensor.expandDims(0),
            tensor -> tensor.rank() == 0 ? tensor : Tensor.concatenate(0, tensor, tensor),
            tensor ->
                    tensor.to(tensor.elementType() == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32));

    /** Makes every change to every tensor of the right upstream. */
    static <Y extends TensorTree<Y>> List<UnlikeUpstream<Y>> of(Y right) {
        List<UnlikeUpstream<Y>> all = new ArrayList<>();
        List<NamedTensor> parts = right.parts();
        for (int i = 0; i < parts.size(); i++) {
            for (UnaryOperator<Tensor> change : CHANGES) {
                NamedTensor part = parts.get(i);
                Tensor changed = change.apply(part.tensor());
                if (!form(changed).equals(form(part.tensor()))) {
                    all.addAll(with(right, i, new NamedTensor(part.name(), changed)));
                }
            }
        }
        return all;
    }

    /** The upstream with one tensor replaced; none if the record's own constructor refuses the tensor. */
    private static <Y extends TensorTree<Y>> List<UnlikeUpstream<Y>> with(Y right, int place, NamedTensor part) {
        List<Tensor> tensors =
                new ArrayList<>(right.parts().stream().map(NamedTensor::tensor).toList());
        Tensor wanted = tensors.set(place, part.tensor());
        try {
            return List.of(new UnlikeUpstream<>(right.rebuild(tensors), part, wanted));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    void requireRefused(Operator.Pass<?, Y> pass) {
        String said;
        try {
            pass.backward(upstream);
            said = "is taken";
        } catch (IllegalArgumentException e) {
            said = String.valueOf(e.getMessage()).contains("backward")
                    ? ""
                    : "gives a message that does not name the backward: " + e.getMessage();
        } catch (RuntimeException e) {
            said = "gives " + e;
        }
        if (!said.isEmpty()) {
            throw new AssertionError("an upstream whose " + (part.name().isEmpty() ? "tensor" : part.name()) + " is "
                    + form(part.tensor()) + ", where the output's is " + form(wanted) + ", " + said
                    + "\nbut right would be an IllegalArgumentException that names the backward, as of requireLike");
        }
    }

    private static String form(Tensor tensor) {
        return tensor.elementType() + "" + tensor.shape();
    }
}
