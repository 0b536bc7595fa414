package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ExactMomentTest {
    private static final BigDecimal UNITS = new BigDecimal(BigInteger.TWO.pow(1074));

    @Property
    void sumsAreExact(@ForAll @Size(max = 30) long[] bits) {
        double[] x = new double[bits.length];
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            x[i] = Double.longBitsToDouble(bits[i]);
            x[i] = Double.isFinite(x[i]) ? x[i] : i;
            sum = sum.add(new BigDecimal(x[i]));
            squares = squares.add(new BigDecimal(x[i]).pow(2));
        }
        ExactMoment moment = ExactMoment.of(x);
        assertEquals(sum.multiply(UNITS).toBigIntegerExact(), moment.sum());
        assertEquals(squares.multiply(UNITS).multiply(UNITS).toBigIntegerExact(), moment.squares());
    }
}
