package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.kernel.Information;
import org.closedform.kernel.InformationCurvature;
import org.closedform.kernel.JensenShannon;
import org.closedform.kernel.Rows;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Jensen–Shannon divergence: how far two distributions are from their mean, in nats; from 0, where they are equal, to log 2, where no
 * class has a probability in both. It is symmetric, finite also where one of them is 0, and differentiable in both; its square root
 * is a distance.
 *
 * <pre>{@code
 * m = (p + q)/2
 * J(p, q) = ½ D(p‖m) + ½ D(q‖m) = ½ Σ_i (p_i log(p_i/m_i) + q_i log(q_i/m_i))
 *
 * p given as         ∂J/∂p                          with g_j = ½ log(p_j/m_j)
 *   logits             p_j (g_j − Σ_i p_i g_i)
 *   log-probabilities  p_j g_j
 *   probabilities      g_j
 *
 * and the same with p and q exchanged;  J̇ = Σ_j (∂J/∂p_j ṗ_j + ∂J/∂q_j q̇_j)
 * }</pre>
 *
 * <p>With a and b the movements of log p and log q (on logits ȧ_i − Σ_k p_k ȧ_k), g moves by ġ_j = ½ (a_j − b_j) q_j/(p_j + q_j), and
 * the second derivative along a tangent is
 *
 * <pre>{@code
 * on logits             p_j (z_j − Σ_i p_i z_i),  z_i = a_i (g_i − Σ_k p_k g_k) + ġ_i
 * on log-probabilities  p_j (a_j g_j + ġ_j)
 * on probabilities      ġ_j
 * }</pre>
 *
 * <p>It is computed as Σ (p_i + q_i)/4 · h_i with h = d² + d⁴/6 + d⁶/15 + … and d = (p − q)/(p + q): terms ≥ 0, so nearly equal
 * distributions keep their digits. PyTorch, Keras and optax have no such loss; SciPy's {@code jensenshannon} is √J, of rows that it
 * normalises first.
 *
 * <pre>{@code
 * Operator.Pass<JensenShannonDivergence.Inputs, Tensor> pass =
 *         JensenShannonDivergence.onLogits().forward(new JensenShannonDivergence.Inputs(a, b));
 * double nats = pass.output().item();
 * }</pre>
 *
 * <p>MEAN divides by the number of positions that count, BATCH_MEAN by the length of their first axis (of a single one by 1).
 *
 * <p><b>Shapes:</b> p and q equal, [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0) unless {@link #withAxis} says
 * another. The divergence is a scalar, or with NONE of that shape without the class axis. <b>Special values:</b> a class with p = q
 * = 0 adds 0 to J and all gradients, as p = q > 0 does. Where only p is 0 the term is q/2 · log 2, and its gradient in p is 0 on
 * logits and log-probabilities and −∞ on probabilities, the limit. A logit row with a NaN, a +∞, or nothing but −∞ gives NaN, and so does a
 * row with a NaN or a negative probability. Rows need not sum to 1: the formulas hold, and nothing is renormalised; of rows that do, but for their rounding,
 * J is at most log 2. An empty batch: SUM 0, MEAN and BATCH_MEAN NaN. <b>Accuracy:</b> for up to 1,000 classes each position's
 * divergence within 8 ulp of itself, on logits 32 where all of them differ by less than ½; exactly 0 for p = q, and both orders of p and q give the same
 * bits. Gradients on probabilities and log-probabilities within 8 ulp, on logits within 8 ulp of p_j (|g_j| + Σ p |g|). A tangent is
 * pushed through the gradients as they are stored, in float64 sums rounded once; the second derivative is within 16 ulp of the
 * terms that it adds up.
 *
 * <p>Source: Lin, Divergence Measures Based on the Shannon Entropy, 1991, eq. (4.1); Endres, Schindelin, A New Metric for Probability
 * Distributions, 2003 (the distance).
 *
 * @param form what both distributions are given in
 * @param reduction what becomes of one divergence per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 * @param mask which positions count; of a shape that repeats into the divergences'
 * @param classMask which classes count at each position; of a shape that repeats into the distributions'
 */
public record JensenShannonDivergence(Form form, Reduction reduction, int axis, Mask mask, Mask classMask)
        implements Operator<JensenShannonDivergence.Inputs, Tensor>, Serializable {
    /**
     * Checks for null.
     *
     * @param form what both distributions are given in
     * @param reduction what becomes of one divergence per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @param mask which positions count; of a shape that repeats into the divergences'
     * @param classMask which classes count at each position; of a shape that repeats into the distributions'
     */
    public JensenShannonDivergence {
        Objects.requireNonNull(form, "JensenShannonDivergence: form is null");
        Objects.requireNonNull(reduction, "JensenShannonDivergence: reduction is null");
        Objects.requireNonNull(mask, "JensenShannonDivergence: mask is null");
        Objects.requireNonNull(classMask, "JensenShannonDivergence: classMask is null");
    }

    /**
     * The divergence along axis 1, of [C] along its only axis.
     *
     * @param form what both distributions are given in
     * @param reduction what becomes of one divergence per position
     */
    public JensenShannonDivergence(Form form, Reduction reduction) {
        this(form, reduction, Entropy.DEFAULT_AXIS, Mask.all(), Mask.all());
    }

    /** {@return the mean divergence of softmax(p) and softmax(q)} */
    public static JensenShannonDivergence onLogits() {
        return new JensenShannonDivergence(Form.LOGITS, Reduction.MEAN);
    }

    /** {@return the mean divergence of distributions that are both given by their logarithms} */
    public static JensenShannonDivergence onLogProbabilities() {
        return new JensenShannonDivergence(Form.LOG_PROBABILITIES, Reduction.MEAN);
    }

    /** {@return the mean divergence of probabilities} */
    public static JensenShannonDivergence onProbabilities() {
        return new JensenShannonDivergence(Form.PROBABILITIES, Reduction.MEAN);
    }

    /**
     * {@return this divergence with another reduction}
     *
     * @param other what becomes of one divergence per position
     */
    public JensenShannonDivergence withReduction(Reduction other) {
        return new JensenShannonDivergence(form, other, axis, mask, classMask);
    }

    /**
     * {@return this divergence along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public JensenShannonDivergence withAxis(int other) {
        return new JensenShannonDivergence(form, reduction, other, mask, classMask);
    }

    /**
     * {@return this divergence over the positions that count} Another adds 0 to loss and gradient, whatever is there, and MEAN divides by how many
     * count.
     *
     * @param other which positions count; of a shape that repeats into the divergences'
     */
    public JensenShannonDivergence withMask(Mask other) {
        return new JensenShannonDivergence(form, reduction, axis, other, classMask);
    }

    /**
     * {@return this divergence over the classes that count} The others have probability 0 and gradient 0, whatever is there;
     * probabilities are not renormalised. A position with no
     * class left does not count.
     *
     * @param other which classes count at each position; of a shape that repeats into the distributions'
     */
    public JensenShannonDivergence withClassMask(Mask other) {
        return new JensenShannonDivergence(form, reduction, axis, mask, other);
    }

    /**
     * What a divergence is a function of, and the type of its gradient.
     *
     * @param p the distributions
     * @param q those that they are compared with, of the same shape and element type
     */
    public record Inputs(Tensor p, Tensor q) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param p the distributions
         * @param q those that they are compared with, of the same shape and element type
         */
        public Inputs {
            Objects.requireNonNull(p, "JensenShannonDivergence.Inputs: p is null");
            Objects.requireNonNull(q, "JensenShannonDivergence.Inputs: q is null");
        }
    }

    /**
     * @throws ShapeException if p has no class axis or an empty one, q has another shape, or a mask does not fit them
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "JensenShannonDivergence: the inputs are null");
        Tensor p = in.p();
        int along = Entropy.classAxis("JensenShannonDivergence: p", p, axis);
        in.q().requireLike(p, "JensenShannonDivergence: q");
        Shape positions = p.shape().without(along);
        Rows rows = Storage.rows(p.shape(), along);
        Places places = Places.of("JensenShannonDivergence", mask, classMask, p.shape(), along);
        double counted = places.count(rows.count());
        double divisor = reduction.divisor(counted, positions);
        Inputs filled = new Inputs(places.fill(p, form), places.fill(in.q(), form));
        Information.Divergences result = JensenShannon.divergences(
                Storage.of(filled.p), Storage.of(filled.q), Entropy.reading(form), rows, divisor);
        return new LossPass<>(
                "JensenShannonDivergence.backward: upstream",
                reduction.of(places.clear(result.values()), positions, counted).to(p.elementType()),
                places.clear(
                        new Inputs(Storage.tensor(p.shape(), result.dp()), Storage.tensor(p.shape(), result.dq()))),
                OptionalInt.of(along),
                tangent -> movement(filled, tangent, rows, divisor),
                places);
    }

    private Inputs movement(Inputs in, Inputs tangent, Rows rows, double divisor) {
        InformationCurvature.Movements movements = JensenShannon.movements(
                Storage.of(in.p()),
                Storage.of(tangent.p()),
                Storage.of(in.q()),
                Storage.of(tangent.q()),
                Entropy.reading(form),
                rows,
                divisor);
        Shape shape = in.p().shape();
        return new Inputs(Storage.tensor(shape, movements.dp()), Storage.tensor(shape, movements.dq()));
    }
}
