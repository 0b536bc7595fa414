package org.closedform.chart;

import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.closedform.argument.Copied;
import org.closedform.drawing.Scale;

/**
 * An axis of a chart. Where it begins and ends follows from the numbers, unless it is said.
 *
 * <pre>{@code
 * Axis.linear("φ′").within(0, 1).marking(0.25, "¼")
 * }</pre>
 *
 * @param title what the numbers are
 * @param isLogarithmic whether equal factors are equal distances; numbers that are not positive are then left out
 * @param from where the axis begins, or NaN if that follows from the numbers
 * @param to where it ends, or NaN
 * @param isOpen whether numbers beyond these ends make the axis longer
 * @param marks values that the chart marks
 */
public record Axis(String title, boolean isLogarithmic, double from, double to, boolean isOpen, List<Mark> marks) {
    /**
     * A value that the chart marks by a dashed line.
     *
     * @param value the value
     * @param name what is written at the line, which may be empty
     */
    public record Mark(double value, String name) {
        /**
         * Checks for null.
         *
         * @param value the value
         * @param name what is written at the line
         */
        public Mark {
            Objects.requireNonNull(name, "Axis.Mark: name is null");
        }
    }

    /**
     * Copies the list.
     *
     * @param title what the numbers are
     * @param isLogarithmic whether equal factors are equal distances
     * @param from where the axis begins, or NaN
     * @param to where it ends, or NaN
     * @param isOpen whether numbers beyond these ends make the axis longer
     * @param marks values that the chart marks
     * @throws IllegalArgumentException if the ends are not finite and in order, or are not positive on a logarithmic axis; both may be NaN
     *     if the axis is open
     */
    public Axis {
        Objects.requireNonNull(title, "Axis: title is null");
        marks = Copied.of(marks, "Axis: marks");
        boolean isFree = isOpen && Double.isNaN(from) && Double.isNaN(to);
        boolean isRange = Scale.isShown(from) && Scale.isShown(to) && from < to && !(isLogarithmic && from <= 0);
        if (!isFree && !isRange) {
            throw new IllegalArgumentException("Axis: it would be from " + from + " to " + to
                    + ", but two finite numbers in order are needed, both positive on a logarithmic axis");
        }
    }

    /**
     * An axis whose ends follow from the numbers, without marks.
     *
     * @param title what the numbers are
     * @param isLogarithmic whether equal factors are equal distances
     */
    public Axis(String title, boolean isLogarithmic) {
        this(title, isLogarithmic, Double.NaN, Double.NaN, true, List.of());
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

    /**
     * {@return the axis between two numbers; what is beyond them interrupts a line} A logarithmic axis goes on to whole powers of ten.
     *
     * @param low where it begins
     * @param high where it ends, more than that
     * @throws IllegalArgumentException if these are not finite and in order, or not positive on a logarithmic axis
     */
    public Axis within(double low, double high) {
        return new Axis(title, isLogarithmic, low, high, false, marks);
    }

    /**
     * {@return the axis that holds at least two numbers, so that charts of most other numbers have the same}
     *
     * @param low a number that it holds
     * @param high another, more than that
     * @throws IllegalArgumentException if these are not finite and in order, or not positive on a logarithmic axis
     */
    public Axis holding(double low, double high) {
        return new Axis(title, isLogarithmic, low, high, true, marks);
    }

    /**
     * {@return the axis with one more mark}
     *
     * @param value the value
     * @param name what is written at the dashed line, which may be empty
     */
    public Axis marking(double value, String name) {
        return new Axis(
                title,
                isLogarithmic,
                from,
                to,
                isOpen,
                Stream.concat(marks.stream(), Stream.of(new Mark(value, name))).toList());
    }

    Scale scale(double... numbers) {
        if (!isOpen) {
            return isLogarithmic ? Scale.powersAround(title, from, to) : Scale.between(title, from, to);
        }
        double[] all = DoubleStream.concat(
                        DoubleStream.concat(DoubleStream.of(numbers), DoubleStream.of(from, to)),
                        marks.stream().mapToDouble(Mark::value))
                .toArray();
        return isLogarithmic ? Scale.powersAround(title, all) : Scale.around(title, all);
    }
}
