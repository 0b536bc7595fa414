package org.closedform.accuracy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Supplier;
import org.closedform.Sweep;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.Ulps;

/** The worst of many errors, in ulps of the exact number. */
final class Worst {
    private final String name;
    private final ElementType type;
    private double error = -1;
    private String where = "";
    private long count;

    Worst(String name, ElementType type) {
        this.name = name;
        this.type = type;
    }

    void add(double found, BigDecimal exact, Object point) {
        add(found, exact, point::toString);
    }

    void add(double found, BigDecimal exact, Supplier<String> point) {
        add(Ulps.between(found, exact, type), point);
    }

    /** The point is made into text only if it is the worst so far. */
    void add(double ulps, Supplier<String> point) {
        count++;
        if (ulps > error) {
            error = ulps;
            where = point.get();
        }
    }

    /** Fails beyond the bound; a long sweep also says what it found. */
    void assertWithin(double bound) {
        String found =
                String.format(Locale.ROOT, "%s, %s: worst of %,d is %.3f ulp at %s", name, type, count, error, where);
        if (Sweep.FACTOR > 1) {
            System.out.println(found);
        }
        assertTrue(error >= 0, () -> name + " was not measured");
        assertTrue(error <= bound, () -> found + ", but stated is " + bound);
    }
}
