package org.closedform.gradient;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.closedform.argument.Copied;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.gradient.measurement.Domain;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Holds a backward against finite differences of its forward. There is nothing to tune: the noise of the function is
 * measured, steps are found by extrapolation with an error estimate, and what counts as agreement follows from that estimate.
 *
 * <pre>{@code
 * GradientCheck.of(new Softmax(1)).at(x).assertPasses();
 * GradientCheck.ofGradient(x -> x[0] * x[0], x -> new double[] {2 * x[0]}).at(new double[] {3}).assertPasses();
 * }</pre>
 *
 * <p>Every derivative ∂y_j/∂x_i is compared, each within its own rounding. Where there are more than about a thousand outputs, a
 * random upstream u weighs them, and (Jᵀu)_i is compared. A part of more than a thousand elements is compared along random
 * directions, and a disagreement is followed to an element. A failure is {@linkplain Diagnosis diagnosed}.
 *
 * <p>Where the pass derives a pushforward of its own, that is held against the backward as well: ⟨J v, w⟩ = ⟨v, Jᵀ w⟩, and where
 * these differ, differences tell which of the two is wrong. Second derivatives are checked in the same way against differences of
 * first ones: {@link #ofCurvature}, {@link #ofHessianProduct}, {@link #ofGaussNewtonProduct}, {@link #ofHessian}.
 *
 * <p>It works for float32 too, to fewer digits. What rounding hides is INCONCLUSIVE, not FAIL. The same function, point and
 * seed give the same report. A check is an immutable value, safe for use by many threads if the function is.
 *
 * @param <X> what goes into the function
 */
public final class GradientCheck<X> {
    private final CheckedFunction<X> function;
    private final Settings settings;

    private GradientCheck(CheckedFunction<X> function, Settings settings) {
        this.function = function;
        this.settings = settings;
    }

    /**
     * A check of an operator: a layer, a loss, or a chain of them.
     *
     * @param <X> what goes into it
     * @param <Y> what comes out
     * @param operator the pair of forward and backward to check
     * @return the check
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X> of(Operator<X, Y> operator) {
        return new GradientCheck<>(CheckedFunction.of(operator), Settings.DEFAULT);
    }

    /**
     * A check of the second derivative of an operator: its {@code curvature} of a random upstream against differences of its own
     * backward, and whether it is symmetric. The backward has to be right: {@link #of} checks it.
     *
     * @param <X> what goes into it
     * @param <Y> what comes out
     * @param operator the pair of backward and curvature to check
     * @return the check
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X> ofCurvature(
            Operator<X, Y> operator) {
        return new GradientCheck<>(CheckedFunction.ofCurvature(operator), Settings.OF_SECOND_DERIVATIVES);
    }

    /**
     * A check of a Hessian-vector product against differences of the gradient, and whether it is symmetric. The gradient has to be
     * right: {@link #of} checks it.
     *
     * @param <X> what goes into the function
     * @param f a function to a number, such as a loss, with its gradient
     * @param product from the point x and a vector v to ∇²f(x)·v
     * @return the check
     */
    public static <X extends TensorTree<X>> GradientCheck<X> ofHessianProduct(
            Operator<X, Tensor> f, BinaryOperator<X> product) {
        return new GradientCheck<>(CheckedFunction.ofHessianProduct(f, product), Settings.OF_SECOND_DERIVATIVES);
    }

    /**
     * A check of a Gauss–Newton product Jᵀ ∇²ℓ J v against differences of the gradient with J held, and whether it is symmetric. The
     * gradients of model and loss have to be right: {@link #of} checks them.
     *
     * @param <X> what goes into the model
     * @param <Y> what comes out of it
     * @param model the part whose bending is left out
     * @param loss the part behind it, to a number
     * @param product from the point x and a vector v to Jᵀ ∇²ℓ J v
     * @return the check
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X> ofGaussNewtonProduct(
            Operator<X, Y> model, Operator<Y, Tensor> loss, BinaryOperator<X> product) {
        return new GradientCheck<>(
                CheckedFunction.ofGaussNewtonProduct(model, loss, product), Settings.OF_SECOND_DERIVATIVES);
    }

    /**
     * A check of a plain function to a number.
     *
     * @param f from x to y
     * @param gradient from x to all ∂y/∂x_i
     * @return the check
     */
    public static GradientCheck<double[]> ofGradient(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
        return new GradientCheck<>(CheckedFunction.ofGradient(f, gradient), Settings.DEFAULT);
    }

    /**
     * A check of a plain function to several numbers.
     *
     * @param f from x to y
     * @param jacobian from x to all ∂y_j/∂x_i, one row for each output
     * @return the check
     */
    public static GradientCheck<double[]> ofJacobian(
            UnaryOperator<double[]> f, Function<double[], double[][]> jacobian) {
        return new GradientCheck<>(CheckedFunction.ofJacobian(f, jacobian), Settings.DEFAULT);
    }

    /**
     * A check of a plain function to several numbers, with its way back.
     *
     * @param f from x to y
     * @param pullback from x and dy = ∂C/∂y to dx = ∂C/∂x, the vector-Jacobian product
     * @return the check
     */
    public static GradientCheck<double[]> ofPullback(UnaryOperator<double[]> f, BinaryOperator<double[]> pullback) {
        return new GradientCheck<>(CheckedFunction.ofPullback(f, pullback), Settings.DEFAULT);
    }

    /**
     * A check of the Hessian of a plain function to a number against differences of its gradient, and whether it is symmetric. The
     * gradient has to be right: {@link #ofGradient} checks it.
     *
     * @param gradient from x to all ∂y/∂x_i
     * @param hessian from x to all ∂²y/∂x_i∂x_j, one row for each i
     * @return the check
     */
    public static GradientCheck<double[]> ofHessian(
            UnaryOperator<double[]> gradient, Function<double[], double[][]> hessian) {
        return new GradientCheck<>(CheckedFunction.ofHessian(gradient, hessian), Settings.OF_SECOND_DERIVATIVES);
    }

    /**
     * The same check of some parts of the input only; the others are held.
     *
     * @param parts their names, such as {@code "gamma"}; a lone tensor is {@code "x"}
     * @return the check
     */
    public GradientCheck<X> only(String... parts) {
        Set<String> names =
                new LinkedHashSet<>(Arrays.asList(Objects.requireNonNull(parts, "GradientCheck.only: parts is null")));
        names.forEach(name -> Objects.requireNonNull(name, "GradientCheck.only: a part is null"));
        return with(settings.only(Set.copyOf(names)));
    }

    /**
     * The same check of a function that is only defined between bounds, such as 0 and 1: it is not evaluated outside.
     *
     * @param lower the lowest value that any checked element of the input may have
     * @param upper the highest
     * @return the check
     * @throws IllegalArgumentException unless lower &lt; upper
     */
    public GradientCheck<X> within(double lower, double upper) {
        if (!(lower < upper)) {
            throw new IllegalArgumentException("GradientCheck.within: lower " + lower + " is not below upper " + upper);
        }
        return with(settings.within(new Domain(lower, upper)));
    }

    /**
     * The same check of a function of distributions: the input moves so that it stays ≥ 0 and its sums along an axis stay 1.
     * Element i moves towards the i-th corner, along e_i − x, so what is compared is dx_i − Σ x dx: the part of the gradient
     * along the simplex.
     *
     * @param axis along which the input sums to 1, from −rank to rank − 1
     * @return the check
     */
    public GradientCheck<X> alongSimplex(int axis) {
        return with(settings.alongSimplex(axis));
    }

    /**
     * The same check with other random upstreams and directions.
     *
     * @param seed any number
     * @return the check
     */
    public GradientCheck<X> seed(long seed) {
        return with(settings.seed(seed));
    }

    /**
     * The same check, with a listener to its progress.
     *
     * @param listener is told after every derivative
     * @return the check
     */
    public GradientCheck<X> listener(Consumer<Progress> listener) {
        Objects.requireNonNull(listener, "GradientCheck.listener: listener is null");
        return with(settings.listener(listener));
    }

    /**
     * The same check, explaining failures by other hypotheses. To add your own, put it before {@link Hypothesis#standard}.
     *
     * @param hypotheses tried in this order
     * @return the check
     */
    public GradientCheck<X> hypotheses(List<Hypothesis> hypotheses) {
        return with(settings.hypotheses(Copied.of(hypotheses, "GradientCheck.hypotheses: hypotheses")));
    }

    private GradientCheck<X> with(Settings other) {
        return new GradientCheck<>(function, other);
    }

    /**
     * Checks the function at a point.
     *
     * @param x the point
     * @return what was found
     * @throws IllegalArgumentException if the function throws at the point, or its output there is not finite; if the gradient
     *     is not like the input; if a plain function changes its input; or if the point is outside the bounds
     */
    public GradientReport at(X x) {
        Objects.requireNonNull(x, "GradientCheck.at: x is null");
        return new PointCheck(function.at(x, settings), settings).report();
    }

    /**
     * Plain finite differences along one coordinate, without any extrapolation: how their error falls and rises with the step.
     *
     * @param x the point
     * @param coordinate which element of the input, such as {@code "gamma[3]"}
     * @return the curve
     * @throws IllegalArgumentException if there is no such element, or the function cannot be evaluated at the point
     */
    public DifferenceCurve curve(X x, String coordinate) {
        Objects.requireNonNull(x, "GradientCheck.curve: x is null");
        Objects.requireNonNull(coordinate, "GradientCheck.curve: coordinate is null");
        return DifferenceCurve.of(function.at(x, settings), coordinate, settings);
    }

    /**
     * What remains of the function along a random direction when its Taylor expansion is subtracted: a second opinion, coarser than
     * {@link #at} and easy to draw. Several outputs are weighed by a random upstream. In a check of second derivatives the function is
     * the gradient.
     *
     * @param x the point
     * @return the remainders at shrinking steps, and their slopes
     * @throws IllegalArgumentException if the function throws at the point, or its output there is not finite
     */
    public TaylorSlopes taylor(X x) {
        Objects.requireNonNull(x, "GradientCheck.taylor: x is null");
        return TaylorExpansion.of(function.at(x, settings), settings);
    }
}
