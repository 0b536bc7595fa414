package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.closedform.kernel.Information.Reading;
import org.junit.jupiter.api.Test;

class MovementTest {
    private static Movement of(Reading reading, double[] x, double[] tangent) {
        Distribution p = new Distribution(reading, x.length);
        p.read(x, p.exponent(x));
        Movement movement = new Movement(reading, x.length);
        movement.read(p, x, tangent);
        return movement;
    }

    @Test
    void ofLogitsTheLogarithmsMoveByWhatIsOffTheMean() {
        Movement movement = of(Reading.LOGITS, new double[] {0, 0}, new double[] {3, 1});
        assertArrayEquals(new double[] {1, -1}, movement.ofLog);
        assertArrayEquals(new double[] {0.5, -0.5}, movement.ofP);
    }

    /** The sure class moves by −e⁻⁶⁰ (v₁ − v₀), which v₀ less the mean would round away. */
    @Test
    void aSureClassKeepsItsDigits() {
        Movement movement = of(Reading.LOGITS, new double[] {60, 0}, new double[] {0.3, 1.3});
        assertArrayEquals(new double[] {-8.75651076269652e-27}, new double[] {movement.ofLog[0]}, 1e-40);
    }

    @Test
    void ofLogProbabilitiesTheLogarithmsMoveAsTheyAre() {
        Movement movement =
                of(Reading.LOG_PROBABILITIES, new double[] {0, Double.NEGATIVE_INFINITY}, new double[] {2, 5});
        assertArrayEquals(new double[] {2, 5}, movement.ofLog);
        assertArrayEquals(new double[] {2, 0}, movement.ofP);
    }

    @Test
    void ofProbabilitiesTheLogarithmsMoveByQuotients() {
        Movement movement = of(Reading.PROBABILITIES, new double[] {0.5, -0.25}, new double[] {2, 5});
        assertArrayEquals(new double[] {4, Double.NaN}, movement.ofLog);
        assertArrayEquals(new double[] {2, 5}, movement.ofP);
    }
}
