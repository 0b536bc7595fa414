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

    private final double terms;

    private final double[] ofZero;
    private final double[] ofOne;
    private final double[] ofTwo;
    private final double[] ofMinus;
    private final double[] ofSum;
    private final double[] ofOther;

    Upstream(FlatOperator<?, ?> f, double[] u) {
        double size = 0;
        double[] twice = u.clone();
        double[] minus = u.clone();
        double[] other = u.clone();
        double[] sum = u.clone();
        for (int j = 0; j < u.length; j++) {
            twice[j] = 2 * u[j];
            minus[j] = -u[j];
            other[j] = u[u.length - 1 - j] * (j % 2 == 0 ? 0.5 : -1);
            sum[j] = u[j] + other[j];
            size += Math.abs(u[j] * f.value()[j]) * f.outputEpsilon();
        }
        this.terms = TERM_ULPS * size;
        this.ofZero = f.pullBack(new double[u.length]);
        this.ofOne = f.pullBack(u);
        this.ofTwo = f.pullBack(twice);
        this.ofMinus = f.pullBack(minus);
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
        double underflow =
                (single ? Float.MIN_NORMAL : Double.MIN_NORMAL) / epsilon; // of products with what is below that
        double slack = ULPS * epsilon * largest + terms + underflow;
        double sumSlack = SUM * largest + ULPS * epsilon + terms; // the terms of a sum may cancel in the gradient
        boolean linear = true;
        for (int i = part.from(); i < part.from() + part.size(); i++) {
            linear &= isNear(ofZero[i], 0, underflow)
                    && isNear(ofTwo[i], 2 * ofOne[i], slack)
                    && isNear(ofMinus[i], -ofOne[i], slack)
                    && isNear(ofSum[i], ofOne[i] + ofOther[i], sumSlack);
        }
        if (linear) {
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

    private static boolean isNear(double a, double b, double slack) {
        double apart = Math.abs(a - b);
        return apart <= slack || Double.isNaN(apart);
    }
}
