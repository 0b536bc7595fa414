package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the report calls the mistakes that people make. */
class DiagnosisTest {

    @ParameterizedTest
    @EnumSource
    void eachMistakeIsCalledByItsName(Derivations derivation) {
        Derivations.seeds().forEach(seed -> {
            GradientReport report = derivation.check(seed);
            assertEquals(Verdict.FAIL, report.verdict(), report::toString);
            assertEquals(
                    List.of(derivation.diagnosis),
                    report.diagnoses().stream().map(Diagnosis::name).toList(),
                    () -> "seed " + seed + "\n" + report);
        });
    }

    private static String cause(Derivations derivation) {
        return derivation.check(1).diagnoses().get(0).cause();
    }

    @Test
    void factorsAreNamedByWhatHasThatLength() {
        assertEquals(
                "gradient = 5 (5 is the length of axis 0 of x) × numeric at all 20 entries",
                cause(Derivations.MEAN_FORGOTTEN));
        assertEquals("gradient = −1 × numeric at all 20 entries", cause(Derivations.SIGN));
        assertTrue(cause(Derivations.FACTOR_OF_A_HUNDRED_MILLIONTH).startsWith("gradient = 1.00000001"));
    }

    @Test
    void elementsAreNamed() {
        assertEquals("only x[0, 2] is wrong", cause(Derivations.ONE_ELEMENT));
        assertTrue(cause(Derivations.MASK_FORGOTTEN).endsWith(" are wrong, all where x < 0"));
    }

    record Scaled(Tensor x, Tensor gamma) implements TensorTree<Scaled> {}

    @Test
    void aForgottenGammaIsNamed() {
        Operator<Scaled, Tensor> forgotten = Operator.of(
                in -> in.x().times(in.gamma()),
                (in, y, dy) -> new Scaled(dy, dy.times(in.x()).sum(0)));
        Scaled at = new Scaled(Tensor.generate(Shape.of(3, 2), i -> 1 + i[0] - 0.3 * i[1]), Tensor.of(4, -0.5));
        GradientReport report = GradientCheck.of(forgotten).at(at);
        assertEquals(Verdict.PASS, report.part("gamma").verdict());
        assertEquals(
                "each index of axis 1 has a factor of its own: 0.25, −2, which is 1 / gamma",
                report.part("x").diagnoses().get(0).cause());
    }

    @Test
    void exchangedRowsOfAJacobianAreNotTakenForANormalisation() {
        GradientReport report = GradientCheck.ofJacobian(x -> new double[] {x[0] * x[0] * x[1], x[1]}, x ->
                        new double[][] {{2 * x[0] * x[1], x[0] * x[0]}, {1, 0}})
                .at(new double[] {3, 2});
        assertEquals(
                "only the derivatives of y[1] are wrong",
                report.diagnoses().get(0).cause());
    }
}
