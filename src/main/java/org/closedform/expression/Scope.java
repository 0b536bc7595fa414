package org.closedform.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * What the names of a formula stand for: tensors of a batch of N samples with C classes, features or channels each.
 *
 * <p>A tensor [N, C] has a number for each sample and class, [N, 1] one for each sample, [1, C] or [C] one for each class, and [] one for
 * all; what is missing repeats. Where all tensors have rank 1 or 0 there is one sample, without a name. In a formula {@code N} and
 * {@code C} are the lengths. Everything is computed in float64.
 *
 * <p>A scope is immutable.
 */
public final class Scope {
    private static final int MOST = 10_000;

    private final Map<String, Tensor> tensors;
    private final Axis along;
    private final Columns columns;
    private final Map<Axis, Integer> lengths;

    private Scope(Map<String, Tensor> tensors, Axis along, Columns columns) {
        this.tensors = tensors;
        this.along = along;
        this.columns = columns;
        this.lengths = Map.of(Axis.SAMPLES, length(Axis.SAMPLES), Axis.CLASSES, length(Axis.CLASSES));
    }

    /** {@return a scope without names, in which a sum without an index is over the classes} */
    public static Scope empty() {
        return new Scope(Map.of(), Axis.CLASSES, Columns.CLASSES);
    }

    /**
     * {@return the same scope with another name in it}
     *
     * @param name letters and digits, such as {@code dy} or {@code gamma}
     * @param tensor what it stands for, of rank 0, 1 or 2
     * @throws IllegalArgumentException if a formula cannot have the name, or the tensor is too large
     * @throws ShapeException if the tensor does not fit those that are there
     */
    public Scope with(String name, Tensor tensor) {
        Objects.requireNonNull(name, "Scope.with: name is null");
        Objects.requireNonNull(tensor, "Scope.with: tensor is null");
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        all.put(requireName(name), requireTensor(name, tensor));
        Scope scope = new Scope(all, along, columns);
        scope.requireFit();
        return scope;
    }

    /**
     * {@return the same scope, in which a sum, mean, maximum or softmax without an index is along an axis}
     *
     * @param axis the axis; classes by default
     */
    public Scope along(Axis axis) {
        return new Scope(tensors, Objects.requireNonNull(axis, "Scope.along: axis is null"), columns);
    }

    /**
     * {@return the same scope, whose messages call what the second axis counts by another name}
     *
     * @param one such as {@code feature}; {@code class} by default
     * @param many such as {@code features}
     */
    public Scope columns(String one, String many) {
        Objects.requireNonNull(one, "Scope.columns: one is null");
        Objects.requireNonNull(many, "Scope.columns: many is null");
        return new Scope(tensors, along, new Columns(one, many));
    }

    /**
     * {@return an axis in words: {@code features}}
     *
     * @param axis the axis
     */
    public String words(Axis axis) {
        return columns.words(Objects.requireNonNull(axis, "Scope.words: axis is null"));
    }

    /**
     * {@return an extent in words: {@code one number for each feature}}
     *
     * @param extent the extent
     */
    public String words(Extent extent) {
        return columns.words(Objects.requireNonNull(extent, "Scope.words: extent is null"));
    }

    /** {@return the axis of a sum without an index} */
    public Axis along() {
        return along;
    }

    /** {@return all names that a formula may have, N and C among them} */
    public List<String> names() {
        Collection<String> names = new ArrayList<>(tensors.keySet());
        for (Axis axis : Axis.values()) {
            if (lengths.get(axis) > 0) {
                names.add(axis.length());
            }
        }
        return List.copyOf(names);
    }

    private static String requireName(String name) {
        boolean isName = name.matches("[A-Za-z][A-Za-z0-9]*")
                && !name.equals(Axis.SAMPLES.length())
                && !name.equals(Axis.CLASSES.length())
                && !FunctionName.isFunction(name);
        if (!isName) {
            throw new IllegalArgumentException("Scope.with: name is \"" + name
                    + "\"; letters and digits are needed that are neither a function nor N nor C");
        }
        return name;
    }

    private static Tensor requireTensor(String name, Tensor tensor) {
        if (tensor.rank() > 2 || tensor.size() == 0) {
            throw new ShapeException("Scope.with: " + name + " has shape " + tensor.shape()
                    + "; [N, C], [C] or [] is needed, with N and C above 0");
        }
        if (tensor.size() > MOST) {
            throw new IllegalArgumentException(
                    "Scope.with: " + name + " has " + tensor.size() + " numbers; at most " + MOST + " are possible");
        }
        return tensor.to(ElementType.FLOAT64);
    }

    /** The length of an axis, as the longest tensor has it; 0 if no tensor has the axis. */
    private int length(Axis axis) {
        int longest = 0;
        for (Tensor tensor : tensors.values()) {
            int missing = 2 - tensor.rank();
            longest = axis.ordinal() < missing
                    ? longest
                    : Math.max(longest, tensor.shape().dimension(axis.ordinal() - missing));
        }
        return longest;
    }

    private void requireFit() {
        tensors.forEach((name, tensor) -> {
            Shape shape = matrix(tensor).shape();
            for (Axis axis : Axis.values()) {
                int length = shape.dimension(axis.ordinal());
                if (length != 1 && length != lengths.get(axis)) {
                    throw new ShapeException(
                            "Scope.with: " + name + " has " + length + " " + words(axis) + " in " + tensor.shape()
                                    + ", but another has " + lengths.get(axis) + "; as many, or 1, are needed");
                }
            }
        });
        if ((long) Math.max(1, lengths.get(Axis.SAMPLES)) * Math.max(1, lengths.get(Axis.CLASSES)) > MOST) {
            throw new IllegalArgumentException("Scope.with: " + lengths.get(Axis.SAMPLES) + " samples of "
                    + lengths.get(Axis.CLASSES) + " classes are more than the " + MOST + " numbers that are possible");
        }
    }

    /** A vector as one row, and a number as a row of one. */
    private static Tensor matrix(Tensor tensor) {
        return tensor.rank() == 2 ? tensor : tensor.reshape(1, tensor.size());
    }

    Optional<Extent> extent(String name) {
        if (tensors.containsKey(name)) {
            return Optional.of(extentOf(tensors.get(name)));
        }
        return names().contains(name) ? Optional.of(Extent.NUMBER) : Optional.empty();
    }

    /**
     * {@return along which axes a tensor of this scope varies}
     *
     * @param tensor of rank 0, 1 or 2
     */
    public Extent extentOf(Tensor tensor) {
        requireTensor("the tensor", Objects.requireNonNull(tensor, "Scope.extentOf: tensor is null"));
        Shape shape = matrix(tensor).shape();
        return Extent.of(
                tensor.rank() == 2 && shape.dimension(0) == lengths.get(Axis.SAMPLES),
                tensor.rank() >= 1 && shape.dimension(1) == lengths.get(Axis.CLASSES));
    }

    Tensor value(String name) {
        if (tensors.containsKey(name)) {
            return matrix(tensors.get(name));
        }
        Axis axis = name.equals(Axis.SAMPLES.length()) ? Axis.SAMPLES : Axis.CLASSES;
        return Tensor.full(Shape.of(1, 1), lengths.get(axis));
    }

    /** A value [N or 1, C or 1] as users know it: a number has no axis, and without samples there is none for them. */
    Tensor natural(Tensor value, Extent extent) {
        if (extent == Extent.NUMBER) {
            return value.reshape();
        }
        return lengths.get(Axis.SAMPLES) == 0 ? value.squeeze(0) : value;
    }
}
