package org.closedform.loss;

import java.util.function.IntPredicate;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Flags;
import org.closedform.kernel.Rows;
import org.closedform.operator.Hessian;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What counts of a prediction.
 *
 * @param positions of the losses, one a position; a position with no class left does not count
 * @param classes as the mask of classes was given
 * @param elements of the prediction: the classes of positions that count
 */
record Places(Mask positions, Mask classes, Mask elements) {
    /** Where nothing is masked. */
    static final Places ALL = new Places(Mask.all(), Mask.all(), Mask.all());

    /** The places of a cross-entropy's prediction. */
    static Places of(Target.Masked masked, Shape losses, Shape prediction, int axis) {
        Weights.requireRepeatsInto("CrossEntropyLoss: positionWeights", masked.weights(), losses);
        return of("CrossEntropyLoss", masked.counting(), masked.classes(), prediction, axis);
    }

    /** The places of a prediction with a class axis; masks that do not fit are refused in the name of an operation. */
    static Places of(String operation, Mask positions, Mask classes, Shape prediction, int axis) {
        if (positions.equals(Mask.all()) && classes.equals(Mask.all())) {
            return ALL;
        }
        Shape losses = prediction.without(axis);
        positions.requireRepeatsInto(losses, operation + ": mask");
        classes.requireRepeatsInto(prediction, operation + ": classMask");
        Mask left = classes.equals(Mask.all())
                ? positions.broadcastTo(losses)
                : classes.broadcastTo(prediction).any(axis).and(positions);
        return new Places(left, classes, left.expandDims(axis).and(classes));
    }

    /** The places of a prediction of which every element is a position. */
    static Places of(String operation, Mask elements, Shape prediction) {
        if (elements.equals(Mask.all())) {
            return ALL;
        }
        elements.requireRepeatsInto(prediction, operation + ": mask");
        return new Places(elements.broadcastTo(prediction), Mask.all(), elements);
    }

    /** The places for labels without a prediction: the class axis is taken to be as long as the mask's, since no other length matters. */
    static Places ofLabels(String operation, Target.Masked masked, Shape labels, int axis) {
        Weights.requireRepeatsInto(operation + ": positionWeights", masked.weights(), labels);
        Mask positions = masked.counting();
        if (positions.equals(Mask.all()) && masked.classes().equals(Mask.all())) {
            return ALL;
        }
        int rank = labels.rank() + 1;
        int along = rank == 1 && axis == Entropy.DEFAULT_AXIS ? 0 : axis < 0 ? axis + rank : axis;
        Shape mask = masked.classes().shape();
        int length = mask.rank() >= rank - along ? mask.dimension(along - rank) : 1;
        return of(operation, positions, masked.classes(), labels.with(along, length), along);
    }

    /** Tells of the number of a position whether the position counts. */
    IntPredicate isCounted() {
        if (this == ALL) {
            return position -> true;
        }
        boolean[] flags = positions.toArray();
        return position -> flags[position];
    }

    /** Which classes count in the rows of a prediction. */
    CrossEntropy.Classes classesOf(Shape prediction, Rows rows) {
        return classes.equals(Mask.all())
                ? CrossEntropy.Classes.ALL
                : CrossEntropy.Classes.of(classes.broadcastTo(prediction).toArray(), rows);
    }

    /** How many positions count, of so many. */
    double count(int all) {
        return this == ALL ? all : positions.count();
    }

    /** Logits, or probabilities, whose masked classes have probability 0. */
    Tensor fill(Tensor x, Form form) {
        return x.where(classes, form == Form.PROBABILITIES ? 0 : Double.NEGATIVE_INFINITY);
    }

    /** Losses, 0 at positions that do not count; the array is overwritten. */
    double[] clear(double[] losses) {
        return this == ALL ? losses : Flags.clear(losses, positions.toArray());
    }

    /** A gradient or a tangent, 0 where the prediction does not count. */
    <X extends TensorTree<X>> X clear(X tree) {
        return this == ALL ? tree : tree.mapTensors(tensor -> tensor.where(elements, 0));
    }

    /** A second derivative by a prediction, that does not see what moves at places that do not count. */
    Hessian clear(Hessian hessian, Tensor prediction) {
        return this == ALL ? hessian : new MaskedHessian(hessian, elements, prediction);
    }
}
