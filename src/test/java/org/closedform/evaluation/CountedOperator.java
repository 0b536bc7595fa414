package org.closedform.evaluation;

import java.util.concurrent.atomic.LongAdder;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** An operator that counts its evaluations. */
record CountedOperator<X extends TensorTree<X>, Y extends TensorTree<Y>>(Operator<X, Y> operator, LongAdder evaluations)
        implements Operator<X, Y> {

    @Override
    public Operator.Pass<X, Y> forward(X x) {
        evaluations.increment();
        return operator.forward(x);
    }

    @Override
    public Y apply(X x) {
        evaluations.increment();
        return operator.apply(x);
    }
}
