package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * A right operator at a point, and mistakes that somebody could make in its derivation.
 *
 * @param name which operator
 * @param operator forward and backward, both right
 * @param x the point
 * @param mutants the same with that derivative wrong
 * @param derivative which is checked
 */
record Case<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        String name, Operator<X, Y> operator, X x, List<Mutant<X, Y>> mutants, Derivative derivative) {
    private static final double VISIBLE = 1e-3;

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Case<X, Y> of(String name, Operator<X, Y> operator, X x) {
        return new Case<>(name, operator, x, List.of(), Derivative.BACKWARD);
    }

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Case<X, Y> of(
            String name, Function<X, Y> f, Operator.Backward<X, Y> backward, X x) {
        return of(name, Operator.of(f, backward), x);
    }

    /** This case under another name. */
    Case<X, Y> named(String other) {
        return new Case<>(other, operator, x, mutants, derivative);
    }

    /** This operator and point for another of its derivatives, with no mistakes so far. */
    Case<X, Y> of(Derivative other) {
        return new Case<>(name, operator, x, List.of(), other);
    }

    /** For its pushforward, with the mistakes that have one of their own, beside the right backward. */
    Case<X, Y> forward() {
        return of(Derivative.PUSHFORWARD)
                .with(mutants.stream()
                        .filter(mutant -> mutant.operator().forward(x).hasPushforward())
                        .map(mutant -> Mutant.ofPushforward(
                                mutant.name(), mutant.cause(), operator, (at, y, v) -> mutant.operator()
                                        .forward(at)
                                        .pushforward(v)))
                        .toList());
    }

    /** This case with one more mistake. */
    Case<X, Y> with(String mistake, Mistake cause, Operator.Backward<X, Y> wrong) {
        return with(List.of(Mutant.of(mistake, cause, operator, wrong)));
    }

    /** This case with one more mistake in forward mode. */
    Case<X, Y> withForward(String mistake, Mistake cause, Operator.Pushforward<X, Y> wrong) {
        return with(List.of(Mutant.ofPushforward(mistake, cause, operator, wrong)));
    }

    /** This case with more mistakes. */
    Case<X, Y> with(List<Mutant<X, Y>> more) {
        List<Mutant<X, Y>> all = new ArrayList<>(mutants);
        all.addAll(more);
        return new Case<>(name, operator, x, all, derivative);
    }

    /** This case with the mistakes that fit any derivation. */
    Case<X, Y> withCommonMistakes(SplittableRandom random) {
        return with(derivative.mistakes(operator, x, random));
    }

    /** How many numbers the input has. */
    long coordinates() {
        return x.parts().stream().mapToLong(part -> part.tensor().size()).sum();
    }

    /** Whether output, gradient and what is checked are finite here. */
    boolean isFinite() {
        Operator.Pass<X, Y> pass = operator.forward(x);
        return isFinite(pass.output()) && isFinite(Derivative.BACKWARD.of(pass, x)) && isFinite(derivative.of(pass, x));
    }

    /** The mutants whose derivative at this point is another, visibly so: a wrong sign of 0 is no mistake here. */
    List<Mutant<X, Y>> wrongHere() {
        TensorTree<?> right = derivative.of(operator.forward(x), x);
        return mutants.stream()
                .filter(mutant -> differs(right, derivative.of(mutant.operator().forward(x), x), mutant.cause()))
                .filter(mutant -> derivative != Derivative.BACKWARD || Visibility.of(this, mutant))
                .toList();
    }

    /** A wrong formula has to change an entry by a thousandth of the largest of its tensor, a wrong number at all. */
    private static boolean differs(TensorTree<?> right, TensorTree<?> wrong, Mistake cause) {
        List<NamedTensor> rights = right.parts();
        return IntStream.range(0, rights.size()).anyMatch(i -> {
            Tensor a = rights.get(i).tensor();
            double change = largest(wrong.parts().get(i).tensor().minus(a));
            return cause.isStructural() ? change > VISIBLE * largest(a) : change > 0;
        });
    }

    private static double largest(Tensor tensor) {
        return tensor.map(Math::abs).max().item();
    }

    private static boolean isFinite(TensorTree<?> tree) {
        return tree.parts().stream()
                .allMatch(part -> Double.isFinite(part.tensor().norm()));
    }
}
