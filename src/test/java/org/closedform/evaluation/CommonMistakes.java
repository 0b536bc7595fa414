package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Mistakes that need no knowledge of the operator: done to what the right backward of one of its inputs returns. */
final class CommonMistakes {
    static final Map<Mistake, Double> SMALL_FACTORS = Map.of(
            Mistake.FACTOR_1E2, 1e-2,
            Mistake.FACTOR_1E4, 1e-4,
            Mistake.FACTOR_1E6, 1e-6,
            Mistake.FACTOR_1E8, 1e-8,
            Mistake.FACTOR_1E10, 1e-10);

    private CommonMistakes() {}

    /** In one input, drawn, all the mistakes that its shape allows. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> of(
            Operator<X, Y> right, X x, SplittableRandom random) {
        int part = random.nextInt(x.parts().size());
        Operator.Pass<X, Y> pass = right.forward(x);
        Tensor dx = pass.backward(pass.output().mapTensors(y -> y.map(v -> random.nextDouble(0.5, 1))))
                .parts()
                .get(part)
                .tensor();
        boolean scalar =
                pass.output().parts().stream().mapToInt(p -> p.tensor().size()).sum() == 1;
        Map<Mistake, UnaryOperator<Tensor>> changes = new EnumMap<>(Mistake.class);
        SMALL_FACTORS.forEach((cause, excess) -> changes.put(cause, d -> d.times(1 + excess)));
        changes.put(Mistake.SIGN, Tensor::negate);
        changes.put(Mistake.ZERO, d -> d.map(v -> 0));
        double size = dx.size();
        double factor = List.of(2.0, 0.5, size, 1 / size).get(random.nextInt(4));
        changes.put(Mistake.FACTOR, d -> d.times(factor));
        changes.putAll(arrangements(dx.shape()));
        changes.putAll(terms(dx, scalar, random));
        List<Mutant<X, Y>> mutants = new ArrayList<>();
        changes.forEach((cause, change) -> mutants.add(
                new Mutant<>("in " + name(x, part), cause, changed(right, part, change), Optional.empty())));
        mutants.add(new Mutant<>("dy as 1", Mistake.UPSTREAM, changedUpstream(right), Optional.empty()));
        wrongCoordinate(dx, random)
                .ifPresent(i -> mutants.add(new Mutant<>(
                        name(x, part) + index(dx.shape(), i),
                        Mistake.COORDINATE,
                        changed(right, part, scaled(dx, i)),
                        Optional.of(name(x, part) + index(dx.shape(), i)))));
        return mutants;
    }

    /** The right entries in wrong places. */
    private static Map<Mistake, UnaryOperator<Tensor>> arrangements(Shape shape) {
        Map<Mistake, UnaryOperator<Tensor>> changes = new EnumMap<>(Mistake.class);
        int last = shape.rank() == 0 ? 1 : shape.dimension(-1);
        if (last >= 3) {
            int[] next = IntStream.range(0, last).map(i -> (i + 1) % last).toArray();
            changes.put(Mistake.SHIFTED, d -> d.take(-1, next));
        }
        if (shape.rank() == 2 && shape.dimension(0) == last && last > 1) {
            changes.put(Mistake.TRANSPOSED, Tensor::transpose);
        }
        return changes;
    }

    /** Terms too many. Of one output, or where one alone has a gradient, any remainder is of rank one, and says nothing. */
    private static Map<Mistake, UnaryOperator<Tensor>> terms(Tensor dx, boolean scalar, SplittableRandom random) {
        Map<Mistake, UnaryOperator<Tensor>> changes = new EnumMap<>(Mistake.class);
        Shape shape = dx.shape();
        boolean several = Arrays.stream(dx.toDoubleArray()).filter(v -> v != 0).count() > 1;
        if (shape.size() >= 3 && (several || scalar)) {
            Tensor direction =
                    Tensor.draw(shape, () -> random.nextDouble(0.1, 1)).to(dx.elementType());
            changes.put(scalar ? Mistake.FORMULA : Mistake.RANK_ONE, d -> d.plus(direction.times(d.sum())));
        }
        if (shape.rank() == 2 && shape.dimension(0) >= 3) {
            int row = random.nextInt(shape.dimension(0));
            Tensor factors = Tensor.generate(Shape.of(shape.dimension(0), 1), i -> i[0] == row ? 2 : 1)
                    .to(dx.elementType());
            changes.put(Mistake.GROUP, d -> d.times(factors));
            boolean sameInAllRows = dx.mean(0).broadcastTo(shape).isClose(dx, 1e-6, 0);
            if (!sameInAllRows) {
                changes.put(Mistake.MEAN_TERM, d -> d.plus(d.mean(0)));
            }
        }
        return changes;
    }

    /** A coordinate to be wrong in, among those that are not small beside the others; there have to be others. */
    private static Optional<Integer> wrongCoordinate(Tensor dx, SplittableRandom random) {
        double[] entries = dx.toDoubleArray();
        double largest = dx.map(Math::abs).max().item();
        int[] candidates = IntStream.range(0, entries.length)
                .filter(i -> Math.abs(entries[i]) > 1e-3 * largest)
                .toArray();
        return candidates.length < 2 ? Optional.empty() : Optional.of(candidates[random.nextInt(candidates.length)]);
    }

    private static UnaryOperator<Tensor> scaled(Tensor dx, int wrong) {
        double[] factors = new double[dx.size()];
        Arrays.fill(factors, 1);
        factors[wrong] = 1.01;
        Tensor tensor = Tensor.of(dx.shape(), factors).to(dx.elementType());
        return d -> d.times(tensor);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Y> changed(
            Operator<X, Y> right, int part, UnaryOperator<Tensor> change) {
        return x -> {
            Operator.Pass<X, Y> pass = right.forward(x);
            return Operator.Pass.of(pass.output(), dy -> {
                X dx = pass.backward(dy);
                List<Tensor> tensors = new ArrayList<>(
                        dx.parts().stream().map(NamedTensor::tensor).toList());
                tensors.set(part, change.apply(tensors.get(part)));
                return dx.rebuild(tensors);
            });
        };
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Y> changedUpstream(
            Operator<X, Y> right) {
        return x -> {
            Operator.Pass<X, Y> pass = right.forward(x);
            return Operator.Pass.of(pass.output(), dy -> pass.backward(dy.mapTensors(tensor -> tensor.map(v -> 1))));
        };
    }

    private static String name(TensorTree<?> x, int part) {
        String name = x.parts().get(part).name();
        return name.isEmpty() ? "x" : name;
    }

    /** As a report writes it: {@code [1, 2]}, and nothing for a scalar. */
    private static String index(Shape shape, int offset) {
        int[] index = new int[shape.rank()];
        int rest = offset;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dimension(axis);
            rest /= shape.dimension(axis);
        }
        return index.length == 0 ? "" : Arrays.toString(index);
    }
}
