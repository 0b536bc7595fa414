package org.closedform.benchmark.accuracy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.Ulps;

/**
 * Exact numbers, and what an error is measured in.
 *
 * @param exact the numbers to 60 digits
 * @param ulps one ulp for each of them
 */
record Reference(BigDecimal[] exact, BigDecimal[] ulps) {

    /** Errors in ulps of the exact numbers. */
    static Reference of(ElementType type, BigDecimal... exact) {
        return new Reference(
                exact,
                Arrays.stream(exact).map(number -> Ulps.ulp(number, type)).toArray(BigDecimal[]::new));
    }

    /** Errors in ulps of the terms that a number is the sum of, for results that rightly cancel. */
    static Reference of(ElementType type, BigDecimal[] exact, double... scales) {
        return new Reference(
                exact,
                DoubleStream.of(scales)
                        .mapToObj(scale -> Ulps.ulp(new BigDecimal(scale), type))
                        .toArray(BigDecimal[]::new));
    }

    /** How far each number is off; what is not finite is infinitely far. */
    DoubleStream errors(double... actual) {
        return IntStream.range(0, actual.length)
                .mapToDouble(i -> Double.isFinite(actual[i])
                        ? new BigDecimal(actual[i])
                                .subtract(exact[i])
                                .abs()
                                .divide(ulps[i], MathContext.DECIMAL32)
                                .doubleValue()
                        : Double.POSITIVE_INFINITY);
    }
}
