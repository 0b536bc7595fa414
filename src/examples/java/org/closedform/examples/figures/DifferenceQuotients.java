package org.closedform.examples.figures;

import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/**
 * The errors of difference quotients of the sigmoid at a point, measured and expected, relative to the slope there.
 *
 * <pre>{@code
 * (f(x + h) − f(x)) / h       = f′ + (h/2) f″ + …
 * (f(x + h) − f(x − h)) / 2h  = f′ + (h²/6) f‴ + …
 * }</pre>
 *
 * @param x the point; x + h and x − h must be exact
 */
record DifferenceQuotients(double x) {
    /** The largest relative error of rounding once. */
    private static final double ROUNDING = 0x1p-53;

    private static double value(double x) {
        return new Sigmoid().apply(Tensor.scalar(x)).item();
    }

    private double slope() {
        return new Sigmoid().forward(Tensor.scalar(x)).slope().item();
    }

    private double relative(double error) {
        return StrictMath.abs(error) / slope();
    }

    double errorOfOneSided(double h) {
        return relative((value(x + h) - value(x)) / h - slope());
    }

    double errorOfCentral(double h) {
        return relative((value(x + h) - value(x - h)) / (2 * h) - slope());
    }

    /** h/2 |σ″|, and σ″ = σ′ (1 − 2σ). */
    double cutOffOfOneSided(double h) {
        return relative(h / 2 * slope() * (1 - 2 * value(x)));
    }

    /** h²/6 |σ‴|, and σ‴ = σ′ (1 − 6σ + 6σ²). */
    double cutOffOfCentral(double h) {
        double y = value(x);
        return relative(h * h / 6 * slope() * (1 - 6 * y + 6 * y * y));
    }

    /** Two values, each off by half an ulp, over 2h. */
    double roundingOfCentral(double h) {
        return relative(ROUNDING * value(x) / h);
    }
}
