package org.closedform.evaluation;

import java.util.Arrays;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/**
 * Whether a mistake can be told from rounding at all. Where the wrong derivative moves no output by even its last bit, over a
 * step as long as the input itself or 1, differences cannot show it: a wrong sign of 1e-80 beside an output of 1. And a right
 * derivation rounds too: 1 − p is 0 where p is next to 1, however small the output; so no bit smaller than that of 1 counts.
 */
final class Visibility {
    /** With more outputs than that, a Jacobian takes too long, and the mistake counts as visible. */
    private static final int OUTPUTS = 200;

    /** Not 1, which would hide that an upstream is ignored. */
    private static final double UPSTREAM = 2;

    private Visibility() {}

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> boolean of(Case<X, Y> c, Mutant<X, Y> mutant) {
        Operator.Pass<X, Y> right = c.operator().forward(c.x());
        Operator.Pass<X, Y> wrong = mutant.operator().forward(c.x());
        double[] x = flat(c.x());
        double[] y = flat(right.output());
        if (y.length > OUTPUTS) {
            return true;
        }
        boolean single = c.x().parts().get(0).tensor().elementType() == ElementType.FLOAT32;
        for (int j = 0; j < y.length; j++) {
            double size = Math.max(1, Math.abs(y[j]));
            double lastBit = single ? Math.ulp((float) size) : Math.ulp(size);
            double[] a = flat(right.backward(oneHot(right.output(), j)));
            double[] b = flat(wrong.backward(oneHot(right.output(), j)));
            for (int i = 0; i < x.length; i++) {
                if (Math.abs(b[i] - a[i]) / UPSTREAM * Math.max(1, Math.abs(x[i])) >= lastBit) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double[] flat(TensorTree<?> tree) {
        return tree.parts().stream()
                .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                .toArray();
    }

    private static <Y extends TensorTree<Y>> Y oneHot(Y output, int hot) {
        int[] next = {0};
        return output.mapTensors(tensor -> tensor.map(v -> next[0]++ == hot ? UPSTREAM : 0));
    }
}
