package org.closedform.operator;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.closedform.kernel.Draws;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Random weights for a layer to start with, of a size at which neither activations nor gradients shrink or grow from layer to layer.
 *
 * <pre>{@code
 * glorotUniform   U(−b, b),  b = √(6 / (in + out))        glorotNormal   N(0, 2 / (in + out))
 * heUniform       U(−b, b),  b = √(6 / in)                heNormal       N(0, 2 / in)
 * orthogonal      W·Wᵀ = I, or Wᵀ·W = I if there are fewer columns
 * }</pre>
 *
 * <p>With n inputs of variance s and weights of variance v, each output has variance n v s, and a gradient through the layer's m outputs
 * is multiplied by m v: so v = 1/n keeps the one, 1/m the other, and Glorot's 2/(n + m) is between. A rectifier halves the mean square,
 * for which He's 2/n makes up. An orthogonal matrix keeps the length of every vector, not just on average. All are for slopes around 1 at 0:
 * multiply by a gain otherwise, {@code glorotUniform(…).times(5.0 / 3)} for tanh, as PyTorch's {@code calculate_gain} says.
 *
 * <pre>{@code
 * Tensor weight = Initialization.heNormal(Shape.of(out, in), new SplittableRandom(seed));
 * }</pre>
 *
 * <p><b>Shapes:</b> [out, in] as {@link Linear} has it, or [out, in, k1, …] of a convolution, where in and out are counted k1 ⋯ times, as
 * PyTorch does; Keras and Flax store [in, out], whose fans are the same for Glorot, and exchanged for He. {@code orthogonal} takes [out, in · k1 ⋯]
 * as the matrix. The numbers are float64. <b>Randomness</b> comes from the generator's {@code nextLong} alone, and normal numbers from
 * the polar method and this library's arithmetic: the same seed of the same generator gives the same bits everywhere.
 * {@code SplittableRandom} and {@code L64X128MixRandom} are specified to the bit; {@code RandomGenerator.getDefault()} may change. PyTorch's
 * {@code xavier_*}, {@code kaiming_*} (with {@code a=0}) and {@code orthogonal_} draw from the same distributions; Keras's and Flax's normal ones cut
 * off beyond two deviations. The default of PyTorch's {@code Linear}, {@code kaiming_uniform_(a=√5)}, is {@code heUniform} divided by √6.
 *
 * <p>Source: Glorot, Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010, eqs. (12) and (16); He,
 * Zhang, Ren, Sun, Delving Deep into Rectifiers, 2015, eq. (10); Saxe, McClelland, Ganguli, Exact Solutions to the Nonlinear Dynamics
 * of Learning in Deep Linear Neural Networks, 2014.
 */
public final class Initialization {
    private Initialization() {}

    /** How many numbers one output is made of, and how many one input goes into. */
    private record Fans(int in, int out) {
        static Fans of(String name, Shape shape, RandomGenerator random) {
            Objects.requireNonNull(shape, () -> "Initialization." + name + ": shape is null");
            Objects.requireNonNull(random, () -> "Initialization." + name + ": random is null");
            if (shape.rank() < 2 || shape.size() == 0) {
                throw new ShapeException("Initialization." + name + ": shape " + shape
                        + " has no inputs and outputs; [out, in] or [out, in, k1, …] is needed, none of them 0");
            }
            return new Fans(shape.size() / shape.dimension(0), shape.size() / shape.dimension(1));
        }
    }

    private static Tensor uniform(Shape shape, double fan, RandomGenerator random) {
        return Tensor.of(shape, Draws.uniform(shape.size(), Math.sqrt(6 / fan), random));
    }

    private static Tensor normal(Shape shape, double fan, RandomGenerator random) {
        return Tensor.of(shape, Draws.normal(shape.size(), Math.sqrt(2 / fan), random));
    }

    /**
     * {@return numbers from −√(6 / (in + out)) to √(6 / (in + out)), spread evenly}
     *
     * @param shape [out, in] or [out, in, k1, …]
     * @param random where randomness comes from
     * @throws ShapeException if the rank is less than 2, or there are no elements
     */
    public static Tensor glorotUniform(Shape shape, RandomGenerator random) {
        Fans fans = Fans.of("glorotUniform", shape, random);
        return uniform(shape, (double) fans.in + fans.out, random);
    }

    /**
     * {@return normal numbers of mean 0 and variance 2 / (in + out)}
     *
     * @param shape [out, in] or [out, in, k1, …]
     * @param random where randomness comes from
     * @throws ShapeException if the rank is less than 2, or there are no elements
     */
    public static Tensor glorotNormal(Shape shape, RandomGenerator random) {
        Fans fans = Fans.of("glorotNormal", shape, random);
        return normal(shape, (double) fans.in + fans.out, random);
    }

    /**
     * {@return numbers from −√(6 / in) to √(6 / in), spread evenly: for layers before a rectifier}
     *
     * @param shape [out, in] or [out, in, k1, …]
     * @param random where randomness comes from
     * @throws ShapeException if the rank is less than 2, or there are no elements
     */
    public static Tensor heUniform(Shape shape, RandomGenerator random) {
        return uniform(shape, Fans.of("heUniform", shape, random).in, random);
    }

    /**
     * {@return normal numbers of mean 0 and variance 2 / in: for layers before a rectifier}
     *
     * @param shape [out, in] or [out, in, k1, …]
     * @param random where randomness comes from
     * @throws ShapeException if the rank is less than 2, or there are no elements
     */
    public static Tensor heNormal(Shape shape, RandomGenerator random) {
        return normal(shape, Fans.of("heNormal", shape, random).in, random);
    }

    /**
     * {@return a matrix with orthonormal rows, or columns where these are fewer, uniformly distributed over all such} It takes
     * about 2 out · in · min(out, in) products.
     *
     * @param shape [out, in] or [out, in, k1, …]
     * @param random where randomness comes from
     * @throws ShapeException if the rank is less than 2, or there are no elements
     */
    public static Tensor orthogonal(Shape shape, RandomGenerator random) {
        int columns = Fans.of("orthogonal", shape, random).in;
        int rows = shape.dimension(0);
        Tensor vectors = Tensor.of(Draws.orthogonal(Math.min(rows, columns), Math.max(rows, columns), random));
        return (rows <= columns ? vectors : vectors.transpose()).reshape(shape.dimensions());
    }
}
