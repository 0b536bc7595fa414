package org.closedform.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.expression.Axis;
import org.closedform.expression.ExpressionException;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardTest {
    private static final Tensor X = Tensor.of(new double[][] {{0.5, -1, 2}, {1.5, 0.3, -0.7}, {-2, 0.8, 0.1}});
    private static final Forward SOFTMAX = Forward.of("softmax(x)");

    @Nested
    class Checks {
        @Test
        void inOneLine() {
            Forward.of("softmax(x)")
                    .check("y*(dy - sum(y*dy))", Tensor.of(1, 2, 3))
                    .assertPasses();
            GradientReport report = Forward.of("softmax(x)").check("y*dy*(1 - y)", Tensor.of(1, 2, 3));
            assertEquals("off-diagonal missing", report.diagnoses().get(0).name());
        }

        @Test
        void aFunctionInJava() {
            Forward.of(new Softmax()::apply).check("y*(dy - sum(y*dy))", X).assertPasses();
            Forward.of(new Silu()::apply)
                    .check("dy*(y + sigmoid(x)*(1 - y))", X)
                    .assertPasses();
        }

        @Test
        void aNumber() {
            assertEquals(
                    Verdict.PASS,
                    Forward.of("x^3").check("3*x^2*dy", Tensor.scalar(1.3)).verdict());
        }

        @Test
        void float32() {
            assertEquals(
                    Verdict.PASS,
                    SOFTMAX.check("y*(dy - sum(y*dy))", X.to(ElementType.FLOAT32))
                            .verdict());
        }

        @Test
        void anInputOfAnotherNameAndShape() {
            Forward neuron = Forward.of("sum(w*x)").by("w").with("x", X);
            assertEquals("dw", neuron.asked());
            assertEquals(
                    Verdict.PASS,
                    neuron.check("sum_n(dy*x)", Tensor.of(1, -2, 0.5)).verdict());
        }

        @Test
        void aLossWhoseUpstreamIsOneOrNot() {
            Forward loss = Forward.of("mean_n(sum((x - t)^2))").called("L").with("t", Tensor.of(1, 2, 3));
            assertEquals(Verdict.PASS, loss.check("2*(x - t)/N", X).verdict());
            assertEquals(Verdict.PASS, loss.check("2*dL*(x - t)/N", X).verdict());
        }

        @Test
        void whatIsDefinedAlongTheSamples() {
            Forward centred = Forward.of("x - mu").where("mu", "mean(x)").along(Axis.SAMPLES);
            assertEquals(List.of("mu = mean(x)", "y = x - mu"), centred.formulas());
            assertEquals(Verdict.PASS, centred.check("dy - mean(dy)", X).verdict());
            assertEquals("mean term", centred.check("dy", X).diagnoses().get(0).name());
        }
    }

    @Test
    void makesAnOperatorForChains() {
        Operator<Tensor, Tensor> chain =
                SOFTMAX.operator("y*(dy - sum(y*dy))").then(Forward.of("log(x)").operator("dy/x"));
        Tensor dy = Tensor.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        Tensor expected = dy.minus(new Softmax().apply(X));
        assertTrue(chain.forward(X).backward(dy).isClose(expected, 1e-12, 1e-15));
    }

    @Test
    void multipliesTheGradientOfANumberByItsUpstream() {
        Operator<Tensor, Tensor> loss = Forward.of("sum_n(sum(x*x))").operator("2*x");
        assertEquals(X.times(6), loss.forward(X).backward(Tensor.scalar(3)));
    }

    @Nested
    class Errors {
        @Test
        void nameWhatIsKnown() {
            ExpressionException e = assertThrows(ExpressionException.class, () -> SOFTMAX.check("y*dx", X));
            assertEquals("At character 3: dx is unknown here; there are x, y, dy, N and C.", e.sentence());
            assertEquals(List.of("x", "y", "dy", "N", "C"), SOFTMAX.names(X));
        }

        @Test
        void sayWhatLengthsNeed() {
            ExpressionException e =
                    assertThrows(ExpressionException.class, () -> SOFTMAX.check("N*dy", Tensor.of(1, 2, 3)));
            assertEquals(
                    "At character 1: N is unknown here, since no tensor is [N, C]; there are x, y, dy and C.",
                    e.sentence());
        }

        @Test
        void sayWhichSumIsMissing() {
            Forward neuron = Forward.of("sum(w*x)").by("w").with("x", X);
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> neuron.check("dy*x", Tensor.of(1, 2, 3)));
            assertEquals(
                    "Forward.operator: w has one number for each class, and so has dw, but this formula has one number for each"
                            + " sample and class; w is used in all samples, and the gradient adds up what comes back from each:"
                            + " sum_n(…)",
                    e.getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "y", "dy", "N", "sum", "a_b", "", "2"})
        void refuseNamesThatStandForSomethingElse(String name) {
            assertThrows(IllegalArgumentException.class, () -> SOFTMAX.with(name, Tensor.scalar(1)));
            assertThrows(IllegalArgumentException.class, () -> SOFTMAX.where(name, "x"));
        }

        @Test
        void refuseTensorsThatDoNotFit() {
            assertThrows(IllegalArgumentException.class, () -> SOFTMAX.with("t", Tensor.of(1, 2))
                    .check("y", X));
        }
    }
}
