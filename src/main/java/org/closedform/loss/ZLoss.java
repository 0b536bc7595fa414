package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SquaredLogSum;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * What keeps the normaliser of a softmax near 1: β log² Z, to be added to a cross-entropy, which does not care where the logits are.
 *
 * <pre>{@code
 * z = log Σ_i e^{a_i},  y = softmax(a)
 * ℓ = β z²                 ∂ℓ/∂a_j = 2β z y_j                 ℓ̇ = Σ_j ∂ℓ/∂a_j ȧ_j
 *
 * curvature:  2β (z y_j (ȧ_j − s) + y_j s),  s = Σ_i y_i ȧ_i
 * }</pre>
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(labels).plus(ZLoss.of(1e-4));
 * }</pre>
 *
 * <p>A cross-entropy on logits stays the same if all logits of a position grow by the same number, so over a long training they may
 * drift away; in float16 and bfloat16 they lose digits as they do. This term holds them. It is an operator of its own, added by {@link Operator#plus},
 * since it shares nothing with the target. The usual β is 10⁻⁴. Mesh TensorFlow, T5X and PaLM add it to every position that counts.
 *
 * <p>MEAN divides by the number of positions that count, BATCH_MEAN by the length of their first axis (of a single one by 1).
 *
 * <p><b>Shapes:</b> [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0) unless {@link #withAxis} says another. The loss
 * is a scalar, or with NONE of that shape without the class axis. <b>Special values:</b> a row with a NaN, a +∞, or nothing but −∞ has
 * a gradient of NaN; its loss is NaN if there is a NaN, else ∞. A logit of −∞ beside finite ones has gradient 0. An empty batch: SUM 0, MEAN and
 * BATCH_MEAN NaN. <b>Accuracy:</b> z within 3 ulp of max(|a|, log C), the loss within 8 ulp of β times its square; the gradient within 8 ulp of 2β
 * max(|a|, log C) y_j. A tangent is pushed through the gradient as it is stored, in float64 sums rounded once.
 *
 * <p>Source: Chowdhery and others, PaLM: Scaling Language Modeling with Pathways, 2022, §5; de Brébisson, Vincent, The Z-loss, 2016, is
 * another loss of the same name.
 *
 * @param beta β ≥ 0
 * @param reduction what becomes of one loss per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 * @param mask which positions count; of a shape that repeats into the losses'
 * @param classMask which classes count at each position; of a shape that repeats into the logits'
 */
public record ZLoss(double beta, Reduction reduction, int axis, Mask mask, Mask classMask)
        implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks β.
     *
     * @param beta β ≥ 0
     * @param reduction what becomes of one loss per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @param mask which positions count; of a shape that repeats into the losses'
     * @param classMask which classes count at each position; of a shape that repeats into the logits'
     * @throws IllegalArgumentException if β is negative, infinite or NaN
     */
    public ZLoss {
        Objects.requireNonNull(reduction, "ZLoss: reduction is null");
        Objects.requireNonNull(mask, "ZLoss: mask is null");
        Objects.requireNonNull(classMask, "ZLoss: classMask is null");
        if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ZLoss: beta is " + beta + "; a finite number from 0 on is needed");
        }
    }

    /**
     * {@return the mean over the positions, along axis 1}
     *
     * @param beta β ≥ 0
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public static ZLoss of(double beta) {
        return new ZLoss(beta, Reduction.MEAN, Entropy.DEFAULT_AXIS, Mask.all(), Mask.all());
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per position
     */
    public ZLoss withReduction(Reduction other) {
        return new ZLoss(beta, other, axis, mask, classMask);
    }

    /**
     * {@return this loss along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public ZLoss withAxis(int other) {
        return new ZLoss(beta, reduction, other, mask, classMask);
    }

    /**
     * {@return this loss over the positions that count} Another adds 0 to loss and gradient, whatever is there, and MEAN divides by how many
     * count.
     *
     * @param other which positions count; of a shape that repeats into the losses'
     */
    public ZLoss withMask(Mask other) {
        return new ZLoss(beta, reduction, axis, other, classMask);
    }

    /**
     * {@return this loss over the classes that count} The others have probability 0 and gradient 0, whatever is there. A position with no
     * class left does not count.
     *
     * @param other which classes count at each position; of a shape that repeats into the prediction's
     */
    public ZLoss withClassMask(Mask other) {
        return new ZLoss(beta, reduction, axis, mask, other);
    }

    /** @throws ShapeException if the logits have no class axis or an empty one, or a mask does not fit them */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor logits) {
        int along = Entropy.classAxis("ZLoss: logits", logits, axis);
        Shape shape = logits.shape();
        Shape positions = shape.without(along);
        Rows rows = Storage.rows(shape, along);
        Places places = Places.of("ZLoss", mask, classMask, shape, along);
        double counted = places.count(rows.count());
        double divisor = reduction.divisor(counted, positions);
        SquaredLogSum loss = new SquaredLogSum(beta);
        Buffer x = Storage.of(places.fill(logits, Form.LOGITS));
        CrossEntropy.Result result = loss.evaluate(x, rows, divisor);
        return new LossPass<>(
                "ZLoss.backward: upstream",
                reduction.of(places.clear(result.losses()), positions, counted).to(logits.elementType()),
                places.clear(Storage.tensor(shape, result.gradient())),
                OptionalInt.of(along),
                tangent -> Storage.tensor(shape, loss.movement(x, Storage.of(tangent), rows, divisor)),
                places);
    }

    /**
     * {@return the second derivative of the loss by the logits, 2β (z (diag(y) − y·yᵀ) + y·yᵀ) for each position; with NONE that of the
     * losses' sum} It is positive semi-definite where z ≥ 0.
     *
     * @param logits where
     * @throws ShapeException if the logits have no class axis or an empty one, or a mask does not fit them
     */
    public Hessian hessian(Tensor logits) {
        int along = Entropy.classAxis("ZLoss: logits", logits, axis);
        Shape shape = logits.shape();
        Rows rows = Storage.rows(shape, along);
        Places places = Places.of("ZLoss", mask, classMask, shape, along);
        double divisor = reduction.divisor(places.count(rows.count()), shape.without(along));
        SquaredLogSum loss = new SquaredLogSum(beta);
        Buffer x = Storage.of(places.fill(logits, Form.LOGITS));
        Hessian hessian = Hessian.ofBlocks(
                places.clear(Storage.tensor(shape, loss.diagonal(x, rows, divisor))),
                along,
                v -> places.clear(Storage.tensor(shape, loss.movement(x, Storage.of(v), rows, divisor))));
        return places.clear(hessian, logits);
    }
}
