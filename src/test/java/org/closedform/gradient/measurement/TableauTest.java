package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of functions of one number, extrapolated from halved steps. */
class TableauTest {
    private static Tableau central(DoubleUnaryOperator f, double x, double largestStep, int rows) {
        Tableau tableau = new Tableau(true);
        for (int row = 0; row < rows; row++) {
            double h = Math.scalb(largestStep, -row);
            double right = f.applyAsDouble(x + h);
            double left = f.applyAsDouble(x - h);
            double noise = Math.ulp(Math.max(Math.abs(right), Math.abs(left))) / h;
            tableau.add(h, (right - left) / (2 * h), noise, right == left);
        }
        return tableau;
    }

    private static void assertFinds(double expected, double relative, Tableau found) {
        assertTrue(
                Math.abs(found.value() - expected) <= 4 * found.error(),
                () -> found.value() + " ± " + found.error() + " is too far from " + expected);
        assertTrue(
                found.error() <= relative * Math.abs(expected),
                () -> found.value() + " ± " + found.error() + " is too vague for " + expected);
    }

    @Test
    void eightCentralDifferencesFindElevenDigits() {
        assertFinds(StrictMath.E, 1e-11, central(StrictMath::exp, 1, 4, 8));
        assertFinds(StrictMath.cos(1), 1e-11, central(StrictMath::sin, 1, 4, 8));
        assertFinds(12, 1e-11, central(x -> x * x * x, 2, 4, 8));
    }

    @Test
    void oneSidedDifferencesFindNine() {
        Tableau tableau = new Tableau(false);
        for (double h = 1; h > 1e-3; h /= 2) {
            tableau.add(h, (StrictMath.exp(1 + h) - StrictMath.E) / h, 1e-15 / h, false);
        }
        assertFinds(StrictMath.E, 1e-9, tableau);
    }

    @Test
    void withoutThreeDifferencesNothingIsKnown() {
        Tableau tableau = central(StrictMath::exp, 1, 4, 2);
        assertTrue(Double.isNaN(tableau.value()));
        assertEquals(Double.POSITIVE_INFINITY, tableau.error());
    }

    @Test
    void changesThatGrowAreSeen() {
        Tableau tableau = central(v -> Math.max(v, 0), 1e-3, 4, 3); // ½ + x / 2h, until h < x
        assertTrue(tableau.grows(0.5 + 1e-3, 1e-16));
        assertFalse(tableau.grows(0.5 + 1e-3, 1e-3), "within the noise");
        assertFalse(central(StrictMath::exp, 1, 4, 3).grows(StrictMath.E * (1 + 1 / 24.0), 1e-16));
    }

    @Test
    void slopesAreCountedUpToTheNumberOfColumns() {
        for (int rows = 0; rows < 10; rows++) {
            assertEquals(Math.min(rows, 7), central(StrictMath::exp, 1, 4, rows).rows());
        }
    }

    @Test
    void isZeroOnlyIfAllSlopesAre() {
        Tableau tableau = new Tableau(true);
        tableau.add(4, 0, 0, false);
        assertTrue(tableau.isZero());
        tableau.add(2, 1e-9, 0, false);
        tableau.add(1, 0, 0, false);
        assertFalse(tableau.isZero());
    }

    @Test
    void isNotFlatWhereTheFunctionMovedAtTheLargestStepOfTheValue() {
        Tableau tableau = new Tableau(true);
        tableau.add(4, 0, 1e-16, false);
        tableau.add(2, 0, 2e-16, false);
        tableau.add(1, 0, 4e-16, true);
        assertEquals(0, tableau.value());
        assertFalse(tableau.isFlat());
    }

    @Test
    void aRestartForgetsAll() {
        Tableau tableau = central(StrictMath::exp, 1, 4, 8);
        tableau.restart();
        assertTrue(Double.isNaN(tableau.value()));
        assertEquals(0, tableau.rows());
        tableau.add(0.5, 0, 0, true);
        assertEquals(0.5, tableau.top());
        assertTrue(tableau.isZero());
    }

    @Test
    void isFlatWhereAllThatTheValueWasMadeFromStoodStill() {
        Tableau tableau = new Tableau(true);
        tableau.add(4, 1e-3, 1e-16, false);
        tableau.add(2, 0, 2e-16, true);
        assertFalse(tableau.isFlat());
        tableau.add(1, 0, 4e-16, true);
        tableau.add(0.5, 0, 8e-16, true);
        assertEquals(0, tableau.value());
        assertTrue(tableau.isFlat());
        tableau.restart();
        assertFalse(tableau.isFlat());
    }

    @Test
    void aConstantHasDerivativeZero() {
        Tableau tableau = central(x -> 7, 1, 4, 4);
        assertEquals(0, tableau.value());
        assertTrue(tableau.error() < 1e-13, () -> "error " + tableau.error());
    }
}
