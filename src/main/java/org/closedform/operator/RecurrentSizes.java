package org.closedform.operator;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.Map;
import java.util.Objects;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.Sequences;
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
 * @param rows of the weights: H, or 3H or 4H
 * @param sequences the order of the steps
 */
record RecurrentSizes(int steps, int batch, int features, int hidden, int rows, Sequences sequences) {

    /** The shape of a weight of the input, and what its rows are, by how many blocks of H rows it has. */
    private static final Map<Integer, String> ROWS = Map.of(
            1,
            "[H, D]",
            Gru.GATES,
            "[3H, D], H rows for each of r, z and n,",
            Lstm.GATES,
            "[4H, D], H rows for each of the gates i, f, g and o,");

    /** Checks x, [T, N, D], the parameters, which have {@code blocks} blocks of H rows, and the lengths against each other. */
    static RecurrentSizes of(
            String operation, Tensor x, RecurrentParameters parameters, int blocks, Traversal traversal) {
        return of(operation, x, 3, parameters, blocks, traversal);
    }

    /** The same for one step, x [N, D]. */
    static RecurrentSizes ofStep(String operation, Tensor x, RecurrentParameters parameters, int blocks) {
        return of(operation, x, 2, parameters, blocks, Traversal.ALL_FORWARD);
    }

    private static RecurrentSizes of(
            String operation, Tensor x, int rank, RecurrentParameters parameters, int blocks, Traversal traversal) {
        requireRank(operation, x, rank);
        int steps = rank == 3 ? x.shape().dimension(0) : 1;
        if (steps == 0) {
            throw new ShapeException(operation + ": x has shape " + x.shape()
                    + ", sequences of no steps, which have no last state; at least one step is needed");
        }
        Tensor weight = parameters.weightIh();
        if (weight.rank() != 2 || weight.shape().dimension(0) % blocks != 0) {
            throw new ShapeException(operation + ": weightIh has shape " + weight.shape() + ", but a matrix "
                    + ROWS.get(blocks) + " is needed");
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
        Sequences sequences = traversal.sequences(operation, x.shape(), steps, hidden);
        return new RecurrentSizes(steps, x.shape().dimension(-2), features, hidden, rows, sequences);
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

    /** The state after the last step of each sequence, [N, H]. */
    Tensor last(Tensor y, Tensor h0) {
        return Storage.tensor(state(), sequences.last(Storage.of(y), Storage.of(h0)));
    }

    /** W_ih·x_t + b_ih for all steps at once, in float64. */
    Tensor inputProjection(Tensor x, RecurrentParameters parameters) {
        return inputs(x)
                .matmul(transposed(parameters.weightIh()))
                .plus(parameters.biasIh().to(FLOAT64));
    }

    /** W_ih·x_t + b_ih + b_hh for all steps at once, in float64. */
    Tensor projection(Tensor x, RecurrentParameters parameters) {
        return inputProjection(x, parameters).plus(parameters.biasHh().to(FLOAT64));
    }

    /** W_ih·ẋ_t + Ẇ_ih·x_t for all steps at once, in float64. */
    Tensor inputMovement(Tensor x, RecurrentParameters parameters, Tensor xTangent, RecurrentParameters tangent) {
        return inputs(xTangent)
                .matmul(transposed(parameters.weightIh()))
                .plus(inputs(x).matmul(transposed(tangent.weightIh())));
    }

    /** W_ih·ẋ_t + Ẇ_ih·x_t + Ẇ_hh·h_t−1 + ḃ_ih + ḃ_hh for all steps at once, in float64: what moves z but for W_hh·ḣ_t−1. */
    Tensor movement(
            Tensor x,
            Tensor h0,
            Tensor y,
            RecurrentParameters parameters,
            Tensor xTangent,
            RecurrentParameters tangent) {
        return inputMovement(x, parameters, xTangent, tangent)
                .plus(before(h0, y).matmul(transposed(tangent.weightHh())))
                .plus(tangent.biasIh().to(FLOAT64))
                .plus(tangent.biasHh().to(FLOAT64));
    }

    static Tensor transposed(Tensor weight) {
        return weight.transpose().to(FLOAT64);
    }

    /** dx = dz·W_ih. */
    Tensor dx(Tensor dz, Tensor x, RecurrentParameters parameters) {
        Tensor dx = dz.matmul(parameters.weightIh().to(FLOAT64)).to(x.elementType());
        return Storage.tensor(x.shape(), sequences.withoutPadding(Storage.of(dx), features));
    }

    /** dW_ih = dzᵀ·x, dW_hh = dzᵀ·h of the step before, db_ih = db_hh = Σ dz: one product each, over all steps. */
    RecurrentParameters dParameters(Tensor dz, Tensor x, Tensor h0, Tensor y) {
        Tensor upstream = dz.transpose();
        ElementType type = x.elementType();
        Tensor dBias = dz.sum(0).to(type);
        return new RecurrentParameters(
                upstream.matmul(inputs(x)).to(type),
                upstream.matmul(before(h0, y)).to(type),
                dBias,
                dBias);
    }

    /** The same for the weights; 0 for the biases. */
    RecurrentParameters dWeights(Tensor dz, Tensor x, Tensor h0, Tensor y) {
        RecurrentParameters d = dParameters(dz, x, h0, y);
        return new RecurrentParameters(d.weightIh(), d.weightHh());
    }

    /** The state before each step, one row for each sequence at each step, in float64. */
    Tensor before(Tensor h0, Tensor y) {
        return samples(sequences.before(Storage.of(y), Storage.of(h0)), hidden);
    }

    /** x as a matrix, one row for each sequence at each step, in float64. */
    Tensor inputs(Tensor x) {
        return samples(sequences.withoutPadding(Storage.of(x), features), features)
                .to(FLOAT64);
    }

    /** dz as a matrix, one row for each sequence at each step. */
    Tensor samples(Buffer dz) {
        return samples(dz, rows);
    }

    /** Numbers as a matrix, one row of so many for each sequence at each step. */
    Tensor samples(Buffer numbers, int length) {
        return Storage.tensor(Shape.of(steps * batch, length), numbers);
    }
}
