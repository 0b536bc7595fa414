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
import java.util.function.UnaryOperator;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Tests each law of operators at one point; {@link OperatorLaws} describes the laws. */
record LawsAtPoint<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, GradientCheck<X> gradientCheck, double gradientScale) {
    private static final int THREADS = 4;

    /** All laws by name. */
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
        return laws;
    }

    /** Where terms cancel, rounding may hide a derivative in float32; the check in float64 sees it. */
    void agreesWithFiniteDifferences() {
        GradientReport report = gradientCheck.at(x);
        boolean isCoarse = elementTypes(x).contains(ElementType.FLOAT32);
        if (!isCoarse || report.verdict() != Verdict.INCONCLUSIVE) {
            report.assertPasses();
        }
    }

    void gradientIsLikeTheInput() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        List<NamedTensor> wanted = x.parts();
        List<NamedTensor> gradient = pass.backward(upstream(pass)).parts();
        requireSame(
                wanted.stream().map(NamedTensor::name).toList(),
                gradient.stream().map(NamedTensor::name).toList(),
                "the parts of the gradient");
        for (int i = 0; i < wanted.size(); i++) {
            requireSame(form(wanted.get(i)), form(gradient.get(i)), "the gradient of " + named(wanted.get(i)));
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

    private static List<?> elementTypes(TensorTree<?> tree) {
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
            // an operator may refuse a point, such as halves of probabilities
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
        Y u = upstream(pass);
        Y v = OperatorLaws.randomLike(pass.output(), 2);
        List<NamedTensor> together =
                pass.backward(u.times(0.5).plus(v.times(-2))).parts();
        List<NamedTensor> apart =
                pass.backward(u).times(0.5).plus(pass.backward(v).times(-2)).parts();
        for (int i = 0; i < apart.size(); i++) {
            Tensor wanted = apart.get(i).tensor();
            Tensor got = together.get(i).tensor();
            double rounding = 64 * wanted.elementType().epsilon();
            if (!got.isClose(wanted, rounding, rounding * gradientScale)) {
                throw new AssertionError("of a sum of upstreams, the gradient of " + named(apart.get(i)) + " is " + got
                        + "\nbut the sum of the gradients is " + wanted
                        + "\n(equal up to rounding of terms around " + gradientScale + ", the gradientScale)");
            }
        }
        X ofZero = pass.backward(u.zerosLike());
        requireSame(0.0, ofZero.norm(), "the length of the gradient of upstream 0");
    }

    void anUpstreamUnlikeTheOutputIsRefused() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        UnlikeUpstream.of(upstream(pass)).forEach(unlike -> unlike.requireRefused(pass));
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

    /** For operators that treat a batch as a loop over its rows; {@code rows} has one case for each index of the first axis. */
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

    private static <T extends TensorTree<T>> T copied(T tree) {
        return tree.mapTensors(
                tensor -> Tensor.of(tensor.shape(), tensor.toDoubleArray()).to(tensor.elementType()));
    }

    /** The operator's text, or its type's name; the name of a lambda would say nothing. */
    static String name(Operator<?, ?> operator) {
        return operator.getClass().isHidden() ? "the operator" : operator.toString();
    }

    static void requireSame(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + " is " + actual + "\nbut right would be " + expected);
        }
    }
}
