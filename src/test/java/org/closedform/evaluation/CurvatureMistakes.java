package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** Mistakes in a second derivative that need no knowledge of the operator: done to the entries of the right one. */
final class CurvatureMistakes {
    /** Of larger inputs the matrix takes too long. */
    private static final int MOST = 16;

    private CurvatureMistakes() {}

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> of(
            Operator<X, Y> right, X x, SplittableRandom random) {
        int n = Flat.numbers(x).length;
        List<Mutant<X, Y>> mutants = new ArrayList<>();
        if (n <= MOST) {
            Map<Mistake, UnaryOperator<double[][]>> changes = changes(n, random);
            changes.putAll(ofBlocks(x.parts(), random));
            changes.forEach((cause, change) -> mutants.add(ofMatrix("second", cause, right, change)));
        }
        double added = random.nextDouble(0.5, 1);
        boolean square = random.nextBoolean();
        mutants.add(mutant("v as 1", Mistake.UPSTREAM, right, (pass, dy, v) -> pass.curvature(dy, v.onesLike())));
        mutants.add(mutant("v² added", Mistake.LINEAR, right, (pass, dy, v) -> pass.curvature(dy, v)
                .plus(
                        square
                                ? v.mapTensors(tensor -> tensor.times(tensor))
                                : v.onesLike().times(added))));
        return mutants;
    }

    private static Map<Mistake, UnaryOperator<double[][]>> changes(int n, SplittableRandom random) {
        Map<Mistake, UnaryOperator<double[][]>> changes = new EnumMap<>(Mistake.class);
        CommonMistakes.SMALL_FACTORS.forEach(
                (cause, excess) -> changes.put(cause, h -> Matrices.of(n, (i, j) -> h[i][j] * (1 + excess))));
        changes.put(Mistake.SIGN, h -> Matrices.of(n, (i, j) -> -h[i][j]));
        changes.put(Mistake.ZERO, h -> new double[n][n]);
        double factor = List.of(2.0, 0.5, (double) n, 1.0 / n).get(random.nextInt(4));
        changes.put(Mistake.FACTOR, h -> Matrices.of(n, (i, j) -> factor * h[i][j]));
        if (n == 1) {
            return changes;
        }
        changes.put(Mistake.DIAGONAL_ALONE, h -> Matrices.of(n, (i, j) -> i == j ? h[i][j] : 0));
        changes.put(Mistake.DIAGONAL_MISSING, h -> Matrices.of(n, (i, j) -> i == j ? 0 : h[i][j]));
        boolean upper = random.nextBoolean();
        changes.put(Mistake.TRIANGLE, h -> Matrices.of(n, (i, j) -> i == j || i < j == upper ? h[i][j] : 0));
        changes.put(
                Mistake.ASYMMETRIC, h -> Matrices.of(n, (i, j) -> i != j && i < j == upper ? 2 * h[i][j] : h[i][j]));
        double decay = random.nextDouble(0.1, 1);
        changes.put(Mistake.DECAY, h -> Matrices.of(n, (i, j) -> i == j ? h[i][j] + decay : h[i][j]));
        int wrong = random.nextInt(n);
        changes.put(
                Mistake.COORDINATE, h -> Matrices.of(n, (i, j) -> i == wrong && j == wrong ? 1.01 * h[i][j] : h[i][j]));
        return changes;
    }

    /** In one of the blocks of two parts of the input. */
    private static Map<Mistake, UnaryOperator<double[][]>> ofBlocks(List<NamedTensor> parts, SplittableRandom random) {
        Map<Mistake, UnaryOperator<double[][]>> changes = new EnumMap<>(Mistake.class);
        if (parts.size() < 2) {
            return changes;
        }
        int from = random.nextInt(parts.size() - 1);
        int before = parts.stream()
                .limit(from)
                .mapToInt(part -> part.tensor().size())
                .sum();
        int rows = parts.get(from).tensor().size();
        int columns = parts.get(from + 1).tensor().size();
        int end = before + rows + columns;
        boolean both = random.nextBoolean();
        changes.put(
                Mistake.BLOCK, h -> Matrices.of(h.length, (i, j) -> isMixed(i, j, before, rows, end) ? 0 : h[i][j]));
        if (rows == columns && rows > 1) {
            changes.put(
                    Mistake.TRANSPOSED_BLOCK,
                    h -> Matrices.of(
                            h.length,
                            (i, j) -> isMixed(i, j, before, rows, end) && (both || i < j)
                                    ? i < j ? h[j - rows][i + rows] : h[j + rows][i - rows]
                                    : h[i][j]));
        }
        return changes;
    }

    /** Whether one index is of the first of two neighbouring parts, and the other of the second. */
    private static boolean isMixed(int i, int j, int before, int rows, int end) {
        int low = Math.min(i, j);
        int high = Math.max(i, j);
        return low >= before && low < before + rows && high >= before + rows && high < end;
    }

    /** From a right pass, an upstream and a vector to a wrong product. */
    interface Wrong<X extends TensorTree<X>, Y extends TensorTree<Y>> {
        X of(Operator.Pass<X, Y> pass, Y dy, X v);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Mutant<X, Y> ofMatrix(
            String name, Mistake cause, Operator<X, Y> right, UnaryOperator<double[][]> change) {
        return mutant(name, cause, right, (pass, dy, v) -> {
            int n = Flat.numbers(v).length;
            double[][] columns = new double[n][];
            for (int j = 0; j < n; j++) {
                columns[j] = Flat.numbers(pass.curvature(dy, Flat.oneHot(v, j)));
            }
            double[][] matrix = Matrices.of(n, (i, j) -> columns[j][i]);
            return Flat.like(v, Matrices.times(change.apply(matrix), Flat.numbers(v)));
        });
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Mutant<X, Y> mutant(
            String name, Mistake cause, Operator<X, Y> right, Wrong<X, Y> wrong) {
        return new Mutant<>(name, cause, x -> new WrongPass<>(right.forward(x), wrong), Optional.empty());
    }

    private record WrongPass<X extends TensorTree<X>, Y extends TensorTree<Y>>(
            Operator.Pass<X, Y> right, Wrong<X, Y> wrong) implements Operator.Pass<X, Y> {
        @Override
        public Y output() {
            return right.output();
        }

        @Override
        public X backward(Y upstream) {
            return right.backward(upstream);
        }

        @Override
        public X curvature(Y upstream, X tangent) {
            return wrong.of(right, upstream, tangent);
        }
    }
}
