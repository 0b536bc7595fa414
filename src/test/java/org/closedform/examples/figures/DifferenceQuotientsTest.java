package org.closedform.examples.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The formulas for the error of a difference quotient, against the errors that there are. */
class DifferenceQuotientsTest {
    private final DifferenceQuotients quotients = new DifferenceQuotients(0.625);

    private static double step(int k) {
        return StrictMath.pow(2, -k);
    }

    private static double best(DoubleUnaryOperator error) {
        return IntStream.rangeClosed(1, 50)
                .mapToObj(DifferenceQuotientsTest::step)
                .min(Comparator.comparingDouble(error::applyAsDouble))
                .orElseThrow();
    }

    @Test
    void largeStepsCutOffWithTheirSquareOrWithThemselves() {
        for (int k = 4; k <= 12; k++) {
            double h = step(k);
            assertEquals(1, quotients.errorOfCentral(h) / quotients.cutOffOfCentral(h), 0.01, "h = " + h);
            assertEquals(1, quotients.errorOfOneSided(h) / quotients.cutOffOfOneSided(h), 0.05, "h = " + h);
        }
    }

    @Test
    void smallStepsRound() {
        for (int k = 20; k <= 50; k++) {
            double h = step(k);
            assertTrue(quotients.errorOfCentral(h) <= 4 * quotients.roundingOfCentral(h), "h = " + h);
        }
    }

    /** h²/6 |f‴| + u |f| / h is least at h = ∛(3 u |f| / |f‴|), here 1.4e-5; of a one-sided quotient the best is near √u. */
    @Test
    void theBestStepIsBetween() {
        double middle = best(h -> quotients.cutOffOfCentral(h) + quotients.roundingOfCentral(h));
        assertEquals(1.4e-5, middle, 0.4e-5);
        double measured = best(quotients::errorOfCentral);
        assertTrue(measured >= middle / 8 && measured <= middle * 8, "best step " + measured);
        assertTrue(quotients.errorOfCentral(measured) < 1e-10);
        double oneSided = best(quotients::errorOfOneSided);
        assertTrue(oneSided > 1e-9 && oneSided < 1e-6, "best one-sided step " + oneSided);
    }
}
