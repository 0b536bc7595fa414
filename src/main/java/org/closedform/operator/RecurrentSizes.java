package org.closedform.operator;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.Objects;
import org.closedform.kernel.Buffer;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The sizes of a recurrent layer at work, checked, and the part of it that is no recurrence: what all steps have in one
 * matrix product.
 *
 * @param steps T
 * @param batch N, the number of sequences
 * @param features D
 * @param hidden H
 * @param rows of the weights: H, or 4H
 */
record RecurrentSizes(int steps, int batch, int features, int hidden, int rows) {

    /** Checks x, [T, N, D] or [N, D], and the parameters, which have {@code blocks} blocks of H rows, against each other. */
    static RecurrentSizes of(String operation, Tensor x, int rank, RecurrentParameters parameters, int blocks) {
        requireRank(operation, x, rank);
        int steps = rank == 3 ? x.shape().dimension(0) : 1;
        if (steps == 0) {
            throw new ShapeException(operation + ": x has shape " + x.shape()
                    + ", sequences of no steps, which have no last state; at least one step is needed");
        }
        Tensor weight = parameters.weightIh();
        if (weight.rank() != 2 || weight.shape().dimension(0) % blocks != 0) {
            throw new ShapeException(operation + ": weightIh has shape " + weight.shape() + ", but a matrix "
                    + (blocks == 1 ? "[H, D]" : "[4H, D], H rows for each of the gates i, f, g and o,") + " is needed");
        }
        int features = weight.shape().dimension(1);
        if (x.shape().dimension(-1) != features) {
            throw new ShapeException(operation + ": x has " + x.shape().dimension(-1) + " features in " + x.shape()
                    + ", but weightIh " + weight.shape() + " takes " + features);
        }
        int rows = weight.shape().dimension(0);
        int hidden = rows / blocks;
        requireHiddenMatrix(operation, parameters.weightHh());
        requireParameter(operation, "weightHh", parameters.weightHh(), weight, hidden, Shape.of(rows, hidden));
        requireParameter(operation, "biasIh", parameters.biasIh(), weight, hidden, Shape.of(rows));
        requireParameter(operation, "biasHh", parameters.biasHh(), weight, hidden, Shape.of(rows));
        for (NamedTensor part : parameters.parts()) {
            requireType(operation, part.name(), part.tensor(), x);
        }
        return new RecurrentSizes(steps, x.shape().dimension(-2), features, hidden, rows);
    }

    static void requireRank(String operation, Tensor x, int rank) {
        Objects.requireNonNull(x, () -> operation + ": x is null");
        if (x.rank() != rank) {
            throw new ShapeException(operation + ": x has shape " + x.shape() + ", but "
                    + (rank == 3 ? "sequences [T, N, D] are" : "one step of sequences, [N, D], is") + " needed");
        }
    }

    static void requireHiddenMatrix(String operation, Tensor weight) {
        if (weight.rank() != 2) {
            throw new ShapeException(
                    operation + ": weightHh has shape " + weight.shape() + ", but a matrix of H columns is needed");
        }
    }

    private static void requireParameter(
            String operation, String name, Tensor tensor, Tensor weightIh, int hidden, Shape expected) {
        if (!tensor.shape().equals(expected)) {
            throw new ShapeException(operation + ": " + name + " has shape " + tensor.shape() + ", but weightIh "
                    + weightIh.shape() + " is of " + hidden + " hidden units, which take " + expected);
        }
    }

    private static void requireType(String operation, String name, Tensor tensor, Tensor x) {
        if (tensor.elementType() != x.elementType()) {
            throw new IllegalArgumentException(operation + ": " + name + " is " + tensor.elementType() + ", but x is "
                    + x.elementType() + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
        }
    }

    /** Checks a state, [N, H]. */
    void requireState(String operation, String name, Tensor state, Tensor x) {
        if (!state.shape().equals(state())) {
            throw new ShapeException(operation + ": " + name + " has shape " + state.shape() + ", but " + batch
                    + " sequences and " + hidden + " hidden units take " + state());
        }
        requireType(operation, name, state, x);
    }

    Shape state() {
        return Shape.of(batch, hidden);
    }

    Shape states() {
        return Shape.of(steps, batch, hidden);
    }

    Shape blocks() {
        return Shape.of(steps, batch, rows);
    }

    /** W_ih·x_t + b_ih + b_hh for all steps at once, in float64. */
    Tensor projection(Tensor x, RecurrentParameters parameters) {
        Tensor weight = parameters.weightIh().transpose().to(FLOAT64);
        return samples(x, features)
                .matmul(weight)
                .plus(parameters.biasIh().to(FLOAT64))
                .plus(parameters.biasHh().to(FLOAT64));
    }

    /** W_ih·ẋ_t + Ẇ_ih·x_t + Ẇ_hh·h_t−1 + ḃ_ih + ḃ_hh for all steps at once, in float64: what moves z but for W_hh·ḣ_t−1. */
    Tensor movement(
            Tensor x,
            Tensor h0,
            Tensor y,
            RecurrentParameters parameters,
            Tensor xTangent,
            RecurrentParameters tangent) {
        return samples(xTangent, features)
                .matmul(parameters.weightIh().transpose().to(FLOAT64))
                .plus(samples(x, features).matmul(tangent.weightIh().transpose().to(FLOAT64)))
                .plus(before(h0, y).matmul(tangent.weightHh().transpose().to(FLOAT64)))
                .plus(tangent.biasIh().to(FLOAT64))
                .plus(tangent.biasHh().to(FLOAT64));
    }

    /** dx = dz·W_ih. */
    Tensor dx(Tensor dz, Tensor x, RecurrentParameters parameters) {
        return dz.matmul(parameters.weightIh().to(FLOAT64)).to(x.elementType()).reshape(x.shape());
    }

    /** dW_ih = dzᵀ·x, dW_hh = dzᵀ·h of the step before, db_ih = db_hh = Σ dz: one product each, over all steps. */
    RecurrentParameters dParameters(Tensor dz, Tensor x, Tensor h0, Tensor y) {
        Tensor upstream = dz.transpose();
        ElementType type = x.elementType();
        Tensor dBias = dz.sum(0).to(type);
        return new RecurrentParameters(
                upstream.matmul(samples(x, features)).to(type),
                upstream.matmul(before(h0, y)).to(type),
                dBias,
                dBias);
    }

    /** The same for the weights; 0 for the biases. */
    RecurrentParameters dWeights(Tensor dz, Tensor x, Tensor h0, Tensor y) {
        RecurrentParameters d = dParameters(dz, x, h0, y);
        return new RecurrentParameters(d.weightIh(), d.weightHh());
    }

    /** h_t−1 at each step, one row for each sequence, in float64. */
    private Tensor before(Tensor h0, Tensor y) {
        return samples(Tensor.concatenate(0, h0.expandDims(0), y.slice(0, 0, steps - 1)), hidden);
    }

    /** dz as a matrix, one row for each sequence at each step. */
    Tensor samples(Buffer dz) {
        return Storage.tensor(Shape.of(steps * batch, rows), dz);
    }

    /** One row for each sequence at each step, in float64. */
    private Tensor samples(Tensor tensor, int length) {
        return tensor.reshape(steps * batch, length).to(FLOAT64);
    }
}
