package org.closedform.chart;

import java.util.Objects;
import org.closedform.drawing.Scale;

/**
 * An axis of a chart. Where it begins and ends follows from the numbers.
 *
 * @param title what the numbers are
 * @param isLogarithmic whether equal factors are equal distances; numbers that are not positive are then left out
 */
public record Axis(String title, boolean isLogarithmic) {
    /**
     * Checks for null.
     *
     * @param title what the numbers are
     * @param isLogarithmic whether equal factors are equal distances
     */
    public Axis {
        Objects.requireNonNull(title, "Axis: title is null");
    }

    /**
     * {@return an axis on which equal differences are equal distances}
     *
     * @param title what the numbers are
     */
    public static Axis linear(String title) {
        return new Axis(title, false);
    }

    /**
     * {@return an axis on which equal factors are equal distances}
     *
     * @param title what the numbers are
     */
    public static Axis logarithmic(String title) {
        return new Axis(title, true);
    }

    Scale scale(double... numbers) {
        return isLogarithmic ? Scale.powersAround(title, numbers) : Scale.around(title, numbers);
    }
}
