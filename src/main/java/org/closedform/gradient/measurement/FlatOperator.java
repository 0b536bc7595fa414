package org.closedform.gradient.measurement;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/** An operator at a point as numbers in and numbers out: all parts end to end. Counts its evaluations. */
public final class FlatOperator<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private final Operator<X, Y> operator;
    private final FlatTree<X> x;
    private final FlatTree<Y> y;
    private final UnaryOperator<double[]> pullback;
    private final Operator.Pass<X, Y> pass;
    private final Kind kind;
    private final AtomicLong evaluations;

    /**
     * What is known of it.
     *
     * @param isProduct whether its backward is C·u for a matrix C that should be symmetric, and in the place of Cᵀ·u
     * @param innerTerms how large terms may be that outputs are made of, where they are known to be larger than they look; otherwise 0
     */
    private record Kind(boolean isProduct, double innerTerms) {}

    public FlatOperator(Operator<X, Y> operator, X x) {
        this(operator, x, new Kind(false, 0), new AtomicLong());
    }

    /** Of a gradient whose backward is a product with the second derivative, and how large the terms are that its function is made of. */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> FlatOperator<X, Y> ofProduct(
            Operator<X, Y> operator, X x, double innerTerms) {
        return new FlatOperator<>(operator, x, new Kind(true, innerTerms), new AtomicLong());
    }

    private FlatOperator(Operator<X, Y> operator, X x, Kind kind, AtomicLong evaluations) {
        this.operator = operator;
        this.kind = kind;
        this.evaluations = evaluations;
        this.x = FlatTree.of(x);
        this.pass = forward(x);
        this.y = FlatTree.of(Objects.requireNonNull(pass.output(), "GradientCheck: the output is null"));
        if (!isFinite(value())) {
            throw new IllegalArgumentException(
                    "GradientCheck: the output at this point is not finite, so it has no differences: " + y.tree());
        }
        this.pullback = pullback(pass);
    }

    /** The same at another point; empty where the function throws or is not finite. Keeps counting evaluations. */
    public Optional<FlatOperator<X, Y>> elsewhere(double[] flat) {
        try {
            return Optional.of(new FlatOperator<>(operator, x.with(flat), kind, evaluations));
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The same, with the pushforward in the place of the backward at some coordinates, so that it can be checked alike. Counts on. */
    public FlatOperator<X, Y> byPushforward(int[] coordinates) {
        return new FlatOperator<>(
                new TransposedPushforward<>(operator, coordinates),
                x.tree(),
                new Kind(false, kind.innerTerms),
                evaluations);
    }

    private Operator.Pass<X, Y> forward(X at) {
        evaluations.incrementAndGet();
        return UserCode.call(
                "forward",
                () -> Objects.requireNonNull(operator.forward(at), "GradientCheck: the forward returns null"));
    }

    public static boolean isFinite(double[] values) {
        boolean finite = true;
        for (double v : values) {
            finite &= Math.abs(v) <= Double.MAX_VALUE;
        }
        return finite;
    }

    public List<NamedTensor> inputs() {
        return x.tree().parts();
    }

    public List<NamedTensor> outputs() {
        return y.tree().parts();
    }

    /** What an error message or a table calls a part. */
    public static String name(NamedTensor part, String lone) {
        return part.name().isEmpty() ? lone : part.name();
    }

    public double[] point() {
        return x.numbers();
    }

    public double[] value() {
        return y.numbers();
    }

    /** Whether the backward is C·u, a column of C for each output, where C has a row for it. */
    public boolean isProduct() {
        return kind.isProduct;
    }

    /** How large terms may be that outputs are made of, where they are known to be larger than they look; otherwise 0. */
    double innerTerms() {
        return kind.innerTerms;
    }

    public long evaluations() {
        return evaluations.get();
    }

    /** How coarse the outputs are rounded. */
    public double outputEpsilon() {
        return outputs().stream()
                .mapToDouble(part -> part.tensor().elementType().epsilon())
                .max()
                .orElse(ElementType.FLOAT64.epsilon());
    }

    /** The outputs at another point; empty where the function throws: outside its domain. */
    public double[] evaluate(double[] flat) {
        evaluations.incrementAndGet();
        Y output;
        try {
            output = operator.apply(x.with(flat));
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            return new double[0];
        } catch (AssertionError | StackOverflowError e) {
            throw new BadFunctionException("GradientCheck: the function throws " + e + " at a point nearby, where "
                    + x.change(flat) + "; where it is not defined, say so: within(lower, upper)");
        }
        requireSameShapes(Objects.requireNonNull(output, "GradientCheck: the output is null"));
        return FlatTree.numbers(output);
    }

    /** Whether a second forward has the output of the first. */
    public boolean isForwardStable() {
        Y again = Objects.requireNonNull(forward(x.tree()).output(), "GradientCheck: the output is null");
        return sameBits(value(), FlatTree.numbers(again));
    }

    private void requireSameShapes(Y output) {
        List<Shape> here = FlatTree.shapes(y.tree());
        List<Shape> there = FlatTree.shapes(output);
        if (!here.equals(there)) {
            throw new ShapeException(
                    "GradientCheck: the output has shape " + here + " at the point, but " + there + " elsewhere");
        }
    }

    /** Jᵀu at the point. */
    public double[] pullBack(double[] upstream) {
        return pullback.apply(upstream);
    }

    /** Whether the pass derives its pushforward by itself. */
    public boolean hasPushforward() {
        return pass.hasPushforward();
    }

    /** J·v at the point. */
    public double[] pushForward(double[] tangent) {
        return TransposedPushforward.of(pass, x, y, tangent);
    }

    /** Σ_j u_j ∇²y_j·v at the point; empty if the operator has no second derivative. */
    public Optional<double[]> curvature(double[] upstream, double[] tangent) {
        try {
            X product = pass.curvature(y.with(upstream), x.with(tangent));
            Objects.requireNonNull(product, "GradientCheck: the curvature is null");
            return Optional.of(FlatTree.numbers(product.requireLike(x.tree(), "GradientCheck: the curvature")));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** u → Jᵀu at another point; empty where the function throws. */
    public Optional<UnaryOperator<double[]>> pullbackIfDefined(double[] flat) {
        return ifDefined(() -> pullback(operator.forward(x.with(flat))));
    }

    /** u → ⟨u, J v⟩ at another point, along a direction v; empty where the function throws. */
    public Optional<ToDoubleFunction<double[]>> slopeIfDefined(double[] flat, Direction direction) {
        return operator instanceof TransposedPushforward<X, Y> forward
                ? ifDefined(() -> forward.slope(x.with(flat), direction))
                : pullbackIfDefined(flat).map(pullback -> slope(pullback, direction));
    }

    /** u → ⟨u, J v⟩, given the pullback at a point. */
    ToDoubleFunction<double[]> slope(UnaryOperator<double[]> pullback, Direction direction) {
        if (kind.isProduct) {
            double[] movement = pullback.apply(direction.tangent(point().length));
            return upstream -> TransposedPushforward.dot(movement, upstream);
        }
        return upstream -> direction.dot(pullback.apply(upstream));
    }

    private <T> Optional<T> ifDefined(Supplier<T> derivative) {
        evaluations.incrementAndGet();
        try {
            return Optional.of(derivative.get());
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private UnaryOperator<double[]> pullback(Operator.Pass<X, Y> pass) {
        return upstream -> {
            X gradient = UserCode.call("backward", () -> pass.backward(y.with(upstream)));
            Objects.requireNonNull(gradient, "GradientCheck: the gradient is null");
            return FlatTree.numbers(gradient.requireLike(x.tree(), "GradientCheck: the gradient"));
        };
    }

    /** Whether two results are the same, bit by bit. */
    public static boolean sameBits(double[] a, double[] b) {
        return Arrays.equals(a, b);
    }
}
