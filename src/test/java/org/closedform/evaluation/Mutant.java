package org.closedform.evaluation;

import java.util.Optional;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * A wrong derivation.
 *
 * @param name what was done wrong
 * @param cause what a checker should say
 * @param operator the right operator with a wrong derivative
 * @param coordinate the only one that is wrong, where that is the mistake
 */
record Mutant<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        String name, Mistake cause, Operator<X, Y> operator, Optional<String> coordinate) {

    /** With this backward in place of the right one. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Mutant<X, Y> of(
            String name, Mistake cause, Operator<X, Y> right, Operator.Backward<X, Y> wrong) {
        return new Mutant<>(name, cause, Operator.of(right::apply, wrong), Optional.empty());
    }

    /** With this pushforward beside the right backward. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Mutant<X, Y> ofPushforward(
            String name, Mistake cause, Operator<X, Y> right, Operator.Pushforward<X, Y> wrong) {
        Operator<X, Y> operator = x -> {
            Operator.Pass<X, Y> pass = right.forward(x);
            return Operator.Pass.of(pass.output(), pass::backward, v -> wrong.apply(x, pass.output(), v));
        };
        return new Mutant<>(name, cause, operator, Optional.empty());
    }
}
