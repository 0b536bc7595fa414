package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Outputs of type float64 of which only floats are seen, or others too. */
class CoarsenessTest {
    private static final double FINE = Math.ulp(1.0);
    private static final double COARSE = Math.ulp(1f);

    private static Coarseness of(double... here) {
        return new Coarseness(here, FINE);
    }

    @Test
    void anOutputIsAsCoarseAsTheOnlyNumbersItTakes() {
        Coarseness coarseness = of(1, 2);
        assertEquals(FINE, coarseness.of(0));
        coarseness.see(new double[] {(float) 1.1, (float) 2.2});
        assertEquals(COARSE, coarseness.of(0));
        assertEquals(COARSE, coarseness.ofAll());
        coarseness.see(new double[] {(float) 1.3, 2.3});
        assertEquals(COARSE, coarseness.of(0));
        assertEquals(FINE, coarseness.of(1), "once and for all");
        assertEquals(FINE, coarseness.ofAll());
    }

    @Test
    void shortNumbersAndThoseOfThePointShowNothing() {
        Coarseness coarseness = of((float) 0.1, 3);
        coarseness.see(new double[] {(float) 0.1, 3.25});
        assertEquals(FINE, coarseness.of(0));
        assertEquals(FINE, coarseness.of(1));
    }

    @Test
    void gradientsTellAsWell() {
        Coarseness fine = of(1);
        fine.seeGradients(new double[][] {{(float) 0.1, 0.1}});
        assertEquals(FINE, fine.of(0));
        Coarseness coarse = of(1);
        coarse.seeGradients(new double[][] {{(float) 0.1, 0}, {(float) 0.3, 1}});
        assertEquals(COARSE, coarse.of(0));
    }

    @Test
    void aCoarserTypeIsAsCoarseAsItSays() {
        Coarseness single = new Coarseness(new double[] {0.1}, COARSE);
        assertEquals(COARSE, single.of(0));
    }
}
