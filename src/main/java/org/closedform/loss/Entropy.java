package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Information;
import org.closedform.kernel.InformationCurvature;
import org.closedform.kernel.Rows;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Entropy: how uncertain a distribution is, in nats; from 0, where one class has it all, to log C, where all C share alike.
 *
 * <pre>{@code
 * on logits a, with p = softmax(a):
 *     H = −Σ_i p_i log p_i             ∂H/∂a_j = −p_j (log p_j + H)
 *
 * on log-probabilities u:
 *     H = −Σ_i e^{u_i} u_i             ∂H/∂u_j = −p_j (log p_j + 1)
 *
 * on probabilities p:
 *     H = −Σ_i p_i log p_i             ∂H/∂p_j = −(log p_j + 1)
 *
 * and in each                          Ḣ = Σ_j ∂H/∂x_j ẋ_j
 * }</pre>
 *
 * <p>The second derivative along ẋ, with m_i the movement of log p_i (on logits ȧ_i − Σ_k p_k ȧ_k, on log-probabilities u̇_i):
 *
 * <pre>{@code
 * on logits                p_j (z_j − Σ_i p_i z_i),  z_i = −m_i (log p_i + H + 1)
 * on log-probabilities     −p_j m_j (log p_j + 2)
 * on probabilities         −ṗ_j / p_j
 * }</pre>
 *
 * <p>Times a negative number it is the bonus that keeps a policy from deciding too early. With the divergence it makes up the
 * cross-entropy: H(p, q) = H(p) + D(p‖q).
 *
 * <pre>{@code
 * Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(logits);
 * double nats = pass.output().item();
 * Tensor dLogits = pass.gradient();                // −p (log p + H) / N
 * }</pre>
 *
 * <p>MEAN divides by the number of positions that count, BATCH_MEAN by the length of their first axis (of a single one by 1).
 *
 * <p><b>Shapes:</b> [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0) unless {@link #withAxis} says another. The
 * entropy is a scalar, or with NONE of that shape without the class axis. <b>Special values:</b> a term with p = 0 is 0; its gradient is 0 on logits and
 * log-probabilities and +∞ on probabilities, the limit. A logit row with a NaN, a +∞, or nothing but −∞ gives NaN, and so does a
 * row with a negative probability or a NaN. Probabilities need not sum to 1: the formulas hold, and nothing is clipped or
 * renormalised. An empty batch: SUM 0, MEAN and BATCH_MEAN NaN. <b>Accuracy:</b> for up to 1,000 classes each
 * position's entropy within 1 ulp of Σ p |log p|, its gradient within 4 ulp; where log p + H or log p + 1 cancels to less than 10⁻⁴
 * of its terms, within 2⁻⁶⁷ of those. No p underflows before it is multiplied: subnormal results are within 2 of the smallest number.
 * A tangent is pushed through the gradient as it is stored, in float64 sums rounded once; where no p is subnormal the second derivative
 * is within 16 ulp of the terms that it adds up.
 *
 * <p>Source: Shannon, A Mathematical Theory of Communication, 1948, §6; Williams, Peng, Function Optimization Using
 * Connectionist Reinforcement Learning Algorithms, 1991 (the bonus).
 *
 * @param form what the distributions are given in
 * @param reduction what becomes of one entropy per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 * @param mask which positions count; of a shape that broadcasts to the entropies'
 * @param classMask which classes count at each position; of a shape that broadcasts to the distributions'
 */
public record Entropy(Form form, Reduction reduction, int axis, Mask mask, Mask classMask)
        implements Operator<Tensor, Tensor>, Serializable {
    /** As PyTorch's losses have it. */
    static final int DEFAULT_AXIS = 1;

    /**
     * Checks for null.
     *
     * @param form what the distributions are given in
     * @param reduction what becomes of one entropy per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @param mask which positions count; of a shape that broadcasts to the entropies'
     * @param classMask which classes count at each position; of a shape that broadcasts to the distributions'
     */
    public Entropy {
        Objects.requireNonNull(form, "Entropy: form is null");
        Objects.requireNonNull(reduction, "Entropy: reduction is null");
        Objects.requireNonNull(mask, "Entropy: mask is null");
        Objects.requireNonNull(classMask, "Entropy: classMask is null");
    }

    /**
     * An entropy of which everything counts.
     *
     * @param form what the distributions are given in
     * @param reduction what becomes of one entropy per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     */
    public Entropy(Form form, Reduction reduction, int axis) {
        this(form, reduction, axis, Mask.all(), Mask.all());
    }

    /**
     * The entropy along axis 1, of [C] along its only axis.
     *
     * @param form what the distributions are given in
     * @param reduction what becomes of one entropy per position
     */
    public Entropy(Form form, Reduction reduction) {
        this(form, reduction, DEFAULT_AXIS);
    }

    /** {@return the mean entropy of softmax(logits)} */
    public static Entropy onLogits() {
        return new Entropy(Form.LOGITS, Reduction.MEAN);
    }

    /** {@return the mean entropy of distributions given by their logarithms} */
    public static Entropy onLogProbabilities() {
        return new Entropy(Form.LOG_PROBABILITIES, Reduction.MEAN);
    }

    /** {@return the mean entropy of probabilities} */
    public static Entropy onProbabilities() {
        return new Entropy(Form.PROBABILITIES, Reduction.MEAN);
    }

    /**
     * {@return this entropy with another reduction}
     *
     * @param other what becomes of one entropy per position
     */
    public Entropy withReduction(Reduction other) {
        return new Entropy(form, other, axis, mask, classMask);
    }

    /**
     * {@return this entropy along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public Entropy withAxis(int other) {
        return new Entropy(form, reduction, other, mask, classMask);
    }

    /**
     * {@return this entropy over the positions that count} Another adds 0 to entropy and gradient, whatever is there, and MEAN divides by how
     * many count.
     *
     * @param other which positions count; of a shape that broadcasts to the entropies'
     */
    public Entropy withMask(Mask other) {
        return new Entropy(form, reduction, axis, other, classMask);
    }

    /**
     * {@return this entropy over the classes that count, such as the actions that are allowed} The others have probability 0 and gradient 0,
     * whatever is there; probabilities are not renormalised. A position with no class left does not count.
     *
     * @param other which classes count at each position; of a shape that broadcasts to the distributions'
     */
    public Entropy withClassMask(Mask other) {
        return new Entropy(form, reduction, axis, mask, other);
    }

    /** @throws ShapeException if x has no class axis or an empty one, or a mask does not fit it */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor x) {
        int along = classAxis("Entropy: x", x, axis);
        Shape positions = x.shape().without(along);
        Rows rows = Storage.rows(x.shape(), along);
        Places places = Places.of("Entropy", mask, classMask, x.shape(), along);
        double count = places.count(rows.count());
        double divisor = reduction.divisor(count, positions);
        Tensor filled = places.fill(x, form);
        CrossEntropy.Result result = Information.entropies(Storage.of(filled), reading(form), rows, divisor);
        Tensor entropy =
                reduction.of(places.clear(result.losses()), positions, count).to(x.elementType());
        Tensor gradient = places.clear(Storage.tensor(x.shape(), result.gradient()));
        return new LossPass<>(
                "Entropy.backward: upstream",
                entropy,
                gradient,
                OptionalInt.of(along),
                tangent -> Storage.tensor(
                        x.shape(),
                        InformationCurvature.entropies(
                                Storage.of(filled), Storage.of(tangent), reading(form), rows, divisor)),
                places);
    }

    /**
     * What MEAN divides the summed entropies by, whatever this entropy's own reduction: the weight of a part in a {@link WeightedSum}.
     *
     * @param x the distributions
     * @return the number of positions that count
     * @throws ShapeException if x has no class axis or an empty one, or a mask does not fit it
     */
    public double meanDivisor(Tensor x) {
        int along = classAxis("Entropy.meanDivisor: x", x, axis);
        return Places.of("Entropy.meanDivisor", mask, classMask, x.shape(), along)
                .count(x.shape().without(along).size());
    }

    static Information.Reading reading(Form form) {
        return switch (form) {
            case LOGITS -> Information.Reading.LOGITS;
            case LOG_PROBABILITIES -> Information.Reading.LOG_PROBABILITIES;
            case PROBABILITIES -> Information.Reading.PROBABILITIES;
        };
    }

    /** The class axis from 0, checked; a single position has only one. */
    static int classAxis(String name, Tensor x, int axis) {
        Objects.requireNonNull(x, () -> name + " is null");
        if (x.rank() == 0) {
            throw new ShapeException(name + " is a scalar; [C], [N, C] or [N, C, d1, …] is needed");
        }
        int along = x.rank() == 1 && axis == DEFAULT_AXIS ? 0 : Storage.axis(x.shape(), name, axis);
        if (x.shape().dimension(along) == 0) {
            throw new ShapeException(name + " has shape " + x.shape() + ", whose class axis " + along
                    + " is empty; at least one class is needed");
        }
        return along;
    }
}
