package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Of functions beside a large constant, whose rounding leaves each derivative three digits. */
class CommonFactorTest {
    private static final double LARGE = 1e11;

    private static GradientReport report(double factor, double... at) {
        return GradientCheck.ofGradient(
                        x -> LARGE + Arrays.stream(x).map(StrictMath::sin).reduce(0, Double::sum), x -> Arrays.stream(x)
                                .map(v -> factor * StrictMath.cos(v))
                                .toArray())
                .at(at);
    }

    @Test
    void whatNoDerivativeShowsAloneAllShowTogether() {
        GradientReport report = report(1.0001, 0.3, -0.5, 1, 0.1);
        report.comparisons().forEach(c -> assertTrue(Math.abs(c.analytic() - c.numeric()) < c.error(), c::toString));
        assertEquals(Verdict.FAIL, report.verdict());
        assertEquals("constant factor", report.diagnoses().get(0).name());
        String[] lines = report.toString().split("\n");
        assertTrue(lines[0].matches("FAIL: gradient = 1\\.0001\\d* × numeric over all 4 entries together"), lines[0]);
        assertTrue(
                lines[1].startsWith("  hint: within each error bar, but many differences around have 1.0001"),
                lines[1]);
    }

    @Test
    void oneEntryIsEnough() {
        String line = report(0.9995, 0.3).toString().lines().findFirst().orElseThrow();
        assertTrue(line.matches("FAIL: gradient = 0\\.999[45]\\d* × numeric at the only entry"), line);
    }

    @Test
    void rightDerivativesStayRightAndCostNoMore() {
        GradientReport right = report(1, 0.3, -0.5, 1, 0.1);
        assertEquals(Verdict.PASS, right.verdict(), right::toString);
        assertTrue(right.evaluations() < 4 * 100, () -> right.evaluations() + " evaluations");
    }

    @Test
    void withinBoundsNothingIsEvaluatedOutside() {
        GradientReport report = GradientCheck.ofGradient(
                        x -> {
                            assertTrue(x[0] >= 0 && x[0] <= 1, () -> "at " + x[0]);
                            return LARGE + StrictMath.sin(x[0]);
                        },
                        x -> new double[] {1.003 * StrictMath.cos(x[0])})
                .within(0, 1)
                .at(new double[] {0.05});
        assertTrue(report.toString().contains("many differences around have 1.00"), report::toString);
    }

    @Test
    void aFactorOfOneCoordinateAloneIsNotOneOfAll() {
        GradientReport report = GradientCheck.ofGradient(x -> LARGE + StrictMath.sin(x[0]) + StrictMath.sin(x[1]), x ->
                        new double[] {1.0001 * StrictMath.cos(x[0]), 0.9999 * StrictMath.cos(x[1])})
                .at(new double[] {0.4, 0.4});
        assertEquals(Verdict.PASS, report.verdict(), report::toString);
    }
}
