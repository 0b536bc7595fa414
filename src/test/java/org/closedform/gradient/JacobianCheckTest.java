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
        JacobianCheck.check(softmax, softmax.jacobian()).assertPasses();
        Elementwise.Pass cube = new Elementwise(v -> v * v * v, v -> 3 * v * v).forward(X.to(type));
        JacobianCheck.check(cube, cube.jacobian()).assertPasses();
        JacobianCheck.check(softmax, Jacobian.of(softmax)).assertPasses();
        assertEquals(List.of(), JacobianCheck.check(softmax, softmax.jacobian()).diagnoses());
    }

    /** Multiplies each element by a number. */
    private static Operator.Pass<Tensor, Tensor> scaling(double... factors) {
        return Operator.Pass.of(Tensor.of(factors), dy -> dy.times(Tensor.of(factors)));
    }

    @Test
    void roundingBesideTheLargestEntryIsNoDisagreement() {
        Jacobian diagonal = Jacobian.diagonal(Tensor.of(1000, 1, 0));
        double ulp = Math.ulp(1000.0);
        assertEquals(
                Verdict.PASS,
                JacobianCheck.check(scaling(1000 + 16 * ulp, 1 + 16 * ulp, 16 * ulp), diagonal)
                        .verdict());
        assertEquals(
                Verdict.FAIL,
                JacobianCheck.check(scaling(1000, 1, 1000 * ulp), diagonal).verdict());
    }

    @Test
    void theEntryThatIsFarthestOffIsNamed() {
        Tensor rows = Tensor.of(new double[][] {{5, 1, -7}, {5, -0.25, 4}, {5, 2, 3}});
        Operator.Pass<Tensor, Tensor> linear = Operator.Pass.of(Tensor.of(1, 2, 3), dy -> dy.matmul(rows));
        Tensor wrong = rows.plus(Tensor.of(new double[][] {{2e-3, 1e-3, 2e-3}, {0, 2e-3, 1e-3}, {1e-3, 0, 0}}));
        Operator.Pass<Tensor, Tensor> mistaken = Operator.Pass.of(Tensor.of(1, 2, 3), dy -> dy.matmul(wrong));
        assertEquals(
                List.of("∂y[0]/∂x[0]", "∂y[1]/∂x[1]", "∂y[0]/∂x[2]"),
                JacobianCheck.check(mistaken, Jacobian.of(linear)).comparisons().stream()
                        .map(Comparison::name)
                        .toList());
    }

    @Test
    void nothingForAnAnswerIsRefusedByName() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Jacobian unwritten = new Jacobian() {
            @Override
            public Tensor apply(Tensor dx) {
                return dx;
            }

            @Override
            public Tensor applyTranspose(Tensor dy) {
                return dy;
            }

            @Override
            public Tensor toDense() {
                return null;
            }
        };
        assertEquals(
                "JacobianCheck: the Jacobian's toDense returns null",
                assertThrows(NullPointerException.class, () -> JacobianCheck.check(softmax, unwritten))
                        .getMessage());
    }

    @Test
    void aWrongBackwardIsDiagnosed() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Operator.Pass<Tensor, Tensor> doubled =
                Operator.Pass.of(softmax.output(), dy -> softmax.backward(dy).times(2));
        GradientReport report = JacobianCheck.check(doubled, softmax.jacobian());
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
                JacobianCheck.check(off, softmax.jacobian()).comparisons().stream()
                        .filter(c -> c.verdict() == Verdict.FAIL)
                        .map(Comparison::input)
                        .toList());
    }

    @Test
    void aJacobianThatIsNotOneMatrixIsRefused() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        Jacobian right = softmax.jacobian();
        assertTorn(" by apply", softmax, torn(right, 2, 1));
        assertTorn(" by toDense", softmax, torn(right, 1, 2));
    }

    /** A Jacobian whose methods do not agree. */
    private static Jacobian torn(Jacobian right, double apply, double toDense) {
        return new Jacobian() {
            @Override
            public Tensor apply(Tensor dx) {
                return right.apply(dx).times(apply);
            }

            @Override
            public Tensor applyTranspose(Tensor dy) {
                return right.applyTranspose(dy);
            }

            @Override
            public Tensor toDense() {
                return right.toDense().times(toDense);
            }
        };
    }

    private static void assertTorn(String by, Softmax.Pass pass, Jacobian torn) {
        String message = assertThrows(IllegalArgumentException.class, () -> JacobianCheck.check(pass, torn))
                .getMessage();
        assertTrue(
                message.startsWith("JacobianCheck: the Jacobian is not one matrix: an entry is ")
                        && message.endsWith(by),
                message);
    }

    @Test
    void aJacobianOfAnotherShapeIsRefused() {
        Softmax.Pass softmax = new Softmax(1).forward(X);
        assertEquals(
                "JacobianCheck: the Jacobian has shape [3, 3], but the output has [2, 3] and the input [2, 3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> JacobianCheck.check(softmax, Jacobian.diagonal(Tensor.of(1, 2, 3))))
                        .getMessage());
    }
}
