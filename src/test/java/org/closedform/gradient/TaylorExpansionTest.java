package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Where the remainders are taken: only where the function may be evaluated. */
class TaylorExpansionTest {
    private static double entropy(double[] p) {
        return -Arrays.stream(p).map(v -> v * Math.log(v)).sum();
    }

    private static double[] gradient(double[] p) {
        return Arrays.stream(p).map(v -> -Math.log(v) - 1).toArray();
    }

    @Test
    void boundsAreKept() {
        ConcurrentLinkedQueue<double[]> asked = new ConcurrentLinkedQueue<>();
        TaylorSlopes slopes = GradientCheck.ofGradient(
                        p -> {
                            asked.add(p.clone());
                            return entropy(p);
                        },
                        TaylorExpansionTest::gradient)
                .within(0, 1)
                .taylor(new double[] {0.9, 0.2});
        assertEquals(2, slopes.slope(1), 0.1, slopes::toString);
        assertTrue(asked.stream().flatMapToDouble(Arrays::stream).allMatch(v -> v >= 0 && v <= 1));
    }

    @Test
    void distributionsStayDistributions() {
        ConcurrentLinkedQueue<double[]> asked = new ConcurrentLinkedQueue<>();
        TaylorSlopes slopes = GradientCheck.ofGradient(
                        p -> {
                            asked.add(p.clone());
                            return entropy(p);
                        },
                        p -> Arrays.stream(gradient(p)).map(v -> v + 7).toArray()) // a constant shows on no simplex
                .alongSimplex(0)
                .taylor(new double[] {0.2, 0.3, 0.5});
        assertEquals(2, slopes.slope(1), 0.1, slopes::toString);
        assertTrue(asked.stream()
                .allMatch(p -> Math.abs(Arrays.stream(p).sum() - 1) < 1e-15
                        && Arrays.stream(p).allMatch(v -> v >= 0)));
    }

    @Test
    void severalOutputsAreWeighed() {
        TaylorSlopes slopes = GradientCheck.ofJacobian(x -> new double[] {x[0] * x[1], Math.exp(x[0])}, x ->
                        new double[][] {{x[1], x[0]}, {Math.exp(x[0]), 0}})
                .taylor(new double[] {0.5, 2});
        assertEquals(List.of(1L, 2L), List.of(Math.round(slopes.slope(0)), Math.round(slopes.slope(1))));
    }
}
