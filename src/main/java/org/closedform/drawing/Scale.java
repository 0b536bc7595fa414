package org.closedform.drawing;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.closedform.text.Decimals;

/**
 * Where numbers are along an axis.
 *
 * @param title what the numbers are
 * @param from the number at the start
 * @param to the number at the end
 * @param isLogarithmic whether factors are distances
 * @param ticks the numbers that are written at the axis
 */
public record Scale(String title, double from, double to, boolean isLogarithmic, List<Tick> ticks) {
    /** What is smaller counts as 0 here, and what is larger as infinite. */
    private static final double SMALLEST = 1e-300;

    private static final double LARGEST = 1e300;
    /** A range that is a smaller part of the numbers themselves has too few digits for ticks. */
    private static final double NARROWEST = 1e-9;

    private static final double ROUNDING = 1e-9;
    private static final int DECADES = 8;
    private static final int TICK_DIGITS = 12;

    /** A number and how it is written. */
    public record Tick(double value, String text) {}

    /** Ticks at whole multiples of a step from the beginning. */
    public static Scale linear(String title, double from, double to, double step) {
        List<Tick> ticks = IntStream.rangeClosed(0, (int) StrictMath.round((to - from) / step))
                .mapToObj(i -> tick(from + i * step))
                .toList();
        return new Scale(title, from, to, false, ticks);
    }

    private static Tick tick(double value) {
        String text = BigDecimal.valueOf(StrictMath.round(value * 100), 2)
                .stripTrailingZeros()
                .toPlainString();
        return new Tick(value, text.replace('-', '−'));
    }

    /** A linear scale that holds some numbers, with round ticks; those that are not finite do not count. */
    public static Scale around(String title, double... numbers) {
        double[] shown =
                DoubleStream.of(numbers).filter(Scale::isShown).sorted().toArray();
        double low = shown.length == 0 ? 0 : shown[0];
        double high = shown.length == 0 ? 1 : shown[shown.length - 1];
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (high - low <= Math.max(SMALLEST, NARROWEST * size)) {
            double wider = size > SMALLEST ? size / 2 : 1;
            low -= wider;
            high += wider;
        }
        List<Tick> ticks = ticksAround(low, high);
        return new Scale(title, ticks.get(0).value, ticks.get(ticks.size() - 1).value, false, ticks);
    }

    /** A linear scale between two numbers, with round ticks. */
    public static Scale between(String title, double from, double to) {
        List<Tick> ticks = ticksAround(from, to).stream()
                .filter(tick -> tick.value >= from && tick.value <= to)
                .toList();
        return new Scale(title, from, to, false, ticks);
    }

    /** Round ticks, the first not above and the last not below two numbers. */
    private static List<Tick> ticksAround(double low, double high) {
        int exponent = (int) StrictMath.floor(StrictMath.log10((high - low) / 4));
        double decade = Double.parseDouble("1e" + exponent);
        double rest = (high - low) / 4 / decade;
        int step = rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10;
        long first = (long) StrictMath.floor(low / decade / step);
        long last = (long) StrictMath.ceil(high / decade / step);
        return LongStream.rangeClosed(first, last)
                .mapToObj(i -> BigDecimal.valueOf(i * step, -exponent).doubleValue())
                .map(value -> new Tick(value, Decimals.shown(value, TICK_DIGITS)))
                .toList();
    }

    /** Whether a number is small enough for a linear scale; NaN and infinities are not. */
    public static boolean isShown(double value) {
        return Math.abs(value) <= LARGEST;
    }

    /** A logarithmic scale from 10^from to 10^to, with every {@code step}-th power of ten written. */
    public static Scale powers(String title, int from, int to, int step) {
        List<Tick> ticks = IntStream.rangeClosed(0, (to - from) / step)
                .mapToObj(i -> power(from + i * step))
                .toList();
        return new Scale(title, power(from).value, power(to).value, true, ticks);
    }

    /**
     * A logarithmic scale that holds some numbers; those that are not positive and finite do not count. Ticks are at every power of ten, or
     * every second, third … from 1 on.
     */
    public static Scale powersAround(String title, double... numbers) {
        double[] shown = DoubleStream.of(numbers)
                .filter(x -> x >= SMALLEST && x <= LARGEST)
                .sorted()
                .toArray();
        int low = shown.length == 0 ? 0 : (int) StrictMath.floor(StrictMath.log10(shown[0]));
        int high = shown.length == 0 ? 0 : (int) StrictMath.ceil(StrictMath.log10(shown[shown.length - 1]));
        int last = Math.max(low + 1, high);
        int step = (last - low + DECADES - 1) / DECADES;
        List<Tick> ticks = IntStream.rangeClosed(low, last)
                .filter(exponent -> exponent % step == 0)
                .mapToObj(Scale::power)
                .toList();
        return new Scale(title, power(low).value, power(last).value, true, ticks);
    }

    private static Tick power(int exponent) {
        String text = exponent == 0 ? "1" : "10" + Decimals.superscript(exponent);
        return new Tick(StrictMath.pow(10, exponent), text);
    }

    /** A scale for the integers from 1 to n. */
    public static Scale counted(String title, int n) {
        return new Scale(
                title,
                0.5,
                n + 0.5,
                false,
                IntStream.rangeClosed(1, n).mapToObj(i -> tick(i)).toList());
    }

    /** {@return the same scale without title and numbers, for a plot beside one that shows them} */
    public Scale withoutText() {
        List<Tick> silent = ticks.stream().map(tick -> new Tick(tick.value, "")).toList();
        return new Scale("", from, to, isLogarithmic, silent);
    }

    /** The place of a number along the axis, from 0 to 1. */
    double share(double value) {
        return (scaled(value) - scaled(from)) / (scaled(to) - scaled(from));
    }

    private double scaled(double value) {
        return isLogarithmic ? StrictMath.log10(value) : value;
    }

    boolean holds(double value) {
        double share = share(value);
        return share >= -ROUNDING && share <= 1 + ROUNDING;
    }
}
