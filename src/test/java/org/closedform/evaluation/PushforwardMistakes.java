package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Mistakes in a pushforward that need no knowledge of the operator: done to what the right one returns, or to its tangent. */
final class PushforwardMistakes {
    private PushforwardMistakes() {}

    /** From a right pass and a tangent to a wrong ẏ. */
    private interface Wrong<X extends TensorTree<X>, Y extends TensorTree<Y>>
            extends BiFunction<Operator.Pass<X, Y>, X, Y> {}

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> of(
            Operator<X, Y> right, X x, SplittableRandom random) {
        Operator.Pass<X, Y> pass = right.forward(x);
        int outputs = Flat.numbers(pass.output()).length;
        int inputs = Flat.numbers(x).length;
        Map<Mistake, Wrong<X, Y>> changes = new EnumMap<>(Mistake.class);
        CommonMistakes.SMALL_FACTORS.forEach((cause, excess) ->
                changes.put(cause, (at, v) -> at.pushforward(v).times(1 + excess)));
        changes.put(Mistake.SIGN, (at, v) -> at.pushforward(v).times(-1));
        changes.put(Mistake.ZERO, (at, v) -> at.output().zerosLike());
        double factor = List.of(2.0, 0.5, (double) inputs, 1.0 / inputs).get(random.nextInt(4));
        changes.put(Mistake.FACTOR, (at, v) -> at.pushforward(v).times(factor));
        changes.put(Mistake.UPSTREAM, (at, v) -> at.pushforward(v.onesLike()));
        double added = random.nextDouble(0.5, 1);
        boolean square = random.nextBoolean();
        changes.put(
                Mistake.LINEAR,
                square
                        ? (at, v) -> at.pushforward(v).plus(squared(at.pushforward(v)))
                        : (at, v) ->
                                at.pushforward(v).plus(at.output().onesLike().times(added)));
        if (x.parts().size() > 1) {
            int part = random.nextInt(x.parts().size());
            changes.put(Mistake.PART, (at, v) -> at.pushforward(without(v, part)));
        }
        if (outputs >= 3) {
            int wrong = random.nextInt(outputs);
            changes.put(Mistake.OUTPUT, (at, v) -> scaled(at.pushforward(v), wrong));
        }
        if (outputs >= 3 && inputs >= 3) {
            X from = drawn(x, random);
            Y to = drawn(pass.output(), random);
            changes.put(Mistake.RANK_ONE, (at, v) -> at.pushforward(v).plus(to.times(v.dot(from))));
        }
        List<Mutant<X, Y>> mutants = new ArrayList<>();
        changes.forEach((cause, wrong) -> mutants.add(
                Mutant.ofPushforward("forward", cause, right, (at, y, v) -> wrong.apply(right.forward(at), v))));
        return mutants;
    }

    private static <T extends TensorTree<T>> T drawn(T like, SplittableRandom random) {
        return like.mapTensors(tensor -> tensor.map(v -> random.nextDouble(0.1, 1)));
    }

    private static <Y extends TensorTree<Y>> Y squared(Y y) {
        return y.mapTensors(tensor -> tensor.times(tensor));
    }

    private static <X extends TensorTree<X>> X without(X v, int part) {
        List<Tensor> tensors =
                new ArrayList<>(v.parts().stream().map(NamedTensor::tensor).toList());
        tensors.set(part, tensors.get(part).zerosLike());
        return v.rebuild(tensors);
    }

    private static <Y extends TensorTree<Y>> Y scaled(Y y, int wrong) {
        double[] numbers = Flat.numbers(y);
        numbers[wrong] *= 1.01;
        return Flat.like(y, numbers);
    }
}
