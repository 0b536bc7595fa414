package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PooledTest {
    private static void assertPooled(double mean, double error, Pooled... measurements) {
        Pooled pooled = Pooled.of(List.of(measurements));
        assertEquals(mean, pooled.mean(), 1e-15);
        assertEquals(error, pooled.error(), 1e-15);
    }

    @Test
    void oneAloneStaysAsItIs() {
        assertPooled(3, 0.5, new Pooled(3, 0.5));
        assertEquals(6, new Pooled(3, 0.5).significance());
        assertEquals(6, new Pooled(-3, 0.5).significance());
    }

    @Test
    void whatAgreesIsKnownBetterTogether() {
        assertPooled(2, 0.25, new Pooled(2, 0.5), new Pooled(2, 0.5), new Pooled(2, 0.5), new Pooled(2, 0.5));
    }

    @Test
    void whatScattersIsKnownNoBetterThanThat() {
        assertPooled(2, 1, new Pooled(1, 0.5), new Pooled(3, 0.5)); // √(2 · (1 + 1)) / 2
    }

    @Test
    void theSharperOneCountsMore() {
        assertPooled(1, 1.6, new Pooled(0, 1), new Pooled(5, 2)); // weights 1 and ¼: √(2 · (1² + (4/4)²)) / 1.25
    }
}
