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
import org.closedform.tensor.Part;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Mistakes that need no knowledge of the operator: done to what the right backward of one of its inputs returns. */
final class CommonMistakes {
    private static final Map<Mistake, Double> SMALL_FACTORS = Map.of(
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
        List<Mutant<X, Y>> mutants = new ArrayList<>();
        in(x, part, random)
                .forEach((cause, change) -> mutants.add(new Mutant<>(
                        cause + " in " + name(x, part), cause, changed(right, part, change), Optional.empty())));
        mutants.add(
                new Mutant<>(Mistake.UPSTREAM.toString(), Mistake.UPSTREAM, changedUpstream(right), Optional.empty()));
        coordinate(right, x, part, random).ifPresent(mutants::add);
        return mutants;
    }

    private static Map<Mistake, UnaryOperator<Tensor>> in(TensorTree<?> x, int part, SplittableRandom random) {
        Shape shape = x.parts().get(part).tensor().shape();
        double factor =
                List.of(2.0, 0.5, (double) shape.size(), 1.0 / shape.size()).get(random.nextInt(4));
        Map<Mistake, UnaryOperator<Tensor>> changes = new EnumMap<>(Mistake.class);
        SMALL_FACTORS.forEach((cause, excess) -> changes.put(cause, dx -> dx.times(1 + excess)));
        changes.put(Mistake.SIGN, Tensor::negate);
        changes.put(Mistake.FACTOR, dx -> dx.times(factor));
        changes.put(Mistake.ZERO, dx -> dx.map(d -> 0));
        if (shape.size() >= 3) {
            int[] rolled = IntStream.range(0, shape.size())
                    .map(i -> (i + 1) % shape.size())
                    .toArray();
            changes.put(Mistake.SHIFTED, dx -> dx.reshape(-1).take(0, rolled).reshape(shape));
            Tensor direction = Tensor.draw(shape, () -> random.nextDouble(0.1, 1))
                    .to(x.parts().get(part).tensor().elementType());
            changes.put(Mistake.RANK_ONE, dx -> dx.plus(direction.times(dx.sum())));
        }
        if (shape.rank() == 2 && shape.dimension(0) == shape.dimension(1) && shape.size() > 1) {
            changes.put(Mistake.TRANSPOSED, Tensor::transpose);
        }
        if (shape.rank() == 2 && shape.dimension(0) >= 3) {
            int row = random.nextInt(shape.dimension(0));
            changes.put(Mistake.MEAN_TERM, dx -> dx.plus(dx.mean(0)));
            Tensor factors = Tensor.generate(Shape.of(shape.dimension(0), 1), i -> i[0] == row ? 2 : 1)
                    .to(x.parts().get(part).tensor().elementType());
            changes.put(Mistake.GROUP, dx -> dx.times(factors));
        }
        return changes;
    }

    /** Wrong by 1 % at one coordinate, among those that are not small beside the others. */
    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Optional<Mutant<X, Y>> coordinate(
            Operator<X, Y> right, X x, int part, SplittableRandom random) {
        Operator.Pass<X, Y> pass = right.forward(x);
        Tensor dx = pass.backward(pass.output().mapTensors(y -> y.map(v -> random.nextDouble(0.5, 1))))
                .parts()
                .get(part)
                .tensor();
        double[] entries = dx.toDoubleArray();
        double largest = dx.map(Math::abs).max().item();
        int[] candidates = IntStream.range(0, entries.length)
                .filter(i -> entries[i] != 0 && Math.abs(entries[i]) > 1e-3 * largest)
                .toArray();
        if (candidates.length == 0 || entries.length == 1) {
            return Optional.empty();
        }
        int wrong = candidates[random.nextInt(candidates.length)];
        Tensor factors = Tensor.of(
                        dx.shape(),
                        IntStream.range(0, dx.size())
                                .mapToDouble(i -> i == wrong ? 1.01 : 1)
                                .toArray())
                .to(dx.elementType());
        String coordinate = name(x, part) + index(dx.shape(), wrong);
        return Optional.of(new Mutant<>(
                Mistake.COORDINATE + ", " + coordinate,
                Mistake.COORDINATE,
                changed(right, part, gradient -> gradient.times(factors)),
                Optional.of(coordinate)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Y> changed(
            Operator<X, Y> right, int part, UnaryOperator<Tensor> change) {
        return x -> {
            Operator.Pass<X, Y> pass = right.forward(x);
            return Operator.Pass.of(pass.output(), dy -> {
                X dx = pass.backward(dy);
                List<Tensor> tensors =
                        new ArrayList<>(dx.parts().stream().map(Part::tensor).toList());
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
