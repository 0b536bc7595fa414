package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Jacobian;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backwards against Jacobians in closed form. */
class JacobianCheckTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, 2, 3}, {0, -1, 40}});

    @ParameterizedTest
    @EnumSource
    void theBuiltInOnesAgree(ElementType type) {
        Softmax.Pass softmax = new Softmax(1).forward(X.to(type));
        JacobianCheck.of(softmax, softmax.jacobian()).assertPasses();
        Elementwise.Pass cube = new Elementwise(v -> v * v * v, v -> 3 * v * v).forward(X.to(type));
        JacobianCheck.of(cube, cube.jacobian()).assertPasses();
        JacobianCheck.of(softmax, Jacobian.of(softmax)).assertPasses();
    }

    @Test
    void aWrongBackwardIsDiagnosed() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Operator.Pass<Tensor, Tensor> doubled =
                Operator.Pass.of(softmax.output(), dy -> softmax.backward(dy).times(2));
        GradientReport report = JacobianCheck.of(doubled, softmax.jacobian());
        assertEquals(Verdict.FAIL, report.verdict());
        assertEquals("constant factor", report.diagnoses().get(0).name());
        assertTrue(report.toString().contains("disagree with the Jacobian in closed form"), report::toString);
    }

    @Test
    void oneEntryThatIsOffByATenBillionthIsNamed() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Operator.Pass<Tensor, Tensor> off = Operator.Pass.of(softmax.output(), dy -> {
            double[] dx = softmax.backward(dy).toDoubleArray();
            dx[2] *= 1 + 1e-10;
            return Tensor.of(X.shape(), dx);
        });
        assertEquals(
                List.of("x[0, 2]"),
                JacobianCheck.of(off, softmax.jacobian()).comparisons().stream()
                        .filter(c -> c.verdict() == Verdict.FAIL)
                        .map(Comparison::input)
                        .toList());
    }

    @Test
    void aJacobianThatIsNotOneMatrixIsRefused() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Jacobian right = softmax.jacobian();
        Jacobian torn = new Jacobian() {
            @Override
            public Tensor apply(Tensor dx) {
                return right.apply(dx).times(2);
            }

            @Override
            public Tensor applyTranspose(Tensor dy) {
                return right.applyTranspose(dy);
            }

            @Override
            public Tensor toDense() {
                return right.toDense();
            }
        };
        String message = assertThrows(IllegalArgumentException.class, () -> JacobianCheck.of(softmax, torn))
                .getMessage();
        assertTrue(
                message.startsWith("JacobianCheck: the Jacobian is not one matrix: an entry is ")
                        && message.endsWith(" by apply"),
                message);
    }

    @Test
    void aJacobianOfAnotherShapeIsRefused() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        assertEquals(
                "JacobianCheck: the Jacobian has shape [3, 3], but the output has [2, 3] and the input [2, 3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> JacobianCheck.of(softmax, Jacobian.diagonal(Tensor.of(1, 2, 3))))
                        .getMessage());
    }
}
