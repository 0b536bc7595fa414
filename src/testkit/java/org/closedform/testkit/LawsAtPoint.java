package org.closedform.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** The laws of operators, each held at one point; what they say is in {@link OperatorLaws}. */
record LawsAtPoint<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, GradientCheck<X> gradientCheck, double gradientScale) {
    private static final int THREADS = 4;

    /** How many roundings of the terms a sum of them may have. */
    static final double ROUNDINGS = 64;

    /** All of them, each under its name. */
    Map<String, Runnable> all() {
        Map<String, Runnable> laws = new LinkedHashMap<>();
        laws.put("agrees with finite differences", this::agreesWithFiniteDifferences);
        laws.put("the gradient is like the input", this::gradientIsLikeTheInput);
        laws.put("the output has the input's element type", this::outputHasTheElementTypeOfTheInput);
        laws.put("apply is the output of forward", this::applyIsTheOutputOfForward);
        laws.put("the same input gives the same bits", this::sameInputGivesTheSameBits);
        laws.put("a pass remembers its own point", this::aPassRemembersItsOwnPoint);
        laws.put("inputs stay untouched", this::inputsStayUntouched);
        laws.put("backward is linear in the upstream", this::backwardIsLinearInUpstream);
        laws.put("an upstream unlike the output is refused", this::anUpstreamUnlikeTheOutputIsRefused);
        laws.put("many threads get the same bits", this::manyThreadsGetTheSameBits);
        laws.putAll(new ForwardLaws<>(operator, x, gradientScale).all());
        laws.putAll(new CurvatureLaws<>(operator, x, GradientCheck::of, gradientScale).all());
        return laws;
    }

    /** In float32 a derivative may be hidden by rounding where terms cancel; float64 tells it. */
    void agreesWithFiniteDifferences() {
        GradientReport report = differences();
        boolean isCoarse = elementTypes(x).contains(ElementType.FLOAT32);
        if (!isCoarse || report.verdict() != Verdict.INCONCLUSIVE) {
            report.assertPasses();
        }
    }

    /** The backward, and the pushforward if there is one, against finite differences. */
    GradientReport differences() {
        return gradientCheck.at(x);
    }

