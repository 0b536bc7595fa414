package org.closedform.kernel;

/**
 * The derivatives of log-softmax and log-sum-exp along a tangent v, and those of their gradients and of that of softmax, for one
 * row of logits x or probabilities y. The probabilities of logits are computed again in float64: small ones have few digits in
 * float32, or none.
 *
 * <p>A constant added to a tangent, or to the upstream of softmax, changes nothing. So the number of a likely class is subtracted
 * first, as in {@link ScalarSoftmax#backward}, and 1 − y is never formed.
 */
public final class SoftmaxTangents {
    private SoftmaxTangents() {}

    /** The tangent of log-softmax, v − ⟨y, v⟩ with y = softmax(x). */
    public static void ofLogSoftmax(double[] x, double[] v, double[] moved) {
        centre(softmax(x), v, moved);
    }

    /** The terms of ⟨softmax(x), v⟩, the tangent of log-sum-exp. */
    public static void termsOfLogSumExp(double[] x, double[] v, double[] terms) {
        ScalarSoftmax.softmax(x, terms);
        Arithmetic.TIMES.apply(terms, v, terms.length);
    }

    private static double[] softmax(double[] x) {
        double[] y = new double[x.length];
        ScalarSoftmax.softmax(x, y);
        return y;
    }

    /** v − ⟨y, v⟩. */
    private static void centre(double[] y, double[] v, double[] centred) {
        if (Double.isFinite(centre(y, v, ScalarSoftmax.origin(y, v), centred))) {
            return;
        }
        double[] scaled = v.clone();
        int power = Summation.divideByLargest(scaled);
        centre(y, scaled, power == 0 ? 0 : ScalarSoftmax.origin(y, scaled), centred);
        Summation.multiplyByPower(centred, power);
    }

    private static double centre(double[] y, double[] v, double origin, double[] centred) {
        for (int i = 0; i < y.length; i++) {
            centred[i] = y[i] * (v[i] - origin);
        }
        double mean = Summation.sum(centred);
        for (int i = 0; i < y.length; i++) {
            centred[i] = (v[i] - origin) - mean;
        }
        return mean;
    }

    /**
     * How the gradient of softmax moves: J (a ⊙ b) with a = dy − ⟨y, dy⟩, b = ẋ − ⟨y, ẋ⟩ and J = diag(y) − y·yᵀ.
     *
     * <p>For J·dy = y ⊙ a moves by ẏ ⊙ a − y ⟨ẏ, dy⟩ with ẏ = y ⊙ b; and ⟨y ⊙ b, dy⟩ = ⟨y ⊙ b, a⟩, since ⟨y, b⟩ = 0.
     */
    public static void curvatureOfSoftmax(double[] y, double[] dy, double[] tangent, double[] dx) {
        if (Double.isFinite(curve(y, dy, tangent, dx))) {
            return;
        }
        double[] scaledDy = dy.clone();
        double[] scaledTangent = tangent.clone();
        int power = Summation.divideByLargest(scaledDy) + Summation.divideByLargest(scaledTangent);
        curve(y, scaledDy, scaledTangent, dx);
        Summation.multiplyByPower(dx, power);
    }

    private static double curve(double[] y, double[] dy, double[] tangent, double[] dx) {
        double[] terms = new double[y.length];
        centre(y, dy, dx);
        centre(y, tangent, terms);
        for (int i = 0; i < y.length; i++) {
            dx[i] *= terms[i];
            terms[i] = y[i] * dx[i];
        }
        double mean = Summation.sum(terms);
        for (int i = 0; i < y.length; i++) {
            dx[i] = y[i] * (dx[i] - mean);
        }
        return mean;
    }

    /** How the gradient of log-sum-exp moves: dy ⊙ J·ẋ, where dy has the same number for the whole row. */
    public static void curvatureOfLogSumExp(double[] x, double[] dy, double[] tangent, double[] dx) {
        ScalarSoftmax.backward(softmax(x), tangent, dx);
        Arithmetic.TIMES.apply(dx, dy, dx.length);
    }

    /** How the gradient of log-softmax moves: −(Σ dy) · J·ẋ. */
    public static void curvatureOfLogSoftmax(double[] x, double[] dy, double[] tangent, double[] dx) {
        ScalarSoftmax.backward(softmax(x), tangent, dx);
        double sum = Summation.sum(dy);
        int power = 0;
        if (!Double.isFinite(sum)) {
            double[] scaled = dy.clone();
            power = Summation.divideByLargest(scaled);
            sum = Summation.sum(scaled);
        }
        for (int i = 0; i < dx.length; i++) {
            dx[i] *= -sum;
        }
        Summation.multiplyByPower(dx, power);
    }
}
