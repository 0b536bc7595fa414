package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.kernel.Information;
import org.closedform.kernel.InformationCurvature;
import org.closedform.kernel.Rows;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Kullback–Leibler divergence: how many nats more it costs to tell what comes from p with a code made for q. Differentiable in
 * both.
 *
 * <pre>{@code
 * D(p‖q) = Σ_i p_i (log p_i − log q_i)         with d_i = log p_i − log q_i
 *
 * q given as         ∂D/∂q                     p given as         ∂D/∂p
 *   logits             softmax(b)_j Σ p − p_j    logits             p_j (d_j − D)
 *   log-probabilities  −p_j                      log-probabilities  p_j (d_j + 1)
 *   probabilities      −p_j / q_j                probabilities      d_j + 1
 *
 * Ḋ = Σ_j (∂D/∂p_j ṗ_j + ∂D/∂q_j q̇_j)
 * }</pre>
 *
 * <p>Both gradients move with both. With m and n the movements of log p and log q (on logits ȧ_i − Σ_k p_k ȧ_k), the second derivative
 * along a tangent is
 *
 * <pre>{@code
 * q given as                                  p given as
 *   logits             q_j n_j Σp − p_j m_j     logits             p_j (z_j − Σ_i p_i z_i),  z_i = m_i (d_i − D + 1) − n_i
 *                      + q_j Σ p m              log-probabilities  p_j (m_j (d_j + 2) − n_j)
 *   log-probabilities  −p_j m_j                 probabilities      m_j − n_j
 *   probabilities      p_j (n_j − m_j) / q_j
 * }</pre>
 *
 * <p>Both p and q may be given in any {@link Form}. For fixed p it is the cross-entropy less a constant, with the same gradient:
 * H(p, q) = H(p) + D(p‖q). It is not symmetric.
 *
 * <p>Of distributions D is 0 for p = q and more than 0 for any other q, in every mix of forms. Numbers that stand for distributions
 * sum to 1 but for their own rounding, and by that much Σ p d may be negative. So where it is not positive, and both p and q sum to 1
 * but for 4 ulps of the numbers given, D is Σ (p d − p + q) instead, whose terms are ≥ 0. Other rows need not sum to 1: D is Σ p d, also
 * where that is negative.
 *
 * <pre>{@code
 * Operator.Pass<KlDivergence.Inputs, Tensor> pass = KlDivergence.onLogits().forward(new KlDivergence.Inputs(teacher, student));
 * double nats = pass.output().item();
 * Tensor dStudent = pass.gradient().q();           // (softmax(student) − softmax(teacher)) / N
 * }</pre>
 *
 * <p><b>Reductions</b> are not PyTorch's, although the names are. NONE is one number per position, the sum over the classes;
 * PyTorch's 'none' is one number per element. MEAN divides by the number of positions that count; PyTorch's 'mean' divides by the number of
 * <em>elements</em>, C times as many, which is no divergence. BATCH_MEAN divides by the length of the positions'
 * first axis (of a single one by 1), as
 * PyTorch's 'batchmean' does; for [N, C] it is MEAN. And PyTorch's {@code kl_div(input, target)} takes q first, as
 * log-probabilities, then p as probabilities, or as log-probabilities with {@code log_target=True}.
 *
 * <p><b>Shapes:</b> p and q equal, [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0) unless {@link #withAxis} says
 * another. The divergence is a scalar, or with NONE of that shape without the class axis. <b>Special values:</b> a term with p = 0 is 0 whatever q, and so are its
 * gradients but one: in a probability p it is −∞, the limit (NaN if q = 0 too, where there is none). q = 0 &lt; p gives +∞, and as
 * gradients −∞ in a probability q, y − p in logits q, +∞ in p; in logits p −∞ at all other classes (NaN instead of +∞ where there
 * are several such classes, since the limit then depends on the way). A logit row with a NaN, a +∞, or nothing but −∞ gives
 * NaN, and so does a row with a NaN or a negative probability. Rows need not sum to 1: the formulas hold, and nothing is
 * clipped or renormalised. An empty batch: SUM 0, MEAN and BATCH_MEAN NaN. <b>Accuracy:</b> for up to 1,000 classes each
 * position's divergence within 4 ulp of Σ p (|log p| + |log q|), of probabilities within 1 ulp of Σ p |d|; but of distributions
 * whose rounding would make it negative, within that rounding. On logits it keeps its digits where p and q differ
 * little, however little: for up to 12 classes within 16 ulp of itself. The gradient in logits q is within 8 ulp of max(q Σp, p), the
 * other gradients within 4 ulp; where d − D or d + 1 cancels to less than 10⁻⁴ of log p and log q, within 2⁻⁶⁷ of those. No p underflows
 * before it is multiplied: subnormal results are within 4 of the smallest number. A tangent is pushed through the gradients as they are
 * stored, in float64 sums rounded once; where no p is subnormal the second derivative is within 16 ulp of the terms that it adds up.
 *
 * <p>Source: Kullback, Leibler, On Information and Sufficiency, 1951, eq. (2.4).
 *
 * @param pForm what p is given in
 * @param qForm what q is given in
 * @param reduction what becomes of one divergence per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 * @param mask which positions count; of a shape that broadcasts to the divergences'
 * @param classMask which classes count at each position; of a shape that broadcasts to the distributions'
 */
public record KlDivergence(Form pForm, Form qForm, Reduction reduction, int axis, Mask mask, Mask classMask)
        implements Operator<KlDivergence.Inputs, Tensor>, Serializable {
    /**
     * Checks for null.
     *
     * @param pForm what p is given in
     * @param qForm what q is given in
     * @param reduction what becomes of one divergence per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @param mask which positions count; of a shape that broadcasts to the divergences'
     * @param classMask which classes count at each position; of a shape that broadcasts to the distributions'
     */
    public KlDivergence {
        Objects.requireNonNull(pForm, "KlDivergence: pForm is null");
        Objects.requireNonNull(qForm, "KlDivergence: qForm is null");
        Objects.requireNonNull(reduction, "KlDivergence: reduction is null");
        Objects.requireNonNull(mask, "KlDivergence: mask is null");
        Objects.requireNonNull(classMask, "KlDivergence: classMask is null");
    }

    /**
     * A divergence of which everything counts.
     *
     * @param pForm what p is given in
     * @param qForm what q is given in
     * @param reduction what becomes of one divergence per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     */
    public KlDivergence(Form pForm, Form qForm, Reduction reduction, int axis) {
        this(pForm, qForm, reduction, axis, Mask.all(), Mask.all());
    }

    /**
     * The divergence along axis 1, of [C] along its only axis.
     *
     * @param pForm what p is given in
     * @param qForm what q is given in
     * @param reduction what becomes of one divergence per position
     */
    public KlDivergence(Form pForm, Form qForm, Reduction reduction) {
        this(pForm, qForm, reduction, Entropy.DEFAULT_AXIS);
    }

    /** {@return the mean divergence of softmax(p) from softmax(q)} */
    public static KlDivergence onLogits() {
        return new KlDivergence(Form.LOGITS, Form.LOGITS, Reduction.MEAN);
    }

    /** {@return the mean divergence of distributions that are both given by their logarithms} */
    public static KlDivergence onLogProbabilities() {
        return new KlDivergence(Form.LOG_PROBABILITIES, Form.LOG_PROBABILITIES, Reduction.MEAN);
    }

    /** {@return the mean divergence of probabilities} */
    public static KlDivergence onProbabilities() {
        return new KlDivergence(Form.PROBABILITIES, Form.PROBABILITIES, Reduction.MEAN);
    }

    /**
     * {@return this divergence with another reduction}
     *
     * @param other what becomes of one divergence per position
     */
    public KlDivergence withReduction(Reduction other) {
        return new KlDivergence(pForm, qForm, other, axis, mask, classMask);
    }

    /**
     * {@return this divergence along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public KlDivergence withAxis(int other) {
        return new KlDivergence(pForm, qForm, reduction, other, mask, classMask);
    }

    /**
     * {@return this divergence over the positions that count} Another adds 0 to divergence and gradients, whatever is there, and MEAN divides
     * by how many count.
     *
     * @param other which positions count; of a shape that broadcasts to the divergences'
     */
    public KlDivergence withMask(Mask other) {
        return new KlDivergence(pForm, qForm, reduction, axis, other, classMask);
    }

    /**
     * {@return this divergence over the classes that count} The others have probability 0 in both and gradient 0, whatever is there;
     * probabilities are not renormalised. A position with no class left does not count.
     *
     * @param other which classes count at each position; of a shape that broadcasts to the distributions'
     */
    public KlDivergence withClassMask(Mask other) {
        return new KlDivergence(pForm, qForm, reduction, axis, mask, other);
    }

    /**
     * What a divergence is a function of, and the type of its gradient.
     *
     * @param p the distributions that the mean is taken over
     * @param q the distributions that they are compared with, of the same shape and element type
     */
    public record Inputs(Tensor p, Tensor q) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param p the distributions that the mean is taken over
         * @param q the distributions that they are compared with, of the same shape and element type
         */
        public Inputs {
            Objects.requireNonNull(p, "KlDivergence.Inputs: p is null");
            Objects.requireNonNull(q, "KlDivergence.Inputs: q is null");
        }
    }

    /**
     * @throws ShapeException if p has no class axis or an empty one, q has another shape, or a mask does not fit them
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "KlDivergence: the inputs are null");
        Tensor p = in.p();
        int along = Entropy.classAxis("KlDivergence: p", p, axis);
        in.q().requireLike(p, "KlDivergence: q");
        Shape positions = p.shape().without(along);
        Rows rows = Storage.rows(p.shape(), along);
        Places places = Places.of("KlDivergence", mask, classMask, p.shape(), along);
        double count = places.count(rows.count());
        double divisor = reduction.divisor(count, positions);
        Inputs filled = new Inputs(places.fill(p, pForm), places.fill(in.q(), qForm));
        Information.Divergences result = Information.divergences(
                Storage.of(filled.p),
                Entropy.reading(pForm),
                Storage.of(filled.q),
                Entropy.reading(qForm),
                rows,
                divisor);
        Tensor divergence =
                reduction.of(places.clear(result.values()), positions, count).to(p.elementType());
        Inputs gradient = places.clear(
                new Inputs(Storage.tensor(p.shape(), result.dp()), Storage.tensor(p.shape(), result.dq())));
        return new LossPass<>(
                "KlDivergence.backward: upstream",
                divergence,
                gradient,
                OptionalInt.of(along),
                tangent -> movement(filled, tangent, rows, divisor),
                places);
    }

    /**
     * What MEAN divides the summed divergences by, whatever this divergence's own reduction: the weight of a part in a
     * {@link WeightedSum}.
     *
     * @param in the distributions
     * @return the number of positions that count
     * @throws ShapeException if p has no class axis or an empty one, or a mask does not fit it
     */
    public double meanDivisor(Inputs in) {
        Objects.requireNonNull(in, "KlDivergence.meanDivisor: the inputs are null");
        Shape shape = in.p().shape();
        int along = Entropy.classAxis("KlDivergence.meanDivisor: p", in.p(), axis);
        return Places.of("KlDivergence.meanDivisor", mask, classMask, shape, along)
                .count(shape.without(along).size());
    }

    private Inputs movement(Inputs in, Inputs tangent, Rows rows, double divisor) {
        InformationCurvature.Movements movements = InformationCurvature.divergences(
                Storage.of(in.p()),
                Storage.of(tangent.p()),
                Entropy.reading(pForm),
                Storage.of(in.q()),
                Storage.of(tangent.q()),
                Entropy.reading(qForm),
                rows,
                divisor);
        Shape shape = in.p().shape();
        return new Inputs(Storage.tensor(shape, movements.dp()), Storage.tensor(shape, movements.dq()));
    }
}
