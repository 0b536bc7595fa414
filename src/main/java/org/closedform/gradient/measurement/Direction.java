package org.closedform.gradient.measurement;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * A way to move a point: some coordinates of the flattened input, each by a multiple of h.
 *
 * @param name what a table calls it
 * @param indices the coordinates
 * @param steps by how many h each moves
 * @param type what the coordinates are rounded to
 */
public record Direction(String name, int[] indices, double[] steps, ElementType type) {

    /** One coordinate alone. */
    public static Direction coordinate(String part, Tensor tensor, int from, int offset) {
        return new Direction(
                part + index(tensor.shape(), offset),
                new int[] {from + offset},
                new double[] {1},
                tensor.elementType());
    }

    /** This coordinate, with the others along an axis so that a distribution stays one: e_i − x. */
    public Direction towardsCorner(Tensor tensor, int from, int offset, int axis) {
        Shape shape = tensor.shape();
        int counted = Storage.axis(shape, "GradientCheck.alongSimplex", axis);
        int stride = 1;
        for (int a = shape.rank() - 1; a > counted; a--) {
            stride *= shape.dimension(a);
        }
        int length = shape.dimension(counted);
        int start = offset - offset / stride % length * stride;
        double[] x = tensor.toDoubleArray();
        int[] line = new int[length];
        double[] towards = new double[length];
        for (int n = 0; n < length; n++) {
            int i = start + n * stride;
            line[n] = from + i;
            towards[n] = (i == offset ? 1 : 0) - x[i];
        }
        return new Direction(name, line, towards, type);
    }

    /** All coordinates of a part from one offset to before another, by random multiples that are short in binary. */
    public static Direction random(String name, Tensor tensor, int from, RandomGenerator random) {
        return new Direction(
                name,
                IntStream.range(from, from + tensor.size()).toArray(),
                IntStream.range(0, tensor.size())
                        .mapToDouble(i -> (random.nextBoolean() ? 1 : -1) * (128 + random.nextInt(256)) / 256.0)
                        .toArray(),
                tensor.elementType());
    }

    /** A part of this direction. */
    public Direction between(int first, int end) {
        return new Direction(
                name, Arrays.copyOfRange(indices, first, end), Arrays.copyOfRange(steps, first, end), type);
    }

    public boolean isCoordinate() {
        return indices.length == 1;
    }

    /** A point moved by h, rounded to what the input can hold. */
    public double[] move(double[] point, double h) {
        double[] result = point.clone();
        for (int k = 0; k < indices.length; k++) {
            double target = result[indices[k]] + h * steps[k];
            result[indices[k]] = type == ElementType.FLOAT32 ? (float) target : target;
        }
        return result;
    }

    /** The direction as a tangent of an input of so many numbers. */
    public double[] tangent(int length) {
        double[] tangent = new double[length];
        for (int k = 0; k < indices.length; k++) {
            tangent[indices[k]] = steps[k];
        }
        return tangent;
    }

    /** The derivative along this direction. */
    public double dot(double[] gradient) {
        double sum = 0;
        for (int k = 0; k < indices.length; k++) {
            sum += gradient[indices[k]] * steps[k];
        }
        return sum;
    }

    /** The largest of the coordinates that move, in size. */
    public double largest(double[] point) {
        double largest = 0;
        for (int k = 0; k < indices.length; k++) {
            largest = Math.max(largest, steps[k] == 0 ? 0 : Math.abs(point[indices[k]]));
        }
        return largest;
    }

    /** The smallest of the coordinates that move, in size: a pole at 0 is as near as that. */
    public double smallest(double[] point) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < indices.length; k++) {
            smallest = Math.min(smallest, steps[k] == 0 ? smallest : Math.abs(point[indices[k]] / steps[k]));
        }
        return smallest;
    }

    /** For example {@code [2, 1]}; nothing for a scalar. */
    public static String index(Shape shape, int offset) {
        int[] index = new int[shape.rank()];
        int rest = offset;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dimension(axis);
            rest /= shape.dimension(axis);
        }
        return index.length == 0 ? "" : Arrays.toString(index);
    }
}
