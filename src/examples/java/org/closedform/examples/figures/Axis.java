package org.closedform.examples.figures;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An axis of a chart.
 *
 * @param label what the numbers are
 * @param from the number at the start
 * @param to the number at the end
 * @param logarithmic whether the scale is logarithmic
 * @param ticks the numbers that are written at the axis
 */
record Axis(String label, double from, double to, boolean logarithmic, List<Tick> ticks) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** A number and how it is written. */
    record Tick(double value, String text) {}

    /** Ticks at whole multiples of a step from the beginning. */
    static Axis linear(String label, double from, double to, double step) {
        List<Tick> ticks = IntStream.rangeClosed(0, (int) StrictMath.round((to - from) / step))
                .mapToObj(i -> tick(from + i * step))
                .toList();
        return new Axis(label, from, to, false, ticks);
    }

    private static Tick tick(double value) {
        String text = BigDecimal.valueOf(StrictMath.round(value * 100), 2)
                .stripTrailingZeros()
                .toPlainString();
        return new Tick(value, text.replace('-', '−'));
    }

    /** A logarithmic axis from 10^from to 10^to, with every {@code step}-th power of ten written. */
    static Axis powers(String label, int from, int to, int step) {
        List<Tick> ticks = IntStream.rangeClosed(0, (to - from) / step)
                .mapToObj(i -> power(from + i * step))
                .toList();
        return new Axis(label, power(from).value, power(to).value, true, ticks);
    }

    private static Tick power(int exponent) {
        String digits = Integer.toString(StrictMath.abs(exponent))
                .chars()
                .mapToObj(digit -> SUPERSCRIPTS.substring(digit - '0', digit - '0' + 1))
                .collect(Collectors.joining());
        String text = exponent == 0 ? "1" : "10" + (exponent < 0 ? "⁻" : "") + digits;
        return new Tick(StrictMath.pow(10, exponent), text);
    }

    /** An axis for the integers from 1 to n. */
    static Axis counted(String label, int n) {
        List<Tick> ticks = IntStream.rangeClosed(1, n).mapToObj(i -> tick(i)).toList();
        return new Axis(label, 0.5, n + 0.5, false, ticks);
    }

    /** {@return the same axis without numbers, for a chart beside one that shows them} */
    Axis withoutText() {
        List<Tick> silent = ticks.stream().map(tick -> new Tick(tick.value, "")).toList();
        return new Axis(label, from, to, logarithmic, silent);
    }

    /** The place of a number along the axis, from 0 to 1. */
    double share(double value) {
        return (scaled(value) - scaled(from)) / (scaled(to) - scaled(from));
    }

    private double scaled(double value) {
        return logarithmic ? StrictMath.log10(value) : value;
    }

    boolean holds(double value) {
        double share = share(value);
        return share >= 0 && share <= 1;
    }
}
