package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class TensorFunctionsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Property
    void exponentialsAreWithinAnUlp(@ForAll @DoubleRange(min = -80, max = 80) double number) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(number, type);
            Ulps.assertWithin(1, x.exp(), HighPrecision.exp(new BigDecimal(x.item())));
        }
    }

    @Property
    void logarithmsAreWithinAnUlp(@ForAll @DoubleRange(min = -60, max = 60) double logarithm) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(StrictMath.exp(logarithm), type);
            Ulps.assertWithin(1, x.log(), HighPrecision.log(new BigDecimal(x.item())));
        }
    }

    @Property
    void rootsAndSquaresAreRoundedOnce(@ForAll @DoubleRange(min = 0, max = 1e15) double number) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(number, type);
            BigDecimal exact = new BigDecimal(x.item());
            Ulps.assertWithin(0.5, x.sqrt(), exact.sqrt(HighPrecision.DIGITS));
            Ulps.assertWithin(0.5, x.square(), exact.multiply(exact));
        }
    }

    @Test
    void specialValuesAreTheLimits() {
        Tensor x = Tensor.of(Double.NaN, -INFINITY, -1, -0.0, INFINITY);
        assertEquals(Tensor.of(Double.NaN, 0, StrictMath.exp(-1), 1, INFINITY), x.exp());
        assertEquals(Tensor.of(Double.NaN, Double.NaN, Double.NaN, -INFINITY, INFINITY), x.log());
        assertEquals(Tensor.of(Double.NaN, Double.NaN, Double.NaN, -0.0, INFINITY), x.sqrt());
        assertEquals(Tensor.of(Double.NaN, INFINITY, 1, 0, INFINITY), x.square());
    }

    @Test
    void clippingKeepsWhatIsBetweenAndNaN() {
        Tensor x = Tensor.of(-3, -1, 0.5, 2, INFINITY, Double.NaN);
        assertEquals(Tensor.of(-1, -1, 0.5, 1, 1, Double.NaN), x.clip(-1, 1));
        assertEquals(x.to(FLOAT32), x.to(FLOAT32).clip(-INFINITY, INFINITY));
        assertEquals(
                "Tensor.clip: low is 1.0 and high 0.0; numbers low ≤ high are needed",
                assertThrows(IllegalArgumentException.class, () -> x.clip(1, 0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> x.clip(0, Double.NaN));
    }
}
