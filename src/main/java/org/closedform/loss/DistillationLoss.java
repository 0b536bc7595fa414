package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
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
 * <p>The teacher's logits have no gradient. MEAN divides by the number of positions that count, BATCH_MEAN by the length of their first axis (of a
 * single one by 1).
 *
 * <p><b>Shapes</b> as in {@link KlDivergence}: teacher and student equal, classes along axis 1 (of [C]: axis 0) unless {@link #withAxis}
 * says another. <b>Special values and accuracy</b> as its, on logits that were divided by T and rounded, in float64; two products more. The
 * {@link #hessian} is within 16 ulp of the terms that it adds up.
 *
 * <p>Source: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015, §2 and eqs. (2) to (4).
 *
 * @param teacher the teacher's logits
 * @param temperature T > 0
 * @param reduction what becomes of one loss per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 * @param mask which positions count; of a shape that repeats into the losses'
 * @param classMask which classes count at each position; of a shape that repeats into the logits'
 */
public record DistillationLoss(
        Tensor teacher, double temperature, Reduction reduction, int axis, Mask mask, Mask classMask)
        implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks all that can be checked without a prediction.
     *
     * @param teacher the teacher's logits
     * @param temperature T > 0
     * @param reduction what becomes of one loss per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @param mask which positions count; of a shape that repeats into the losses'
     * @param classMask which classes count at each position; of a shape that repeats into the logits'
     * @throws IllegalArgumentException if T is not positive, or infinite
     */
    public DistillationLoss {
        Objects.requireNonNull(teacher, "DistillationLoss: teacher is null");
        Objects.requireNonNull(reduction, "DistillationLoss: reduction is null");
        Objects.requireNonNull(mask, "DistillationLoss: mask is null");
        Objects.requireNonNull(classMask, "DistillationLoss: classMask is null");
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
        return new DistillationLoss(teacher, temperature, Reduction.MEAN, Entropy.DEFAULT_AXIS, Mask.all(), Mask.all());
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per position
     */
    public DistillationLoss withReduction(Reduction other) {
        return new DistillationLoss(teacher, temperature, other, axis, mask, classMask);
    }

    /**
     * {@return this loss along another class axis, such as the last of [N, T, C]}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public DistillationLoss withAxis(int other) {
        return new DistillationLoss(teacher, temperature, reduction, other, mask, classMask);
    }

    /**
     * {@return this loss over the positions that count} Another adds 0 to loss and gradient, whatever is there, and MEAN divides by how many
     * count.
     *
     * @param other which positions count; of a shape that repeats into the losses'
     */
    public DistillationLoss withMask(Mask other) {
        return new DistillationLoss(teacher, temperature, reduction, axis, other, classMask);
    }

    /**
     * {@return this loss over the classes that count} The others have probability 0 in both and gradient 0, whatever is there. A position with
     * no class left does not count.
     *
     * @param other which classes count at each position; of a shape that repeats into the logits'
     */
    public DistillationLoss withClassMask(Mask other) {
        return new DistillationLoss(teacher, temperature, reduction, axis, mask, other);
    }

    /**
     * @throws ShapeException if the student has no class axis, an empty one, or not the teacher's shape, or a mask does not fit it
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor student) {
        int along = Entropy.classAxis("DistillationLoss: student", student, axis);
        teacher.requireLike(student, "DistillationLoss: teacher");
        Places places = Places.of("DistillationLoss", mask, classMask, student.shape(), along);
        Pass<KlDivergence.Inputs, Tensor> pass = new KlDivergence(
                        Form.LOGITS, Form.LOGITS, reduction, axis, mask, classMask)
                .forward(new KlDivergence.Inputs(softened(teacher), softened(student)));
        return new LossPass<>(
                "DistillationLoss.backward: upstream",
                pass.output().times(temperature).times(temperature).to(student.elementType()),
                pass.gradient().q().times(temperature).to(student.elementType()),
                OptionalInt.of(along),
                tangent -> hessian(student).apply(tangent),
                places);
    }

    /** x / T, in float64, since what is rounded here counts as much as the softened logits are large. */
    private Tensor softened(Tensor x) {
        return x.to(ElementType.FLOAT64).dividedBy(temperature);
    }

    /**
     * {@return the second derivative of the loss by the student's logits, diag(y) − y·yᵀ for each position; with NONE that of the losses'
     * sum} It is positive semi-definite, and does not depend on the teacher.
     *
     * @param student where
     * @throws ShapeException if the student has no class axis, an empty one, or not the teacher's shape, or a mask does not fit it
     * @throws IllegalArgumentException if the element types differ
     */
    public Hessian hessian(Tensor student) {
        int along = Entropy.classAxis("DistillationLoss: student", student, axis);
        teacher.requireLike(student, "DistillationLoss: teacher");
        Shape shape = student.shape();
        Shape positions = shape.without(along);
        Places places = Places.of("DistillationLoss", mask, classMask, shape, along);
        double divisor = reduction.divisor(places.count(positions.size()), positions);
        Softmax softmax = new Softmax(along);
        Tensor y = softmax.apply(softened(places.fill(student, Form.LOGITS))).to(student.elementType());
        // 1, or NaN where the teacher's logits are no distribution
        Tensor weights = softmax.apply(softened(places.fill(teacher, Form.LOGITS)))
                .sum(along)
                .map(sum -> (Double.isNaN(sum) ? sum : 1) / divisor)
                .where(places.positions(), 0)
                .to(student.elementType());
        return places.clear(Hessian.ofSoftmax(places.clear(y), along, weights), student);
    }

    /** {@return what MEAN divides the summed losses by, whatever this loss's own reduction: the number of positions that count} */
    public double meanDivisor() {
        int along = Entropy.classAxis("DistillationLoss.meanDivisor: teacher", teacher, axis);
        return Places.of("DistillationLoss.meanDivisor", mask, classMask, teacher.shape(), along)
                .count(teacher.shape().without(along).size());
    }
}
