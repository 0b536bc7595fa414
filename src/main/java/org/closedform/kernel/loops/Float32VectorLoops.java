package org.closedform.kernel.loops;

import static org.closedform.kernel.loops.Float32Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops over float32 numbers on the Vector API, where they are faster than those in plain Java that they override, with the same
 * bits: each lane has the same operations, which are exact or rounded as IEEE 754 says, and lanes are never added in an order that
 * the JVM chooses.
 */
class Float32VectorLoops extends Float32PlainLoops {
    private static final int LANES = SPECIES.length();
    private static final int QUARTER = BLOCK / 4;

    @Override
    public void exponentials(float[] x, float[] e, int from, int to, double reference, boolean isLargest) {
        int whole = from;
        if (isRegular(reference) && !isLargest) {
            whole += SPECIES.loopBound(to - from);
            divided(x, Float32Precision.narrow(reference), e, from, whole);
        }
        super.exponentials(x, e, whole, to, reference, isLargest);
    }

    /** The reference is regular. */
    private static void divided(float[] x, float reference, float[] e, int from, int to) {
        float lifted = Float32Exponential.exponent(reference) - Float32Exponential.LIFT_EXPONENT;
        float lowest = lifted - Float32Exponential.ONE_WITH_UNIT;
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector rounded = v.fma(Float32Exponential.LOG2_E, Float32Exponential.ROUND);
            FloatVector k = rounded.sub(Float32Exponential.ROUND);
            FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2), v);
            r = k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2_REST), r);
            FloatVector one = FloatVector.broadcast(SPECIES, 1);
            FloatVector p = Float32Vectors.polynomial(r).fma(r, one).fma(r, one);
            FloatVector power = Float32Vectors.power(rounded.sub(lowest));
            p.mul(power).mul(Float32Exponential.UNIT).intoArray(e, i);
        }
    }

    @Override
    public int fold(float[] e, int from, int to, float[] parts, float[] padded, float[] quarters) {
        if (to - from < BLOCK) {
            return super.fold(e, from, to, parts, padded, quarters);
        }
        foldBlock(e, from, parts);
        return PARTS;
    }

    private static void foldBlock(float[] e, int from, float[] parts) {
        for (int i = 0; i < PARTS; i += LANES) {
            FloatVector a = four(e, from + i);
            FloatVector b = four(e, from + i + PARTS);
            FloatVector c = four(e, from + i + 2 * PARTS);
            FloatVector d = four(e, from + i + 3 * PARTS);
            a.add(b).add(c.add(d)).intoArray(parts, i);
        }
    }

    private static FloatVector four(float[] e, int i) {
        FloatVector a = FloatVector.fromArray(SPECIES, e, i);
        FloatVector b = FloatVector.fromArray(SPECIES, e, i + QUARTER);
        FloatVector c = FloatVector.fromArray(SPECIES, e, i + 2 * QUARTER);
        FloatVector d = FloatVector.fromArray(SPECIES, e, i + 3 * QUARTER);
        return a.add(b).add(c.add(d));
    }

    @Override
    public void sigmoid(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        int whole = ready(x, count, a);
        between(x, q, r, 0, whole);
        between(a, q, r, whole, count);
        Float32Sigmoids.sigmoid(q, r, y, count);
    }

    @Override
    public void sigmoidSlope(float[] x, float[] y, int count, int scale, float[] a, float[] q, float[] r) {
        sizes(x, scale, Float32Exponential.VANISHED / scale, count, a, q, r);
        Float32Sigmoids.slope(q, r, scale * scale, y, count);
    }

    @Override
    public void softplus(float[] x, float[] y, int count, int sign, float[] a, float[] q, float[] r) {
        sizes(x, 1, Float32Exponential.VANISHED, count, a, q, r);
        Float32Sigmoids.share(q, r, a, count);
        Float32Sigmoids.softplus(x, sign, a, y, count);
    }

    @Override
    public void tanh(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        sizes(x, 2, Float32Exponential.SATURATED / 2, count, a, q, r);
        Float32Sigmoids.excess(r, a, y, count);
        Float32Sigmoids.tanh(x, q, a, y, y, count);
    }

    /**
     * Copies the last numbers, which do not fill a vector, to scratch, where undefined numbers do no harm. Returns where they
     * begin.
     */
    private static int ready(float[] x, int count, float[] scratch) {
        int whole = SPECIES.loopBound(count);
        System.arraycopy(x, whole, scratch, whole, count - whole);
        return whole;
    }

    private static void between(float[] x, float[] q, float[] r, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i).neg();
            a = a.blend(-Float32Exponential.SATURATED, a.lt(-Float32Exponential.SATURATED));
            a = a.blend(Float32Exponential.VANISHED, a.compare(VectorOperators.GT, Float32Exponential.VANISHED));
            FloatVector rounded = a.fma(Float32Exponential.LOG2_E, Float32Exponential.ROUND);
            FloatVector k = rounded.sub(Float32Exponential.ROUND);
            FloatVector rest = k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2), a);
            k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float32Vectors.powerInRange(rounded.add(Float32Vectors.WIDE_ONE)).intoArray(q, i);
        }
    }

    private static void sizes(float[] x, float scale, float most, int count, float[] a, float[] q, float[] r) {
        int whole = ready(x, count, a);
        sizes(x, scale, most, q, r, 0, whole);
        sizes(a, scale, most, q, r, whole, count);
    }

    private static void sizes(float[] x, float scale, float most, float[] q, float[] r, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i).abs();
            a = a.blend(most, a.compare(VectorOperators.GT, most)).mul(scale);
            FloatVector rounded = a.fma(Float32Exponential.LOG2_E, Float32Exponential.ROUND);
            FloatVector k = rounded.sub(Float32Exponential.ROUND);
            FloatVector rest = k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2), a);
            k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float32Vectors.powerInRange(rounded.add(Float32Vectors.WIDE_ONE)).intoArray(q, i);
        }
    }

    @Override
    public void powers(float[] x, float[] q, float[] r, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, i);
            FloatVector rounded = a.fma(Float32Exponential.LOG2_E, Float32Exponential.ROUND);
            FloatVector k = rounded.sub(Float32Exponential.ROUND);
            FloatVector rest = k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2), a);
            k.fma(FloatVector.broadcast(SPECIES, -Float32Exponential.LN_2_REST), rest)
                    .intoArray(r, i);
            Float32Vectors.powerInRange(rounded.add(Float32Vectors.WIDE_ONE)).intoArray(q, i);
        }
        Float32Exponential.widePowers(x, q, r, whole, count);
    }

    @Override
    public void addDeviations(
            float[] x, int from, int step, float[] mean, float[] sum, float[] squares, int lanes, float[] lines) {
        if (lanes % LANES != 0) {
            super.addDeviations(x, from, step, mean, sum, squares, lanes, lines);
            return;
        }
        deviations(x, from, step, mean, sum, squares, 0, lanes);
    }

    @Override
    public void addRowDeviations(
            float[] x, int from, int count, float[] mean, float[] sum, float[] squares, int lanesOfRow, float[] lines) {
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
            float[] x, int from, int step, float[] mean, float[] sum, float[] squares, int lane, int lanes) {
        for (int i = 0; i < lanes; i += LANES) {
            int at = from + i;
            FloatVector m = FloatVector.fromArray(SPECIES, mean, lane + i);
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at).sub(m);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at + step).sub(m);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at + 2 * step).sub(m);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, at + 3 * step).sub(m);
            FloatVector added = x0.add(x1).add(x2).add(x3);
            FloatVector.fromArray(SPECIES, sum, lane + i).add(added).intoArray(sum, lane + i);
            FloatVector square = x0.fma(x0, x1.fma(x1, x2.fma(x2, x3.mul(x3))));
            FloatVector.fromArray(SPECIES, squares, lane + i).add(square).intoArray(squares, lane + i);
        }
    }

    @Override
    public void addProducts(
            float[] x,
            float[] dy,
            int from,
            int step,
            float[] mean,
            float[] sum,
            float[] products,
            int lanes,
            float[] xLines,
            float[] dyLines) {
        if (lanes % LANES != 0) {
            super.addProducts(x, dy, from, step, mean, sum, products, lanes, xLines, dyLines);
            return;
        }
        products(x, dy, from, step, mean, sum, products, 0, lanes);
    }

    @Override
    public void addRowProducts(
            float[] x,
            float[] dy,
            int from,
            int count,
            float[] mean,
            float[] sum,
            float[] products,
            int lanesOfRow,
            float[] xLines,
            float[] dyLines) {
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
            float[] x,
            float[] dy,
            int from,
            int step,
            float[] mean,
            float[] sum,
            float[] products,
            int lane,
            int lanes) {
        for (int i = 0; i < lanes; i += LANES) {
            int at = from + i;
            FloatVector m = FloatVector.fromArray(SPECIES, mean, lane + i);
            FloatVector dy0 = FloatVector.fromArray(SPECIES, dy, at);
            FloatVector dy1 = FloatVector.fromArray(SPECIES, dy, at + step);
            FloatVector dy2 = FloatVector.fromArray(SPECIES, dy, at + 2 * step);
            FloatVector dy3 = FloatVector.fromArray(SPECIES, dy, at + 3 * step);
            FloatVector added = dy0.add(dy1).add(dy2).add(dy3);
            FloatVector.fromArray(SPECIES, sum, lane + i).add(added).intoArray(sum, lane + i);
            FloatVector product0 = FloatVector.fromArray(SPECIES, x, at).sub(m).mul(dy0);
            FloatVector product1 =
                    FloatVector.fromArray(SPECIES, x, at + step).sub(m).mul(dy1);
            FloatVector product2 =
                    FloatVector.fromArray(SPECIES, x, at + 2 * step).sub(m).mul(dy2);
            FloatVector product3 =
                    FloatVector.fromArray(SPECIES, x, at + 3 * step).sub(m).mul(dy3);
            FloatVector product = product0.add(product1).add(product2).add(product3);
            FloatVector.fromArray(SPECIES, products, lane + i).add(product).intoArray(products, lane + i);
        }
    }

    @Override
    public void normalize(
            float[] x,
            int from,
            int count,
            float[] mean,
            float[] scale,
            float[] shift,
            float[] y,
            float[] in,
            float[] out) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, x, from + i)
                    .sub(FloatVector.fromArray(SPECIES, mean, i))
                    .fma(FloatVector.fromArray(SPECIES, scale, i), FloatVector.fromArray(SPECIES, shift, i))
                    .intoArray(y, from + i);
        }
        for (int i = whole; i < count; i++) {
            y[from + i] = Math.fma(x[from + i] - mean[i], scale[i], shift[i]);
        }
    }

    @Override
    public void normalizeAndScale(
            float[] x,
            int from,
            int count,
            int group,
            double[] mean,
            double[] scale,
            double[] shift,
            float[] factor,
            float[] term,
            float[] y,
            float[] in,
            float[] out) {
        for (int done = 0, end; done < count; done = end) {
            int g = (from + done) / group;
            end = Math.min((g + 1) * group - from, count);
            float m = Float32Precision.narrow(mean[g]);
            float a = Float32Precision.narrow(scale[g]);
            float b = Float32Precision.narrow(shift[g]);
            int whole = done + SPECIES.loopBound(end - done);
            normalizeAndScale(x, from, m, a, b, factor, term, y, done, whole);
            for (int i = whole; i < end; i++) {
                y[from + i] = Math.fma(Math.fma(x[from + i] - m, a, b), factor[i], term[i]);
            }
        }
    }

    private static void normalizeAndScale(
            float[] x,
            int offset,
            float mean,
            float scale,
            float shift,
            float[] factor,
            float[] term,
            float[] y,
            int from,
            int to) {
        FloatVector m = FloatVector.broadcast(SPECIES, mean);
        FloatVector a = FloatVector.broadcast(SPECIES, scale);
        FloatVector b = FloatVector.broadcast(SPECIES, shift);
        for (int i = from; i < to; i += LANES) {
            FloatVector.fromArray(SPECIES, x, offset + i)
                    .sub(m)
                    .fma(a, b)
                    .fma(FloatVector.fromArray(SPECIES, factor, i), FloatVector.fromArray(SPECIES, term, i))
                    .intoArray(y, offset + i);
        }
    }

    @Override
    public void differentiate(
            float[] x,
            float[] dy,
            int from,
            int count,
            float[] mean,
            float[] scale,
            float[] shift,
            float[] slope,
            float[] dx,
            float[] xIn,
            float[] dyIn,
            float[] out) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector centred =
                    FloatVector.fromArray(SPECIES, dy, from + i).sub(FloatVector.fromArray(SPECIES, shift, i));
            FloatVector.fromArray(SPECIES, mean, i)
                    .sub(FloatVector.fromArray(SPECIES, x, from + i))
                    .fma(FloatVector.fromArray(SPECIES, slope, i), centred)
                    .mul(FloatVector.fromArray(SPECIES, scale, i))
                    .intoArray(dx, from + i);
        }
        for (int i = whole; i < count; i++) {
            dx[from + i] = scale[i] * Math.fma(mean[i] - x[from + i], slope[i], dy[from + i] - shift[i]);
        }
    }
}
