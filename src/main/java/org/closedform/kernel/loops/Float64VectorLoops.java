package org.closedform.kernel.loops;

import static org.closedform.kernel.loops.Float64Vectors.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops over float64 numbers on the Vector API, where they are faster than those in plain Java that they override, with the same
 * bits: each lane has the same operations, which are exact or rounded as IEEE 754 says, and lanes are never added in an order that
 * the JVM chooses.
 */
class Float64VectorLoops extends Float64PlainLoops {
    private static final int LANES = SPECIES.length();
    private static final int QUARTER = BLOCK / 4;

    @Override
    public void exponentials(double[] x, double[] e, int from, int to, double reference, boolean isLargest) {
        int whole = from;
        if (isRegular(reference) && !isLargest) {
            whole += SPECIES.loopBound(to - from);
            divided(x, Float64Precision.narrow(reference), e, from, whole);
        }
        super.exponentials(x, e, whole, to, reference, isLargest);
    }

    /** The reference is regular. */
    private static void divided(double[] x, double reference, double[] e, int from, int to) {
        double lifted = Float64Exponential.exponent(reference) - Float64Exponential.LIFT_EXPONENT;
        double lowest = lifted - Float64Exponential.ONE_WITH_UNIT;
        for (int i = from; i < to; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector rounded = v.fma(Float64Exponential.LOG2_E, Float64Exponential.ROUND);
            DoubleVector k = rounded.sub(Float64Exponential.ROUND);
            DoubleVector r = k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2), v);
            r = k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2_REST), r);
            DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
            DoubleVector p = Float64Vectors.polynomial(r).fma(r, one).fma(r, one);
            DoubleVector power = Float64Vectors.power(rounded.sub(lowest));
            p.mul(power).mul(Float64Exponential.UNIT).intoArray(e, i);
        }
    }

    @Override
    public int fold(double[] e, int from, int to, double[] parts, double[] padded, double[] quarters) {
        if (to - from < BLOCK) {
            return super.fold(e, from, to, parts, padded, quarters);
        }
        foldBlock(e, from, parts);
        return PARTS;
    }

    private static void foldBlock(double[] e, int from, double[] parts) {
        for (int i = 0; i < PARTS; i += LANES) {
            DoubleVector a = four(e, from + i);
            DoubleVector b = four(e, from + i + PARTS);
            DoubleVector c = four(e, from + i + 2 * PARTS);
            DoubleVector d = four(e, from + i + 3 * PARTS);
            a.add(b).add(c.add(d)).intoArray(parts, i);
        }
    }

    private static DoubleVector four(double[] e, int i) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, e, i);
        DoubleVector b = DoubleVector.fromArray(SPECIES, e, i + QUARTER);
        DoubleVector c = DoubleVector.fromArray(SPECIES, e, i + 2 * QUARTER);
        DoubleVector d = DoubleVector.fromArray(SPECIES, e, i + 3 * QUARTER);
        return a.add(b).add(c.add(d));
    }

    @Override
    public void sigmoid(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        int whole = ready(x, count, a);
        between(x, q, r, 0, whole);
        between(a, q, r, whole, count);
        Float64Sigmoids.sigmoid(q, r, y, count);
    }

    @Override
    public void sigmoidSlope(double[] x, double[] y, int count, int scale, double[] a, double[] q, double[] r) {
        sizes(x, scale, Float64Exponential.VANISHED / scale, count, a, q, r);
        Float64Sigmoids.slope(q, r, scale * scale, y, count);
    }

    @Override
    public void softplus(double[] x, double[] y, int count, int sign, double[] a, double[] q, double[] r) {
        sizes(x, 1, Float64Exponential.VANISHED, count, a, q, r);
        Float64Sigmoids.share(q, r, a, count);
        Float64Sigmoids.softplus(x, sign, a, y, count);
    }

    @Override
    public void tanh(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        sizes(x, 2, Float64Exponential.SATURATED / 2, count, a, q, r);
        Float64Sigmoids.excess(r, a, y, count);
        Float64Sigmoids.tanh(x, q, a, y, y, count);
    }

    /**
     * Copies the last numbers, which do not fill a vector, to scratch, where undefined numbers do no harm. Returns where they
     * begin.
     */
    private static int ready(double[] x, int count, double[] scratch) {
        int whole = SPECIES.loopBound(count);
        System.arraycopy(x, whole, scratch, whole, count - whole);
        return whole;
    }

    private static void between(double[] x, double[] q, double[] r, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, x, i).neg();
            a = a.blend(-Float64Exponential.SATURATED, a.lt(-Float64Exponential.SATURATED));
            a = a.blend(Float64Exponential.VANISHED, a.compare(VectorOperators.GT, Float64Exponential.VANISHED));
            DoubleVector rounded = a.fma(Float64Exponential.LOG2_E, Float64Exponential.ROUND);
            DoubleVector k = rounded.sub(Float64Exponential.ROUND);
            DoubleVector rest = k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2), a);
            k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float64Vectors.powerInRange(rounded.add(Float64Vectors.WIDE_ONE)).intoArray(q, i);
        }
    }

    private static void sizes(double[] x, double scale, double most, int count, double[] a, double[] q, double[] r) {
        int whole = ready(x, count, a);
        sizes(x, scale, most, q, r, 0, whole);
        sizes(a, scale, most, q, r, whole, count);
    }

    private static void sizes(double[] x, double scale, double most, double[] q, double[] r, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, x, i).abs();
            a = a.blend(most, a.compare(VectorOperators.GT, most)).mul(scale);
            DoubleVector rounded = a.fma(Float64Exponential.LOG2_E, Float64Exponential.ROUND);
            DoubleVector k = rounded.sub(Float64Exponential.ROUND);
            DoubleVector rest = k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2), a);
            k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float64Vectors.powerInRange(rounded.add(Float64Vectors.WIDE_ONE)).intoArray(q, i);
        }
    }

    @Override
    public void powers(double[] x, double[] q, double[] r, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector rounded = a.fma(Float64Exponential.LOG2_E, Float64Exponential.ROUND);
            DoubleVector k = rounded.sub(Float64Exponential.ROUND);
            DoubleVector rest = k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2), a);
            k.fma(DoubleVector.broadcast(SPECIES, -Float64Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float64Vectors.powerInRange(rounded.add(Float64Vectors.WIDE_ONE)).intoArray(q, i);
        }
        Float64Exponential.widePowers(x, q, r, whole, count);
    }

    @Override
    public void addDeviations(
            double[] x, int from, int step, double[] mean, double[] sum, double[] squares, int lanes, double[] lines) {
        if (lanes % LANES != 0) {
            super.addDeviations(x, from, step, mean, sum, squares, lanes, lines);
            return;
        }
        deviations(x, from, step, mean, sum, squares, 0, lanes);
    }

    @Override
    public void addRowDeviations(
            double[] x,
            int from,
            int count,
            double[] mean,
            double[] sum,
            double[] squares,
            int lanesOfRow,
            double[] lines) {
        if (lanesOfRow % LANES != 0) {
            super.addRowDeviations(x, from, count, mean, sum, squares, lanesOfRow, lines);
            return;
        }
        for (int row = 0; row < count; row++) {
            int lane = row * lanesOfRow;
            deviations(x, from + 4 * lane, lanesOfRow, mean, sum, squares, lane, lanesOfRow);
        }
    }

    private static void deviations(
            double[] x, int from, int step, double[] mean, double[] sum, double[] squares, int lane, int lanes) {
        for (int i = 0; i < lanes; i += LANES) {
            int at = from + i;
            DoubleVector m = DoubleVector.fromArray(SPECIES, mean, lane + i);
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, at).sub(m);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, at + step).sub(m);
            DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, at + 2 * step).sub(m);
            DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, at + 3 * step).sub(m);
            DoubleVector added = x0.add(x1).add(x2).add(x3);
            DoubleVector.fromArray(SPECIES, sum, lane + i).add(added).intoArray(sum, lane + i);
            DoubleVector square = x0.fma(x0, x1.fma(x1, x2.fma(x2, x3.mul(x3))));
            DoubleVector.fromArray(SPECIES, squares, lane + i).add(square).intoArray(squares, lane + i);
        }
    }

    @Override
    public void addProducts(
            double[] x,
            double[] dy,
            int from,
            int step,
            double[] mean,
            double[] sum,
            double[] products,
            int lanes,
            double[] xLines,
            double[] dyLines) {
        if (lanes % LANES != 0) {
            super.addProducts(x, dy, from, step, mean, sum, products, lanes, xLines, dyLines);
            return;
        }
        products(x, dy, from, step, mean, sum, products, 0, lanes);
    }

    @Override
    public void addRowProducts(
            double[] x,
            double[] dy,
            int from,
            int count,
            double[] mean,
            double[] sum,
            double[] products,
            int lanesOfRow,
            double[] xLines,
            double[] dyLines) {
        if (lanesOfRow % LANES != 0) {
            super.addRowProducts(x, dy, from, count, mean, sum, products, lanesOfRow, xLines, dyLines);
            return;
        }
        for (int row = 0; row < count; row++) {
            int lane = row * lanesOfRow;
            products(x, dy, from + 4 * lane, lanesOfRow, mean, sum, products, lane, lanesOfRow);
        }
    }

    private static void products(
            double[] x,
            double[] dy,
            int from,
            int step,
            double[] mean,
            double[] sum,
            double[] products,
            int lane,
            int lanes) {
        for (int i = 0; i < lanes; i += LANES) {
            int at = from + i;
            DoubleVector m = DoubleVector.fromArray(SPECIES, mean, lane + i);
            DoubleVector dy0 = DoubleVector.fromArray(SPECIES, dy, at);
            DoubleVector dy1 = DoubleVector.fromArray(SPECIES, dy, at + step);
            DoubleVector dy2 = DoubleVector.fromArray(SPECIES, dy, at + 2 * step);
            DoubleVector dy3 = DoubleVector.fromArray(SPECIES, dy, at + 3 * step);
            DoubleVector added = dy0.add(dy1).add(dy2).add(dy3);
            DoubleVector.fromArray(SPECIES, sum, lane + i).add(added).intoArray(sum, lane + i);
            DoubleVector product0 =
                    DoubleVector.fromArray(SPECIES, x, at).sub(m).mul(dy0);
            DoubleVector product1 =
                    DoubleVector.fromArray(SPECIES, x, at + step).sub(m).mul(dy1);
            DoubleVector product2 =
                    DoubleVector.fromArray(SPECIES, x, at + 2 * step).sub(m).mul(dy2);
            DoubleVector product3 =
                    DoubleVector.fromArray(SPECIES, x, at + 3 * step).sub(m).mul(dy3);
            DoubleVector product = product0.add(product1).add(product2).add(product3);
            DoubleVector.fromArray(SPECIES, products, lane + i).add(product).intoArray(products, lane + i);
        }
    }

    @Override
    public void normalize(
            double[] x,
            int from,
            int count,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] y,
            double[] in,
            double[] out) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, from + i)
                    .sub(DoubleVector.fromArray(SPECIES, mean, i))
                    .fma(DoubleVector.fromArray(SPECIES, scale, i), DoubleVector.fromArray(SPECIES, shift, i))
                    .intoArray(y, from + i);
        }
        for (int i = whole; i < count; i++) {
            y[from + i] = Math.fma(x[from + i] - mean[i], scale[i], shift[i]);
        }
    }

    @Override
    public void normalizeAndScale(
            double[] x,
            int from,
            int count,
            int group,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] factor,
            double[] term,
            double[] y,
            double[] in,
            double[] out) {
        for (int done = 0, end; done < count; done = end) {
            int g = (from + done) / group;
            end = Math.min((g + 1) * group - from, count);
            double m = Float64Precision.narrow(mean[g]);
            double a = Float64Precision.narrow(scale[g]);
            double b = Float64Precision.narrow(shift[g]);
            int whole = done + SPECIES.loopBound(end - done);
            normalizeAndScale(x, from, m, a, b, factor, term, y, done, whole);
            for (int i = whole; i < end; i++) {
                y[from + i] = Math.fma(Math.fma(x[from + i] - m, a, b), factor[i], term[i]);
            }
        }
    }

    private static void normalizeAndScale(
            double[] x,
            int offset,
            double mean,
            double scale,
            double shift,
            double[] factor,
            double[] term,
            double[] y,
            int from,
            int to) {
        DoubleVector m = DoubleVector.broadcast(SPECIES, mean);
        DoubleVector a = DoubleVector.broadcast(SPECIES, scale);
        DoubleVector b = DoubleVector.broadcast(SPECIES, shift);
        for (int i = from; i < to; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, offset + i)
                    .sub(m)
                    .fma(a, b)
                    .fma(DoubleVector.fromArray(SPECIES, factor, i), DoubleVector.fromArray(SPECIES, term, i))
                    .intoArray(y, offset + i);
        }
    }

    @Override
    public void differentiate(
            double[] x,
            double[] dy,
            int from,
            int count,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] slope,
            double[] dx,
            double[] xIn,
            double[] dyIn,
            double[] out) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            DoubleVector centred =
                    DoubleVector.fromArray(SPECIES, dy, from + i).sub(DoubleVector.fromArray(SPECIES, shift, i));
            DoubleVector.fromArray(SPECIES, mean, i)
                    .sub(DoubleVector.fromArray(SPECIES, x, from + i))
                    .fma(DoubleVector.fromArray(SPECIES, slope, i), centred)
                    .mul(DoubleVector.fromArray(SPECIES, scale, i))
                    .intoArray(dx, from + i);
        }
        for (int i = whole; i < count; i++) {
            dx[from + i] = scale[i] * Math.fma(mean[i] - x[from + i], slope[i], dy[from + i] - shift[i]);
        }
    }
}
