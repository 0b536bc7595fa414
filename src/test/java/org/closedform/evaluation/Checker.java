package org.closedform.evaluation;

import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** A rule that holds a backward against differences of its forward. */
interface Checker {

    /** What it says of an operator at a point. */
    <X extends TensorTree<X>, Y extends TensorTree<Y>> Finding check(Operator<X, Y> operator, X x);
}
