package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * Holds a backward against finite differences of its forward. There is nothing to tune: steps are found by extrapolation
 * with an error estimate, and what counts as agreement follows from that estimate.
 *
 * <pre>{@code
 * GradientCheck.of(new Softmax(1)).at(x).assertPasses();
 * }</pre>
 *
 * <p>The output is weighed by a random upstream u, and every coordinate of the input, by name, is compared: (Jᵀu)_i as the
 * backward computes it, against the derivative of ⟨u, f(x)⟩. An input of more than {@value #COORDINATES} coordinates is
 * compared along {@value #DIRECTIONS} random directions through each of its parts instead. The same operator and point give
 * the same report.
 *
 * <p>It works for float32 operators too, to fewer digits: what rounding hides is INCONCLUSIVE, not FAIL.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 */
public final class GradientCheck<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private static final int COORDINATES = 1000;
    private static final int DIRECTIONS = 4;
    private static final long SEED = 20260101;

    private final Operator<X, Y> operator;

    private GradientCheck(Operator<X, Y> operator) {
        this.operator = Objects.requireNonNull(operator, "GradientCheck.of: operator is null");
    }

    /**
     * A check of an operator.
     *
     * @param <X> what goes into it
     * @param <Y> what comes out
     * @param operator the pair of forward and backward to check
     * @return the check
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X, Y> of(Operator<X, Y> operator) {
        return new GradientCheck<>(operator);
    }

    /**
     * Checks the operator at a point.
     *
     * @param x the point
     * @return what was found
     * @throws IllegalArgumentException if the output at the point is not finite, or the gradient is not like the input
     */
    public GradientReport at(X x) {
        RandomGenerator random = new SplittableRandom(SEED);
        ProjectedOperator<X, Y> f = new ProjectedOperator<>(operator, x, random);
        List<Comparison> comparisons = new ArrayList<>();
        for (Direction direction : Direction.through(x, COORDINATES, DIRECTIONS, random)) {
            comparisons.add(new DirectionalCheck(f, direction).run());
        }
        return new GradientReport(comparisons);
    }
}
