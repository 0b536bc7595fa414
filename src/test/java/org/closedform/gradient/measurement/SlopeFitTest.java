package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** 2 h − 3 h³ at h = 1/8, 2/8 … 1, with noise in 1/1024; expected values from the normal equations in rational numbers. */
class SlopeFitTest {
    private static final double[] STEPS = {0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1};
    private static final double[] NOISE = {1, -1, 2, -2, 1, 1, -3, 2};

    private static double[] differences(double noise) {
        double[] differences = new double[STEPS.length];
        Arrays.setAll(differences, m -> STEPS[m] * (2 - 3 * STEPS[m] * STEPS[m]) + noise * NOISE[m] / 1024);
        return differences;
    }

    @Test
    void aPolynomialIsFittedExactly() {
        SlopeFit.Slope slope = new SlopeFit(STEPS, 1).of(differences(0), 1e-9);
        assertEquals(2, slope.value(), 1e-13);
        assertEquals(0, slope.highest(), 1e-4);
    }

    @Test
    void scatterTellsTheError() {
        SlopeFit.Slope slope = new SlopeFit(STEPS, 1).of(differences(1), 0);
        assertEquals(1.9971241993651008, slope.value(), 1e-12);
        assertEquals(0.007946587172623384, slope.error(), 1e-12);
        assertEquals(0.9944648997829195, slope.highest(), 1e-9);
    }

    @Test
    void noiseIsNotBelievedToBeLessThanItMustBe() {
        SlopeFit.Slope slope = new SlopeFit(STEPS, 1).of(differences(1), 0.01);
        assertEquals(1.9971241993651008, slope.value(), 1e-12);
        assertEquals(0.03913563509211295, slope.error(), 1e-12);
        assertEquals(0.2019285492017419, slope.highest(), 1e-9);
    }

    @Test
    void stepsMayHaveAnyScale() {
        double[] steps = Arrays.stream(STEPS).map(h -> h * 1e-6).toArray();
        SlopeFit.Slope slope = new SlopeFit(steps, 1e-6).of(differences(0), 1e-9);
        assertEquals(2e6, slope.value(), 1e-6);
    }
}
