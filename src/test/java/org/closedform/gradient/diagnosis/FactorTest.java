package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a factor is called, beside an input of shape [10, 3] and an output of length 7. */
class FactorTest {
    private static final Evidence EVIDENCE = evidence(Shape.of(10, 3), 7);

    private static Evidence evidence(Shape x, int outputs) {
        double[][] rows = new double[outputs][x.size()];
        return MadeUp.evidence(Tensor.zeros(x), Tensor.zeros(Shape.of(outputs)), rows, rows, rows);
    }

    private static String named(double factor, double relativeError) {
        return Factor.of(factor, relativeError, EVIDENCE).text();
    }

    private static String named(double factor) {
        return named(factor, 0);
    }

    @Test
    void lengthsAreNamedWithWhatHasThem() {
        assertEquals("3 (3 is the length of axis 1 of x)", named(3));
        assertEquals("1/10 (10 is the length of axis 0 of x)", named(0.1));
        assertEquals("30 (30 is the number of elements of x)", named(30));
        assertEquals("1/7 (7 is the length of y)", named(1 / 7.0));
        assertEquals("2", named(2));
        assertEquals("½", named(0.5));
    }

    /** There are no rows to take a mean over. */
    @Test
    void theLengthOfAVectorMayBeChance() {
        String hint = "a sum where the forward has a mean: is 1/N missing?";
        assertEquals(
                hint + " Or a factor, such as a temperature, that is N by chance?",
                Factor.of(7, 0, EVIDENCE).hint());
        assertEquals(hint, Factor.of(3, 0, EVIDENCE).hint());
    }

    @Test
    void biasedAndUnbiasedVariancesAreNamed() {
        assertEquals("2/3", named(2 / 3.0));
        assertEquals("3/2", named(1.5));
        assertEquals("√(9/10)", named(Math.sqrt(0.9)));
        assertEquals("√(10/9)", named(Math.sqrt(10 / 9.0)));
        assertTrue(Factor.of(0.9, 0, EVIDENCE).isOfVariance());
        assertFalse(Factor.of(3, 0, EVIDENCE).isOfVariance());
        assertEquals(
                "√2 (2 is the length of x)",
                Factor.of(Math.sqrt(2), 0, evidence(Shape.of(2), 2)).text(),
                "of two there is 2 and ½");
    }

    @Test
    void anEpsilonMaySpoilThemALittle() {
        assertEquals("3/2", named(1.503));
        assertEquals("1.505", named(1.505));
        assertEquals("10/9", named(10 / 9.0 + 1.3e-4));
        assertEquals("1.1113", named(10 / 9.0 + 2e-4));
    }

    @Test
    void aFactorIsAsWellKnownAsItsError() {
        assertEquals(named(3), named(3 * (1 + 3e-6), 1e-6));
        assertEquals("3.0015", named(3 * (1 + 5e-4), 1e-6));
        assertEquals(named(3), named(3 * (1 + 9e-4), 1));
        assertEquals("3.006", named(3 * (1 + 2e-3), 1));
    }

    @Test
    void whatIsKnownWellMayHaveARareName() {
        assertEquals("√3 (3 is the length of axis 1 of x)", named(Math.sqrt(3)));
        assertEquals("1/√7 (7 is the length of y)", named(1 / Math.sqrt(7)));
        assertEquals("10/3 (10 is the length of axis 0 of x, 3 is the length of axis 1 of x)", named(10 / 3.0));
        assertEquals("ln 2", named(Math.log(2)));
        assertEquals("1/(ln 10)", named(1 / Math.log(10)));
        assertEquals("180/π", named(180 / Math.PI));
        assertEquals("1.7321", named(Math.sqrt(3), 1e-4));
    }

    @Test
    void theSignIsNamedToo() {
        assertEquals(
                new Factor(
                        "−3 (3 is the length of axis 1 of x)",
                        "a sum where the forward has a mean: is 1/N missing? And the sign.",
                        false),
                Factor.of(-3, 0, EVIDENCE));
        assertEquals("−1.7", named(-1.7));
    }

    @Test
    void aListNamesSix() {
        assertEquals("1, 2, 3, 4, 5, 6", Factor.list(new double[] {1, 2, 3, 4, 5, 6}));
        assertEquals("1, 2, 3, 4, 5, 6, …", Factor.list(new double[] {1, 2, 3, 4, 5, 6, 7}));
    }
}
