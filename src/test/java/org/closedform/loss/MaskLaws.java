package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.closedform.operator.Operator;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** What a loss keeps under a mask, at a point whose losses are finite. */
record MaskLaws<X extends TensorTree<X>>(Operator<X, Tensor> loss, X x, Mask elements) {

    /** What may be under a mask. */
    static Arbitrary<Double> hidden() {
        return Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -2.0);
    }

    private static <X extends TensorTree<X>> X numbers(X like) {
        int[] next = {0};
        return like.mapTensors(part -> part.map(v -> 1.0 / (next[0]++ + 2) - 0.3));
    }

    private X hide(X tree, double hidden) {
        return tree.mapTensors(part -> part.where(elements, hidden));
    }

    /** Bit by bit; and what is masked has derivatives 0. */
    void whatIsUnderAMaskShowsNowhere(double hidden) {
        Operator.Pass<X, Tensor> pass = loss.forward(x);
        Operator.Pass<X, Tensor> other = loss.forward(hide(x, hidden));
        X tangent = numbers(x);
        X hiddenTangent = hide(tangent, hidden);
        Tensor dy = numbers(pass.output());
        assertEquals(pass.output(), other.output());
        assertEquals(pass.pushforward(tangent), other.pushforward(hiddenTangent));
        assertIsClear(pass.gradient(), other.gradient());
        assertIsClear(pass.backward(dy), other.backward(dy));
        assertIsClear(pass.curvature(dy, tangent), other.curvature(dy, hiddenTangent));
        X infinite = pass.backward(dy.map(v -> hidden));
        assertEquals(infinite, hide(infinite, 0), "an upstream of " + hidden);
    }

    private void assertIsClear(X gradient, X other) {
        assertEquals(gradient, other);
        assertEquals(gradient, hide(gradient, 0));
        assertTrue(Double.isFinite(gradient.norm()), () -> "finite: " + gradient);
    }
}