    void gradientIsLikeTheInput() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        requireLike(x, pass.backward(upstream(pass)), "the gradient");
    }

    /** The same parts, shapes and element types. */
    static void requireLike(TensorTree<?> expected, TensorTree<?> actual, String what) {
        List<NamedTensor> wanted = expected.parts();
        List<NamedTensor> found = actual.parts();
        requireSame(
                wanted.stream().map(NamedTensor::name).toList(),
                found.stream().map(NamedTensor::name).toList(),
                "the parts of " + what);
        for (int i = 0; i < wanted.size(); i++) {
            requireSame(form(wanted.get(i)), form(found.get(i)), what + " of " + named(wanted.get(i)));
        }
    }

    private static String form(NamedTensor part) {
        return part.tensor().elementType() + "" + part.tensor().shape();
    }

    private static String named(NamedTensor part) {
        return part.name().isEmpty() ? "the tensor" : part.name();
    }

    void outputHasTheElementTypeOfTheInput() {
        requireSame(elementTypes(x), elementTypes(operator.apply(x)), "the element types of the output");
    }

    static List<ElementType> elementTypes(TensorTree<?> tree) {
        return tree.parts().stream()
                .map(part -> part.tensor().elementType())
                .distinct()
                .sorted()
                .toList();
    }

    void applyIsTheOutputOfForward() {
        requireSame(operator.forward(x).output(), operator.apply(x), "apply");
    }

    void sameInputGivesTheSameBits() {
        Operator.Pass<X, Y> first = operator.forward(x);
        Operator.Pass<X, Y> second = operator.forward(x);
        Y upstream = upstream(first);
        X gradient = first.backward(upstream);
        requireSame(first.output(), second.output(), "the output of a second forward");
        requireSame(gradient, second.backward(upstream), "the gradient of a second pass");
        requireSame(gradient, first.backward(upstream), "a second backward of one pass");
    }

    void aPassRemembersItsOwnPoint() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y output = copied(pass.output());
        Y upstream = upstream(pass);
        X gradient = copied(pass.backward(upstream));
        evaluateElsewhere();
        requireSame(output, pass.output(), "the output of a pass, after the operator went on to another point");
        requireSame(
                gradient,
                pass.backward(upstream),
                "the gradient of a pass, after the operator went on to another point");
    }

    private void evaluateElsewhere() {
        try {
            Operator.Pass<X, Y> elsewhere = operator.forward(x.times(0.5));
            elsewhere.backward(upstream(elsewhere));
        } catch (IllegalArgumentException e) {
            // an operator need not take every point, such as halves of probabilities
        }
    }

    void inputsStayUntouched() {
        X copy = copied(x);
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y output = copied(pass.output());
        Y upstream = upstream(pass);
        Y upstreamCopy = copied(upstream);
        pass.backward(upstream);
        requireSame(copy, x, "the input, after forward and backward");
        requireSame(output, pass.output(), "the output, after backward");
        requireSame(upstreamCopy, upstream, "the upstream, after backward");
    }

    void backwardIsLinearInUpstream() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y upstream = upstream(pass);
        requireLinear(pass::backward, upstream, gradientScale, "upstream", "gradient");
    }

    /** Up to the rounding of terms of a size; and what is made of 0 is 0. */
    static <A extends TensorTree<A>, B extends TensorTree<B>> void requireLinear(
            Function<A, B> map, A u, double scale, String argument, String result) {
        A v = OperatorLaws.randomLike(u, 2);
        List<NamedTensor> together = map.apply(u.times(0.5).plus(v.times(-2))).parts();
        List<NamedTensor> apart =
                map.apply(u).times(0.5).plus(map.apply(v).times(-2)).parts();
        for (int i = 0; i < apart.size(); i++) {
            Tensor wanted = apart.get(i).tensor();
            Tensor got = together.get(i).tensor();
            double rounding = ROUNDINGS * wanted.elementType().epsilon();
            if (!got.isClose(wanted, rounding, rounding * scale)) {
                throw new AssertionError("of a sum of " + argument + "s, the " + result + " of " + named(apart.get(i))
                        + " is " + got + "\nbut the sum of the " + result + "s is " + wanted
                        + "\n(equal up to rounding of terms around " + scale + ", by the gradientScale)");
            }
        }
        requireSame(0.0, map.apply(u.zerosLike()).norm(), "the length of the " + result + " of " + argument + " 0");
    }

    void anUpstreamUnlikeTheOutputIsRefused() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Unlike.of(upstream(pass))
                .forEach(unlike -> unlike.requireRefused(pass::backward, "backward", "an upstream", "the output"));
    }

    void manyThreadsGetTheSameBits() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y upstream = upstream(pass);
        X gradient = pass.backward(upstream);
        Callable<X> everything = () -> {
            requireSame(gradient, pass.backward(upstream), "the gradient of a pass that threads share");
            evaluateElsewhere();
            return operator.forward(x).backward(upstream);
        };
        for (X other : onManyThreads(everything)) {
            requireSame(gradient, other, "the gradient on another thread");
        }
    }

    private static <T> List<T> onManyThreads(Callable<T> task) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(4 * THREADS, task))) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("on another thread: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while threads computed", e);
        } finally {
            threads.shutdown();
        }
    }

    /** Holds only where a batch is a loop over its rows; {@code rows} are the same for every index of the first axis. */
    void aBatchIsALoopOverItsRows(List<OperatorContract.Case<X, Y>> rows) {
        Operator.Pass<X, Y> batch = operator.forward(x);
        Y upstream = upstream(batch);
        X gradient = batch.backward(upstream);
        for (int i = 0; i < rows.size(); i++) {
            int index = i;
            UnaryOperator<Tensor> ownRow = tensor -> tensor.slice(0, index, index + 1);
            Operator.Pass<X, Y> row = rows.get(i).operator().forward(rows.get(i).x());
            requireSame(batch.output().mapTensors(ownRow), row.output(), "the output of row " + i + " alone");
            requireSame(
                    ownRow.apply(first(gradient)),
                    first(row.backward(upstream.mapTensors(ownRow))),
                    "the gradient of row " + i + " alone");
        }
    }

    private static Tensor first(TensorTree<?> tree) {
        return tree.parts().get(0).tensor();
    }

    private Y upstream(Operator.Pass<X, Y> pass) {
        return OperatorLaws.randomLike(pass.output(), 1);
    }

    static <T extends TensorTree<T>> T copied(T tree) {
        return tree.mapTensors(
                tensor -> Tensor.of(tensor.shape(), tensor.toDoubleArray()).to(tensor.elementType()));
    }

    /** A lambda has no name that tells anything. */
    static String name(Operator<?, ?> operator) {
        return operator.getClass().isHidden() ? "the operator" : operator.toString();
    }

    static void requireSame(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + " is " + actual + "\nbut right would be " + expected);
        }
    }
}
