package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.LeakyRectifier;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * The parametric rectifier, elementwise: {@link LeakyRelu} with slopes that are learned.
 *
 * <pre>{@code
 * y      = x where x > 0,  slope ⊙ x where x ≤ 0
 * dx     = dy              slope ⊙ dy
 * dslope = Σ over all that share a slope, where x ≤ 0, of x ⊙ dy
 * ẏ      = ẋ               slope ⊙ ẋ + x ⊙ slopė
 * }</pre>
 *
 * <p>At 0, where there is no derivative, the slope on the left is taken. The second derivative is 0 except between x and slope:
 * where x ≤ 0 it gives slopė ⊙ dy for x, and Σ ẋ ⊙ dy for the slope.
 *
 * <p><b>Shapes:</b> x any; slope one number, or [C] with a number for each channel of x along the axis, as in PyTorch; a slope with
 * more axes is broadcast to x, as in ONNX, which is the same with the axis −1. <b>Special values:</b> y(−0.0) = −0.0 for a slope
 * that is positive; where x > 0 the slope has no effect, even if it is NaN; NaN in x gives NaN. <b>Accuracy:</b> y and dx rounded
 * once, dslope as a sum of rounded products: see {@link Tensor#sum}.
 *
 * <p>Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, 2015, §2.1, eq. (1) to (3).
 *
 * @param axis the axis of x along which its channels are; a negative one counts from the end
 */
public record PRelu(int axis) implements Operator<PRelu.Inputs, Tensor>, Serializable {

    /** With the channels along axis 1. */
    public PRelu() {
        this(1);
    }

    /**
     * The differentiable inputs of the rectifier, and the type of its gradient.
     *
     * @param x any shape
     * @param slope one number, one a channel, or a shape that is broadcast to x
     */
    public record Inputs(Tensor x, Tensor slope) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x any shape
         * @param slope one number, one a channel, or a shape that is broadcast to x
         */
        public Inputs {
            Objects.requireNonNull(x, "PRelu.Inputs: x is null");
            Objects.requireNonNull(slope, "PRelu.Inputs: slope is null");
        }
    }

    /** @throws ShapeException if the slope does not fit x */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "PRelu: the inputs are null");
        Tensor x = in.x();
        requireType(in);
        Tensor slopes = in.slope().reshape(aligned(in)).broadcastTo(x.shape());
        return new Evaluation(in, aligned(in), slopes, sides(x, x, slopes.times(x)));
    }

    private static void requireType(Inputs in) {
        if (in.slope().elementType() != in.x().elementType()) {
            throw new IllegalArgumentException("PRelu: slope is " + in.slope().elementType() + " and x "
                    + in.x().elementType() + ", but one element type is needed");
        }
    }

    /** The slope's shape, with axes of length 1 where x has more, so that it is broadcast. */
    private Shape aligned(Inputs in) {
        Shape slope = in.slope().shape();
        Shape x = in.x().shape();
        if (slope.rank() < 2 && slope.size() == 1) {
            return Shape.of();
        }
        if (slope.rank() == 1) {
            int channels = Storage.axis(x, "PRelu", axis);
            if (slope.size() != x.dimension(channels)) {
                throw new ShapeException(
                        "PRelu: slope has shape " + slope + ", but x " + x + " has " + x.dimension(channels)
                                + " channels along axis " + axis + "; one slope, or one a channel, is needed");
            }
            int[] lengths = x.dimensions();
            return Shape.of(IntStream.range(0, lengths.length)
                    .map(i -> i == channels ? lengths[i] : 1)
                    .toArray());
        }
        int more = x.rank() - slope.rank();
        if (more < 0
                || !IntStream.range(0, slope.rank())
                        .allMatch(i -> slope.dimension(i) == 1 || slope.dimension(i) == x.dimension(i + more))) {
            throw new ShapeException("PRelu: slope has shape " + slope + ", which is not broadcast to x " + x
                    + "; lengths of 1, or those of the last axes of x, are needed");
        }
        return slope;
    }

    /** right where x > 0, left where x ≤ 0. */
    private static Tensor sides(Tensor x, Tensor right, Tensor left) {
        return Storage.tensor(x.shape(), LeakyRectifier.sides(Storage.of(x), Storage.of(right), Storage.of(left)));
    }

    private record Evaluation(Inputs inputs, Shape aligned, Tensor slopes, Tensor output)
            implements Pass<Inputs, Tensor> {

        /** dx = dy or slope ⊙ dy, dslope = Σ x ⊙ dy on the left. */
        @Override
        public Inputs backward(Tensor dy) {
            Required.like(dy, output, "PRelu.backward: dy");
            Tensor x = inputs.x();
            return new Inputs(sides(x, dy, slopes.times(dy)), sum(x.times(dy)));
        }

        /** ẏ = ẋ, or slope ⊙ ẋ + x ⊙ slopė. */
        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "PRelu.pushforward: tangent");
            Tensor x = inputs.x();
            Tensor left = slopes.times(tangent.x()).plus(x.times(spread(tangent.slope())));
            return sides(x, tangent.x(), left);
        }

        /** On the left slopė ⊙ dy for x, and Σ ẋ ⊙ dy for the slope. */
        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output, "PRelu.curvature: dy");
            Required.like(tangent, inputs, "PRelu.curvature: tangent");
            Tensor x = inputs.x();
            Tensor mixed = spread(tangent.slope()).times(dy);
            return new Inputs(
                    sides(x, mixed.zerosLike(), mixed), sum(tangent.x().times(dy)));
        }

        private Tensor spread(Tensor slope) {
            return slope.reshape(aligned).broadcastTo(inputs.x().shape());
        }

        /** The sum over all elements that share a slope, of those on the left. */
        private Tensor sum(Tensor left) {
            Tensor x = inputs.x();
            return sides(x, left.zerosLike(), left)
                    .sumTo(aligned)
                    .reshape(inputs.slope().shape());
        }
    }
}
