package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.curvature.HessianProduct;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Elementwise;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorLaws;
import org.junit.jupiter.api.Test;

class NewtonTest {
    /** Inverse of [[4, 1], [1, 3]] times (1, 2): (1, 7) / 11. */
    @Test
    void conjugateGradientsSolveInAsManyStepsAsThereAreNumbers() {
        Tensor matrix = Tensor.of(new double[][] {{4, 1}, {1, 3}});
        Operator<Tensor, Tensor> map = Operator.of(matrix::matmul, (x, y, dy) -> matrix.matmul(dy));
        Newton.Solution<Tensor> solution = Newton.solve(map, Tensor.of(1, 2), 1e-12);
        assertTrue(solution.x().isClose(Tensor.of(1 / 11.0, 7 / 11.0), 1e-12, 0));
        assertEquals(2, solution.products());
        assertEquals(0, Newton.solve(map, Tensor.of(0, 0), 0).products());
    }

    @Test
    void aStepThatWouldClimbIsHalved() {
        // log(1 + e^x) + x²/200 from 20: where it is nearly straight the whole step goes far beyond the minimum
        Operator<Tensor, Tensor> f = new WithPenalty<>(BinaryCrossEntropyLoss.onLogits(Tensor.of(0.0)), 0.01);
        Newton<Tensor> at = Newton.at(f, Tensor.of(20.0));
        for (int step = 0; step < 12; step++) {
            Newton<Tensor> next = at.next(f);
            assertTrue(next.loss() <= at.loss() + 4 * Math.ulp(at.loss()));
            at = next;
        }
        assertTrue(at.gradient().norm() < 1e-10);
    }

    /** Aᵀ diag(r) A w′ = Aᵀ diag(r) (A w − (σ − t)/r): what docs/derivations.md says of IRLS. */
    @Test
    void aStepOfLogisticRegressionIsWeightedLeastSquares() {
        Tensor a = Tensor.of(new double[][] {{1, 0.5}, {1, -1}, {1, 2}, {1, 0.25}});
        Tensor t = Tensor.of(1, 0, 0, 1);
        Tensor w = Tensor.of(0.3, -0.7);
        Operator<Tensor, Tensor> loss = new MatMul()
                .holding((Tensor column) -> new MatMul.Inputs(a, column.reshape(2, 1)), d -> d.right()
                        .reshape(2))
                .then(BinaryCrossEntropyLoss.onLogits(t.reshape(4, 1)).withReduction(Reduction.SUM));
        HessianProduct<Tensor> hessian = HessianProduct.of(loss, w);
        Tensor next = w.minus(Newton.solve(hessian, hessian.gradient(), 1e-14).x());

        Elementwise.Pass sigmoid = new Sigmoid().forward(a.matmul(w));
        Tensor r = sigmoid.slope();
        Tensor targets = a.matmul(w).minus(sigmoid.output().minus(t).dividedBy(r));
        Tensor weighed = a.transpose().times(r);
        assertTrue(weighed.matmul(a).matmul(next).isClose(weighed.matmul(targets), 1e-12, 1e-12));
    }

    @Test
    void aPenaltyIsAnOperatorLikeAnyOther() {
        OperatorLaws.of(new WithPenalty<>(BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)), 0.25))
                .types(ElementType.FLOAT64)
                .assertHoldAt(Tensor.of(0.5, -1));
    }
}
