package org.closedform.gradient.measurement;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** An operator at a point as numbers in and numbers out: all parts end to end. Counts its evaluations. */
public final class FlatOperator<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private final Operator<X, Y> operator;
    private final X x;
    private final Y y;
    private final double[] point;
    private final double[] value;
    private final UnaryOperator<double[]> pullback;
    private final AtomicLong evaluations = new AtomicLong();

    public FlatOperator(Operator<X, Y> operator, X x) {
        this.operator = operator;
        this.x = x;
        this.point = flat(x);
        Operator.Pass<X, Y> pass = forward(x);
        this.y = Objects.requireNonNull(pass.output(), "GradientCheck: the output is null");
        this.value = flat(y);
        if (!isFinite(value)) {
            throw new IllegalArgumentException(
                    "GradientCheck: the output at this point is not finite, so it has no differences: " + y);
        }
        this.pullback = pullback(pass);
    }

    private Operator.Pass<X, Y> forward(X at) {
        evaluations.incrementAndGet();
        try {
            return Objects.requireNonNull(operator.forward(at), "GradientCheck: the forward returns null");
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("GradientCheck: the forward throws at this point: " + e, e);
        }
    }

    public static boolean isFinite(double[] values) {
        boolean finite = true;
        for (double v : values) {
            finite &= Math.abs(v) <= Double.MAX_VALUE;
        }
        return finite;
    }

    public List<NamedTensor> inputs() {
        return x.parts();
    }

    public List<NamedTensor> outputs() {
        return y.parts();
    }

    /** What an error message or a table calls a part. */
    public static String name(NamedTensor part, String lone) {
        return part.name().isEmpty() ? lone : part.name();
    }

    public double[] point() {
        return point;
    }

    public double[] value() {
        return value;
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
            output = operator.apply(at(flat));
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            return new double[0];
        } catch (AssertionError | StackOverflowError e) {
            throw new BadFunctionException("GradientCheck: the function throws " + e + " at a point nearby, where "
                    + moved(flat) + "; where it is not defined, say so: within(lower, upper)");
        }
        requireSameShapes(Objects.requireNonNull(output, "GradientCheck: the output is null"));
        return flat(output);
    }

    /** For example {@code x[1] is 2.5 (not 3.0)}. */
    private String moved(double[] flat) {
        int from = 0;
        for (NamedTensor part : inputs()) {
            for (int i = 0; i < part.tensor().size(); i++) {
                if (flat[from + i] != point[from + i]) {
                    return name(part, "x") + Direction.index(part.tensor().shape(), i) + " is " + flat[from + i]
                            + " (not " + point[from + i] + ")";
                }
            }
            from += part.tensor().size();
        }
        return "nothing has moved";
    }

    /** Whether a second forward has the output of the first. */
    public boolean isForwardStable() {
        Y again = Objects.requireNonNull(forward(x).output(), "GradientCheck: the output is null");
        return sameBits(value, flat(again));
    }

    private void requireSameShapes(Y output) {
        List<Shape> here = shapes(y);
        List<Shape> there = shapes(output);
        if (!here.equals(there)) {
            throw new ShapeException(
                    "GradientCheck: the output has shape " + here + " at the point, but " + there + " elsewhere");
        }
    }

    private static List<Shape> shapes(TensorTree<?> tree) {
        return tree.parts().stream().map(part -> part.tensor().shape()).toList();
    }

    /** Jᵀu at the point. */
    public double[] pullBack(double[] upstream) {
        return pullback.apply(upstream);
    }

    /** u → Jᵀu at another point; empty where the function throws. */
    public Optional<UnaryOperator<double[]>> pullbackIfDefined(double[] flat) {
        evaluations.incrementAndGet();
        try {
            return Optional.of(pullback(operator.forward(at(flat))));
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private UnaryOperator<double[]> pullback(Operator.Pass<X, Y> pass) {
        return upstream -> {
            X gradient;
            try {
                gradient = pass.backward(like(y, upstream));
            } catch (BadFunctionException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("GradientCheck: the backward throws at this point: " + e, e);
            }
            Objects.requireNonNull(gradient, "GradientCheck: the gradient is null");
            return flat(gradient.requireLike(x, "GradientCheck: the gradient"));
        };
    }

    private X at(double[] flat) {
        return like(x, flat);
    }

    private static <T extends TensorTree<T>> T like(T tree, double[] flat) {
        DoubleBuffer rest = DoubleBuffer.wrap(flat);
        List<Tensor> tensors = new ArrayList<>();
        for (NamedTensor part : tree.parts()) {
            Tensor tensor = part.tensor();
            DoubleBuffer own = rest.slice().limit(tensor.size());
            rest.position(rest.position() + tensor.size());
            tensors.add(Tensor.of(tensor.shape(), own).to(tensor.elementType()));
        }
        return tree.rebuild(tensors);
    }

    private static double[] flat(TensorTree<?> tree) {
        List<NamedTensor> parts = tree.parts();
        if (parts.size() == 1) {
            return parts.get(0).tensor().toDoubleArray();
        }
        double[] result =
                new double[parts.stream().mapToInt(part -> part.tensor().size()).sum()];
        int from = 0;
        for (NamedTensor part : parts) {
            double[] own = part.tensor().toDoubleArray();
            System.arraycopy(own, 0, result, from, own.length);
            from += own.length;
        }
        return result;
    }

    /** Whether two results are the same, bit by bit. */
    public static boolean sameBits(double[] a, double[] b) {
        return Arrays.equals(a, b);
    }
}
