package org.closedform.tensor;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A tensor of a tree, with the path to it as its name.
 *
 * @param name the path of record components that leads to it, such as {@code hidden.weight}; empty for a lone tensor
 * @param tensor the tensor
 */
public record NamedTensor(String name, Tensor tensor) implements Serializable {
    /**
     * Checks for null.
     *
     * @param name the path of record components that leads to it, such as {@code hidden.weight}; empty for a lone tensor
     * @param tensor the tensor
     */
    public NamedTensor {
        Objects.requireNonNull(name, "NamedTensor: name is null");
        Objects.requireNonNull(tensor, "NamedTensor: tensor is null");
    }

    /** Checks the number of tensors that were passed to {@link TensorTree#rebuild}. */
    static void requireCount(String tree, int expected, List<Tensor> tensors) {
        Objects.requireNonNull(tensors, "TensorTree.rebuild: tensors is null");
        if (tensors.size() != expected) {
            throw new IllegalArgumentException("TensorTree.rebuild: " + tensors.size() + " tensors for " + tree
                    + ", which has " + expected + (expected == 1 ? " part" : " parts"));
        }
        tensors.forEach(tensor -> Objects.requireNonNull(tensor, "TensorTree.rebuild: a tensor is null"));
    }

    /** Checks that {@code parts} match the expected ones; the message calls them {@code name}. */
    static void requireLike(List<NamedTensor> parts, List<NamedTensor> expected, String name) {
        if (parts.size() != expected.size()) {
            throw new IllegalArgumentException(name + " has " + parts.size() + (parts.size() == 1 ? " part" : " parts")
                    + ", but " + expected.size() + (expected.size() == 1 ? " is" : " are") + " needed");
        }
        for (int i = 0; i < parts.size(); i++) {
            NamedTensor part = parts.get(i);
            part.tensor.requireLike(expected.get(i).tensor, part.name.isEmpty() ? name : name + ": " + part.name);
        }
    }

    /** The same tensor with a component's name in front of its own. */
    NamedTensor under(String component) {
        return new NamedTensor(name.isEmpty() ? component : component + "." + name, tensor);
    }
}
