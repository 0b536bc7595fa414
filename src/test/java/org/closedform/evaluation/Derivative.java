package org.closedform.evaluation;

import java.util.List;
import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** Which derivative of an operator is checked, and is wrong in the mistakes of a case. */
enum Derivative {
    BACKWARD {
        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> TensorTree<?> of(Operator.Pass<X, Y> pass, X x) {
            return pass.backward(drawn(pass.output()));
        }

        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> mistakes(
                Operator<X, Y> right, X x, SplittableRandom random) {
            return CommonMistakes.of(right, x, random);
        }
    },
    PUSHFORWARD {
        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> TensorTree<?> of(Operator.Pass<X, Y> pass, X x) {
            return pass.pushforward(drawn(x));
        }

        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> mistakes(
                Operator<X, Y> right, X x, SplittableRandom random) {
            return PushforwardMistakes.of(right, x, random);
        }
    },
    CURVATURE {
        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> TensorTree<?> of(Operator.Pass<X, Y> pass, X x) {
            return pass.curvature(drawn(pass.output()), drawn(x));
        }

        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> mistakes(
                Operator<X, Y> right, X x, SplittableRandom random) {
            return CurvatureMistakes.of(right, x, random);
        }

        @Override
        <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X> check(Operator<X, Y> operator) {
            return GradientCheck.ofCurvature(operator);
        }
    };

    /** Its value for one direction. */
    abstract <X extends TensorTree<X>, Y extends TensorTree<Y>> TensorTree<?> of(Operator.Pass<X, Y> pass, X x);

    /** Mistakes in it that need no knowledge of the operator. */
    abstract <X extends TensorTree<X>, Y extends TensorTree<Y>> List<Mutant<X, Y>> mistakes(
            Operator<X, Y> right, X x, SplittableRandom random);

    <X extends TensorTree<X>, Y extends TensorTree<Y>> GradientCheck<X> check(Operator<X, Y> operator) {
        return GradientCheck.of(operator);
    }

    private static <T extends TensorTree<T>> T drawn(T like) {
        SplittableRandom random = new SplittableRandom(7);
        return like.mapTensors(tensor -> tensor.map(v -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 1)));
    }
}
