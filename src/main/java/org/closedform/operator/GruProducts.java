package org.closedform.operator;

import static org.closedform.tensor.ElementType.FLOAT64;

import org.closedform.kernel.GruRecurrence;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/**
 * The part of a GRU that is no recurrence: what all steps have in one matrix product each. Three matrices in float64, of one row for each
 * sequence at each step.
 *
 * @param x the inputs
 * @param h the state before each step, which the gates' weight multiplies
 * @param s what the candidate's weight multiplies: h too, or r ⊙ h where the reset comes before the product
 */
record GruProducts(Tensor x, Tensor h, Tensor s) {

    /** The weight of h in two parts: that of the gates multiplies h, that of the candidate s. */
    static GruRecurrence.Weight weight(RecurrentParameters parameters) {
        return new GruRecurrence.Weight(
                Storage.of(gates(parameters.weightHh())), Storage.of(candidate(parameters.weightHh())));
    }

    /** The transposes of both. */
    static GruRecurrence.Weight transposed(RecurrentParameters parameters) {
        return new GruRecurrence.Weight(
                Storage.of(gates(parameters.weightHh()).transpose()),
                Storage.of(candidate(parameters.weightHh()).transpose()));
    }

    private static Tensor gates(Tensor rows) {
        return rows.slice(0, 0, 2 * rows.shape().dimension(0) / Gru.GATES);
    }

    private static Tensor candidate(Tensor rows) {
        int all = rows.shape().dimension(0);
        return rows.slice(0, 2 * all / Gru.GATES, all);
    }

    /** W_hr·h + b_hr, W_hz·h + b_hz and W_hn·s + b_hn, side by side. */
    Tensor ofState(RecurrentParameters parameters) {
        Tensor weight = parameters.weightHh();
        return Tensor.concatenate(
                        1,
                        h.matmul(RecurrentSizes.transposed(gates(weight))),
                        s.matmul(RecurrentSizes.transposed(candidate(weight))))
                .plus(parameters.biasHh().to(FLOAT64));
    }

    /** dW_ih = daᵀ·x, db_ih = Σ da; of the gates dW_hh = daᵀ·h, db_hh = Σ da; of the candidate dW_hh = duᵀ·s, db_hh = Σ du. */
    RecurrentParameters gradient(Tensor da, Tensor du, ElementType type) {
        Tensor upstream = da.transpose();
        Tensor dBias = da.sum(0);
        return new RecurrentParameters(
                        upstream.matmul(x),
                        Tensor.concatenate(
                                0, gates(upstream).matmul(h), du.transpose().matmul(s)),
                        dBias,
                        Tensor.concatenate(0, gates(dBias), du.sum(0)))
                .mapTensors(d -> d.to(type));
    }

    /** The same for the weights; 0 for the biases. */
    RecurrentParameters gradientOfWeights(Tensor da, Tensor du, ElementType type) {
        RecurrentParameters d = gradient(da, du, type);
        return new RecurrentParameters(d.weightIh(), d.weightHh());
    }
}
