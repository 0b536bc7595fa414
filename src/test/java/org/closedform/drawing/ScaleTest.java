package org.closedform.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static List<String> texts(Scale scale) {
        return scale.ticks().stream().map(Scale.Tick::text).toList();
    }

    @Test
    void ticksAreRound() {
        assertEquals(List.of("−1", "−0.5", "0", "0.5", "1"), texts(Scale.around("", -0.75, 0.67)));
        assertEquals(List.of("0", "2", "4", "6", "8"), texts(Scale.around("", 0, 7)));
        assertEquals(List.of("0.1", "0.15", "0.2", "0.25", "0.3"), texts(Scale.around("", 0.1, 0.3)));
        assertEquals(List.of("1 × 10⁻²⁰", "1.5 × 10⁻²⁰", "2 × 10⁻²⁰"), texts(Scale.around("", 1e-20, 2e-20)));
    }

    @Test
    void aLoneNumberIsInTheMiddle() {
        assertEquals(0.5, Scale.around("", 3, 3).share(3), 0.1);
        assertEquals(0.5, Scale.around("", 0).share(0), 0.1);
    }

    @Test
    void whatIsNoNumberDoesNotCount() {
        assertEquals(
                Scale.around("", 1, 2),
                Scale.around("", Double.NaN, 1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY));
        assertEquals(Scale.around("", 0, 1), Scale.around(""));
        assertEquals(Scale.powersAround("", 1, 100), Scale.powersAround("", 0, 1, -5, 100, Double.NaN));
    }

    @Property
    void anyTwoNumbersAreHeld(
            @ForAll @DoubleRange(min = -1e300, max = 1e300) double a,
            @ForAll @DoubleRange(min = -1e300, max = 1e300) double b) {
        Scale scale = Scale.around("", a, b);
        assertTrue(scale.holds(a) && scale.holds(b), scale::toString);
        assertTrue(scale.ticks().size() >= 2 && scale.ticks().size() <= 8, scale::toString);
    }

    @Property
    void anyTwoPositiveNumbersAreHeldOnALogarithmicScale(@ForAll long bits, @ForAll long others) {
        double a = Math.abs(Double.longBitsToDouble(bits));
        double b = Math.abs(Double.longBitsToDouble(others));
        if (a >= 1e-300 && a <= 1e300 && b >= 1e-300 && b <= 1e300) {
            Scale scale = Scale.powersAround("", a, b);
            assertTrue(scale.holds(a) && scale.holds(b), scale::toString);
            assertTrue(scale.ticks().size() >= 2 && scale.ticks().size() <= 10, scale::toString);
        }
    }

    @Test
    void powersAreWritten() {
        assertEquals(List.of("10⁻²", "1", "10²"), texts(Scale.powers("", -2, 2, 2)));
        assertEquals(List.of("1", "10¹"), texts(Scale.powersAround("", 1)));
    }

    @Test
    void oneIsAmongThePowersThatAreWritten() {
        assertEquals(
                List.of("10⁻¹⁸", "10⁻¹⁵", "10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "1"),
                texts(Scale.powersAround("", 1.5e-19, 20)));
    }

    @Test
    void aScaleMayEndBetweenItsTicks() {
        Scale scale = Scale.between("", -6, 6.5);
        assertEquals(List.of("−5", "0", "5"), texts(scale));
        assertEquals(0, scale.share(-6));
        assertEquals(1, scale.share(6.5));
    }
}
