package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.operator.Operator;
import org.closedform.operator.Temperature;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Distillation: how far a student's logits a are from a teacher's b, both softened by a temperature, times its square.
 *
 * <pre>{@code
 * p = softmax(b / T),  y = softmax(a / T)
 * ℓ = T² Σ_i p_i log(p_i / y_i)            ∂ℓ/∂a_j = T (y_j − p_j)            ∇²ℓ = diag(y) − y·yᵀ
 *
 * ℓ̇ = Σ_j ∂ℓ/∂a_j ȧ_j
 * }</pre>
 *
 * <p><b>Why T²:</b> without it the gradient is (y − p)/T, and y − p itself is about 1/T of what it is at T = 1: for a high T and logits of mean 0
 * it comes to (a − b)/(C T²). With it the gradient keeps its size as T changes, (a − b)/C, so the weight of this loss beside the one
 * on labels need not change with T. Hinton and others state it so; PyTorch's tutorial multiplies by T² too, {@code kl_div} does
 * not. Their cross-entropy differs from the divergence by the entropy of p, which has no gradient; so here equal logits lose 0.
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(labels).plus(DistillationLoss.of(teacherLogits, 4));
 * }</pre>
 *
 * <p>The teacher's logits have no gradient. MEAN divides by the number of positions, BATCH_MEAN by the length of their first axis (of a
 * single one by 1).
 *
 * <p><b>Shapes</b> as in {@link KlDivergence}: teacher and student equal, classes along axis 1 (of [C]: axis 0) unless {@link #withAxis}
 * says another. <b>Special values and accuracy</b> as its, on logits that were divided by T and rounded; two products more.
 *
 * <p>Source: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, §2 and eqs. (2) to (4).
 *
 * @param teacher the teacher's logits
 * @param temperature T > 0
 * @param reduction what becomes of one loss per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 */
public record DistillationLoss(Tensor teacher, double temperature, Reduction reduction, int axis)
        implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks all that can be checked without a prediction.
     *
     * @param teacher the teacher's logits
     * @param temperature T > 0
     * @param reduction what becomes of one loss per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @throws IllegalArgumentException if T is not positive, or infinite
     */
    public DistillationLoss {
        Objects.requireNonNull(teacher, "DistillationLoss: teacher is null");
        Objects.requireNonNull(reduction, "DistillationLoss: reduction is null");
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "DistillationLoss: temperature is " + temperature + "; a finite number above 0 is needed");
        }
    }

    /**
     * {@return the mean over the positions, along axis 1}
     *
     * @param teacher the teacher's logits
     * @param temperature T > 0
     * @throws IllegalArgumentException if it is not positive, or infinite
     */
    public static DistillationLoss of(Tensor teacher, double temperature) {
        return new DistillationLoss(teacher, temperature, Reduction.MEAN, Entropy.DEFAULT_AXIS);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per position
     */
    public DistillationLoss withReduction(Reduction other) {
        return new DistillationLoss(teacher, temperature, other, axis);
    }

    /**
     * {@return this loss along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public DistillationLoss withAxis(int other) {
        return new DistillationLoss(teacher, temperature, reduction, other);
    }

    /**
     * @throws ShapeException if the student has no class axis, an empty one, or not the teacher's shape
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor student) {
        int along = Entropy.classAxis("DistillationLoss: student", student, axis);
        teacher.requireLike(student, "DistillationLoss: teacher");
        Temperature soften = new Temperature(temperature);
        Pass<KlDivergence.Inputs, Tensor> pass = new KlDivergence(Form.LOGITS, Form.LOGITS, reduction, axis)
                .forward(new KlDivergence.Inputs(soften.apply(teacher), soften.apply(student)));
        return new LossPass<>(
                "DistillationLoss.backward: upstream",
                pass.output().times(temperature * temperature),
                pass.gradient().q().times(temperature),
                OptionalInt.of(along),
                tangent -> pass.curvature(
                                pass.output().onesLike(),
                                new KlDivergence.Inputs(teacher.zerosLike(), soften.apply(tangent)))
                        .q()
                        .times(temperature));
    }
}
