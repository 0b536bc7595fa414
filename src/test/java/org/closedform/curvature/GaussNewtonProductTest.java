package org.closedform.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.curvature.TwoLayers.Layer;
import org.closedform.curvature.TwoLayers.Parameters;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GaussNewtonProductTest {
    private static final Tensor X = Tensor.of(new double[][] {{0.5, -1.25}, {2, 0.75}, {-0.5, 1}});
    private static final CrossEntropyLoss LOSS = CrossEntropyLoss.onLogits(Labels.of(1, 0, 1));
    private static final Operator<Parameters, Tensor> NET = TwoLayers.of(X, new Tanh());

    private static Parameters draw(long seed) {
        return Parameters.random(2, 3, 2, seed);
    }

    @Property(tries = 50)
    void isJacobianHessianJacobian(@ForAll @IntRange(min = 0, max = 1000) int seed) {
        Parameters at = draw(seed);
        Parameters v = draw(seed + 5000);
        Parameters w = draw(seed + 9000);
        GaussNewtonProduct<Parameters> matrix = GaussNewtonProduct.of(NET, LOSS, at);
        Operator.Pass<Parameters, Tensor> net = NET.forward(at);
        Tensor movement = net.pushforward(v);
        double form = LOSS.hessian(net.output()).apply(movement).dot(net.pushforward(w));
        double size = 1e-13 * movement.norm() * net.pushforward(w).norm();
        assertEquals(form, w.dot(matrix.apply(v)), size);
        assertEquals(form, v.dot(matrix.apply(w)), size);
        assertTrue(v.dot(matrix.apply(v)) >= -1e-13 * movement.dot(movement));
    }

    @Test
    void ofALinearModelItIsTheHessian() {
        Operator<Layer, Tensor> linear = new Linear()
                .holding((Layer l) -> new Linear.Inputs(X, l.weight(), l.bias()), d -> new Layer(d.weight(), d.bias()));
        Layer at = draw(1).first();
        Layer v = draw(2).first();
        Operator<Tensor, Tensor> loss =
                BinaryCrossEntropyLoss.onLogits(Tensor.full(linear.apply(at).shape(), 0.25));
        Layer exact = HessianProduct.of(linear.then(loss), at).apply(v);
        Layer product = GaussNewtonProduct.of(linear, loss, at).apply(v);
        assertTrue(product.minus(exact).norm() <= 1e-14 * exact.norm());
        assertTrue(exact.norm() > 0.01);
    }

    @Test
    void ofANetItLacksTheBendingOfTheNet() {
        Parameters at = draw(1);
        Parameters v = draw(2);
        Operator.Pass<Parameters, Tensor> net = NET.forward(at);
        Operator.Pass<Tensor, Tensor> loss = LOSS.forward(net.output());
        Parameters bending = net.curvature(loss.gradient(), v);
        Parameters exact = HessianProduct.of(NET.then(LOSS), at).apply(v);
        Parameters product = GaussNewtonProduct.of(net, loss).apply(v);
        assertTrue(product.plus(bending).minus(exact).norm() <= 1e-14 * exact.norm());
        assertTrue(bending.norm() > 0.01);
    }

    /** The second bias moved by the same for all classes moves no probability. */
    @Test
    void whatMovesAllLogitsAlikeIsInTheNullSpace() {
        Parameters v = draw(1).zerosLike();
        Parameters shift = new Parameters(
                v.first(), new Layer(v.second().weight(), v.second().bias().onesLike()));
        assertTrue(GaussNewtonProduct.of(NET, LOSS, draw(3)).apply(shift).norm() <= 1e-16);
        assertTrue(HessianProduct.of(NET.then(LOSS), draw(3)).apply(shift).norm() <= 1e-16);
    }

    @Test
    void isItsOwnDerivativeAndHasTheGradientBesideIt() {
        GaussNewtonProduct<Parameters> matrix = GaussNewtonProduct.of(NET, LOSS, draw(1));
        Parameters w = draw(3);
        Operator.Pass<Parameters, Parameters> pass = matrix.forward(draw(2));
        assertEquals(matrix.apply(w), pass.backward(w));
        assertEquals(matrix.apply(w), pass.pushforward(w));
        assertEquals(NET.then(LOSS).forward(draw(1)).gradient(), matrix.gradient());
    }

    @Test
    void aModelWithoutPushforwardHasItFromItsBackward() {
        Operator<Parameters, Tensor> bare = p -> {
            Operator.Pass<Parameters, Tensor> pass = NET.forward(p);
            return Operator.Pass.of(pass.output(), pass::backward);
        };
        Parameters v = draw(2);
        Parameters expected = GaussNewtonProduct.of(NET, LOSS, draw(1)).apply(v);
        Parameters actual = GaussNewtonProduct.of(bare, LOSS, draw(1)).apply(v);
        assertTrue(actual.minus(expected).norm() <= 1e-13 * expected.norm());
    }

    @Test
    void badInputIsRefused() {
        assertThrows(
                ShapeException.class, () -> GaussNewtonProduct.of(NET, LOSS.withReduction(Reduction.NONE), draw(1)));
        GaussNewtonProduct<Parameters> matrix = GaussNewtonProduct.of(NET, LOSS, draw(1));
        Parameters wider = Parameters.random(3, 3, 2, 1);
        assertEquals(
                "GaussNewtonProduct: v: first.weight has shape [3, 3], but [3, 2] is needed",
                assertThrows(ShapeException.class, () -> matrix.apply(wider)).getMessage());
        assertThrows(NullPointerException.class, () -> matrix.apply(null));
        assertThrows(NullPointerException.class, () -> GaussNewtonProduct.of(NET, null, draw(1)));
        assertThrows(NullPointerException.class, () -> GaussNewtonProduct.of(NET, LOSS, null));
    }
}
