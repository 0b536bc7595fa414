package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.tensor.ElementType;

/** Whether a backward is linear in its upstream, as every pullback is: part by part. */
final class Upstream {
    private static final double ULPS = 256;
    private static final double SUM = 1e-6;
    /** Roundings of terms as large as the outputs, which may cancel in the gradient. */
    private static final double TERM_ULPS = 16;
    /** Factors that change how the upstream rounds, unlike powers of 2. They are exact in float32 too. */
    private static final double[] MULTIPLES = {1.125, 1.25, 1.375, 1.625, 1.75, 1.875};

    /** The gradient of a sum may be off by this many times the error of the gradients of multiples. */
    private static final double MULTIPLE_BARS = 16;

    private final FlatOperator<?, ?> f;
    private final double[] one;
    private final double[] other;
    private final double terms;

    private final double[] ofZero;
    private final double[] ofOne;
    private final double[] ofTwo;
    private final double[] ofMinus;
    private final double[] ofSum;
    private final double[] ofOther;

    Upstream(FlatOperator<?, ?> f, double[] u) {
        this.f = f;
        this.one = u;
        double size = 0;
        this.other = u.clone();
        double[] sum = u.clone();
        for (int j = 0; j < u.length; j++) {
            other[j] = u[u.length - 1 - j] * (j % 2 == 0 ? 0.5 : -1);
            sum[j] = u[j] + other[j];
            size += Math.abs(u[j] * f.value()[j]) * f.outputEpsilon();
        }
        this.terms = TERM_ULPS * size;
        this.ofZero = f.pullBack(new double[u.length]);
        this.ofOne = f.pullBack(u);
        this.ofTwo = f.pullBack(times(2, u));
        this.ofMinus = f.pullBack(times(-1, u));
        this.ofOther = f.pullBack(other);
        this.ofSum = f.pullBack(sum);
    }

    /** The report of a part, or one that says that its gradient is not linear in the upstream. */
    PartReport judge(InputPart part, PartReport report) {
        if (!FlatOperator.isFinite(Arrays.copyOfRange(ofOne, part.from(), part.from() + part.size()))) {
            return report; // which says so
        }
        double largest = 0;
        boolean constant = true;
        boolean zero = true;
        for (int i = part.from(); i < part.from() + part.size(); i++) {
            largest = Math.max(largest, Math.max(Math.abs(ofTwo[i]), Math.abs(ofOther[i])));
            constant &= ofOne[i] == ofTwo[i];
            zero &= ofOne[i] == 0;
        }
        double epsilon = part.tensor().elementType().epsilon();
        boolean single = part.tensor().elementType() == ElementType.FLOAT32;
        double underflow = (single ? Float.MIN_NORMAL : Double.MIN_NORMAL)
                / epsilon; // products with numbers below this may underflow
        double slack = ULPS * epsilon * largest + terms + underflow;
        double sumSlack = SUM * largest + ULPS * epsilon + terms;
        boolean homogeneous = true;
        double ofSums = 0;
        for (int i = part.from(); i < part.from() + part.size(); i++) {
            homogeneous &= isNear(ofZero[i], 0, underflow)
                    && isNear(ofTwo[i], 2 * ofOne[i], slack)
                    && isNear(ofMinus[i], -ofOne[i], slack);
            ofSums = Math.max(ofSums, apart(ofSum[i], ofOne[i] + ofOther[i]));
        }
        if (homogeneous && (ofSums <= sumSlack || ofSums <= sumSlack + MULTIPLE_BARS * roughness(part))) {
            return report;
        }
        List<Diagnosis> diagnoses = new ArrayList<>();
        diagnoses.add(
                constant && !zero
                        ? new Diagnosis(
                                "ignores upstream",
                                "the gradient is the same whatever the upstream dy",
                                "multiply by dy: the backward is a link in a chain, not its end")
                        : new Diagnosis(
                                "not linear in upstream",
                                "the gradient of 2 dy is not twice that of dy, or that of a sum not the sum",
                                "a backward computes Jᵀ·dy: dy enters once, as a factor, with nothing added"));
        return new PartReport(report.name(), report.comparisons(), Verdict.FAIL, diagnoses);
    }

    /**
     * How far gradients of multiples are from multiples of gradients. Where large terms cancel, that measures the rounding. Twice an
     * upstream would round like the upstream itself; these multiples do not, and neither do sums.
     */
    private double roughness(InputPart part) {
        double largest = 0;
        for (double factor : MULTIPLES) {
            double[] more = f.pullBack(times(factor, one));
            double[] moreOfOther = f.pullBack(times(factor, other));
            for (int i = part.from(); i < part.from() + part.size(); i++) {
                largest = Math.max(largest, apart(more[i], factor * ofOne[i]));
                largest = Math.max(largest, apart(moreOfOther[i], factor * ofOther[i]));
            }
        }
        return largest;
    }

    private static double[] times(double factor, double[] upstream) {
        return Arrays.stream(upstream).map(u -> factor * u).toArray();
    }

    private static boolean isNear(double a, double b, double slack) {
        return apart(a, b) <= slack;
    }

    private static double apart(double a, double b) {
        double apart = Math.abs(a - b);
        return Double.isNaN(apart) ? 0 : apart;
    }
}
