package org.closedform.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** An upstream that does not fit an output, or a tangent an input, by one tensor; what a pass has to say to it. */
record Unlike<T extends TensorTree<T>>(T tree, NamedTensor part, Tensor wanted) {

    /** All ways in which a tensor may be wrong, one at a time; arithmetic that broadcasts takes the first for right. */
    private static final List<UnaryOperator<Tensor>> CHANGES = List.of(
            tensor -> tensor.expandDims(0),
            tensor -> tensor.rank() == 0 ? tensor : Tensor.concatenate(0, tensor, tensor),
            tensor ->
                    tensor.to(tensor.elementType() == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32));

    /** Of every tensor every change. */
    static <T extends TensorTree<T>> List<Unlike<T>> of(T right) {
        List<Unlike<T>> all = new ArrayList<>();
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

    /** None where the record itself refuses the tensor. */
    private static <T extends TensorTree<T>> List<Unlike<T>> with(T right, int place, NamedTensor part) {
        List<Tensor> tensors =
                new ArrayList<>(right.parts().stream().map(NamedTensor::tensor).toList());
        Tensor wanted = tensors.set(place, part.tensor());
        try {
            return List.of(new Unlike<>(right.rebuild(tensors), part, wanted));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /**
     * Calls a method with it.
     *
     * @param method the method of a pass, such as {@code pass::backward}
     * @param name what its message has to name, such as backward
     * @param argument what it is, such as an upstream
     * @param model what it should be like, such as the output
     */
    void requireRefused(Consumer<T> method, String name, String argument, String model) {
        String said;
        try {
            method.accept(tree);
            said = "is taken";
        } catch (IllegalArgumentException e) {
            said = String.valueOf(e.getMessage()).contains(name)
                    ? ""
                    : "gives a message that does not name the " + name + ": " + e.getMessage();
        } catch (RuntimeException e) {
            said = "gives " + e;
        }
        if (!said.isEmpty()) {
            throw new AssertionError(argument + " whose " + (part.name().isEmpty() ? "tensor" : part.name()) + " is "
                    + form(part.tensor()) + ", where " + model + "'s is " + form(wanted) + ", " + said
                    + "\nbut right would be an IllegalArgumentException that names the " + name
                    + ", as of requireLike");
        }
    }

    private static String form(Tensor tensor) {
        return tensor.elementType() + "" + tensor.shape();
    }
}
