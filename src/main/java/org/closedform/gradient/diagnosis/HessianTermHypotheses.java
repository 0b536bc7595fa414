package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.closedform.gradient.measurement.Numerals;

/** A second derivative of which one term is right and another is not, or that is made of the gradient alone. */
final class HessianTermHypotheses {
    /** With fewer elements, any two numbers are a factor and an amount. */
    private static final int FEWEST = 3;

    /** A factor this near 1 is none that somebody forgets. */
    private static final double LEAST = 1e-3;

    private static final double ROUNDING = 1e-9;
    private static final double ULPS = 16;

    private HessianTermHypotheses() {}

    /**
     * A factor off the diagonal, and on the diagonal that and one amount: of c·A + λ I, the factor is one of A alone. Some elements, such
     * as those of a bias, may have no λ.
     */
    static Optional<Diagnosis> factorBesideDecay(Evidence e) {
        if (!SecondDerivativeHypotheses.isWhole(e) || e.columns() < FEWEST) {
            return Optional.empty();
        }
        List<Evidence.Entry> beside = e.entries()
                .filter(at -> !SecondDerivativeHypotheses.isDiagonal(e, at))
                .toList();
        Evidence.Entry sharpest = Evidence.sharpest(beside.stream());
        double factor = e.analyticRows()[sharpest.row()][sharpest.column()]
                / e.numericRows()[sharpest.row()][sharpest.column()];
        if (factor == 0
                || Math.abs(factor - 1) < LEAST
                || !ScaleHypotheses.isTold(factor, sharpest)
                || !e.isMultiple(factor, sharpest, beside.stream())) {
            return Optional.empty();
        }
        double[] amounts = new double[e.columns()];
        double[] slacks = new double[e.columns()];
        double amount = 0;
        for (int c = 0; c < amounts.length; c++) {
            int row = SecondDerivativeHypotheses.own(e) + e.offsets()[c];
            double predicted = factor * e.numericRows()[row][c];
            amounts[c] = e.analyticRows()[row][c] - predicted;
            slacks[c] = (1 + Math.abs(factor)) * e.slack(row, c) + 2 * sharpest.relativeError() * Math.abs(predicted);
            amount = Math.abs(amounts[c]) > Math.abs(amount) ? amounts[c] : amount;
        }
        int equal = equal(amounts, amount, slacks);
        return equal < 2
                ? Optional.empty()
                : Optional.of(new Diagnosis(
                        "factor and multiple of v",
                        "second derivative = "
                                + Factor.of(factor, sharpest.relativeError(), e).text() + " × numeric, and "
                                + (amount < 0 ? "− " : "+ ") + Numerals.of(Math.abs(amount)) + " on the "
                                + (equal == amounts.length ? "whole diagonal" : "diagonal of " + equal + " elements"),
                        "weight decay λ v beside another term: is one of the two a sum where the other is a mean, or has one a"
                                + " sign or a factor too many?"));
    }

    /** How many amounts are that one, if all others are 0; otherwise 0. */
    private static int equal(double[] amounts, double amount, double[] slacks) {
        int equal = 0;
        for (int c = 0; c < amounts.length; c++) {
            double slack = 2 * slacks[c] + ROUNDING * Math.abs(amount);
            boolean same = Math.abs(amounts[c] - amount) <= slack && Math.abs(amount) > slack;
            equal += same ? 1 : 0;
            if (!same && Math.abs(amounts[c]) > slack) {
                return 0;
            }
        }
        return equal;
    }

    /** Of log-likelihoods that is the Hessian on average, and of no single point. */
    static Optional<Diagnosis> outerProduct(Evidence e) {
        boolean fits = SecondDerivativeHypotheses.isWhole(e)
                && e.columns() > 1
                && e.wrong().findAny().isPresent()
                && Arrays.stream(gradient(e)).anyMatch(g -> g != 0)
                && isOuterProduct(e, e.analyticRows(), 1, (k, c) -> 0);
        return fits
                ? Optional.of(new Diagnosis(
                        "outer product",
                        "second derivative = g gᵀ, the gradient times itself",
                        "a product of two first derivatives is no second derivative; the mean of g gᵀ over samples, the empirical"
                                + " Fisher matrix, only stands in for one"))
                : Optional.empty();
    }

    /** A term that is a multiple of g gᵀ is missing, or wrong: as − y yᵀ of log-sum-exp, or of a norm. */
    static Optional<Diagnosis> outerProductBeside(Evidence e) {
        if (!SecondDerivativeHypotheses.isWhole(e) || e.columns() < 2) {
            return Optional.empty();
        }
        double[] gradient = gradient(e);
        int own = SecondDerivativeHypotheses.own(e);
        double factor = e.wrong()
                .max(Comparator.comparingDouble(at -> Math.abs(e.remainder(at.row(), at.column()))))
                .map(at -> e.remainder(at.row(), at.column())
                        / (gradient[at.row()] * gradient[own + e.offsets()[at.column()]]))
                .orElse(Double.NaN);
        double[][] remainder = new double[e.numericRows().length][e.columns()];
        for (int k = 0; k < remainder.length; k++) {
            int row = k;
            Arrays.setAll(remainder[k], c -> e.remainder(row, c));
        }
        boolean fits = Double.isFinite(factor)
                && factor != 0
                && e.wrong().count() > 2
                && isOuterProduct(e, remainder, factor, (k, c) -> 2 * e.slack(k, c));
        return fits
                ? Optional.of(new Diagnosis(
                        "outer product",
                        "second derivative = numeric " + (factor < 0 ? "− " : "+ ")
                                + (Math.abs(Math.abs(factor) - 1) < ROUNDING
                                        ? ""
                                        : Numerals.of(Math.abs(factor)) + " × ")
                                + "g gᵀ, g being the gradient",
                        "a term that couples all elements: − y yᵀ of log-sum-exp, − x xᵀ / ‖x‖³ of a norm, or f′² of a function"
                                + " of a function"))
                : Optional.empty();
    }

    private interface Slack {
        double at(int row, int column);
    }

    private static double[] gradient(Evidence e) {
        return e.outputs().stream()
                .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                .toArray();
    }

    private static boolean isOuterProduct(Evidence e, double[][] rows, double factor, Slack slack) {
        double[] gradient = gradient(e);
        int own = SecondDerivativeHypotheses.own(e);
        double epsilon = e.outputs().stream()
                .mapToDouble(part -> ULPS * part.tensor().elementType().epsilon())
                .reduce(ROUNDING, Math::max);
        return e.entries().allMatch(at -> {
            double product = factor * gradient[at.row()] * gradient[own + e.offsets()[at.column()]];
            double apart = Math.abs(rows[at.row()][at.column()] - product);
            return apart <= epsilon * Math.abs(product) + slack.at(at.row(), at.column());
        });
    }

    /** The product is v. */
    static Optional<Diagnosis> vectorItself(Evidence e) {
        boolean fits = SecondDerivativeHypotheses.isWhole(e)
                && e.columns() > 1
                && e.wrong().findAny().isPresent()
                && e.entries()
                        .allMatch(at -> e.analyticRows()[at.row()][at.column()]
                                == (SecondDerivativeHypotheses.isDiagonal(e, at) ? 1 : 0));
        return fits
                ? Optional.of(new Diagnosis(
                        "v itself",
                        "the product is the vector v itself: the second derivative is not in it",
                        "multiply v by it on the way"))
                : Optional.empty();
    }
}
