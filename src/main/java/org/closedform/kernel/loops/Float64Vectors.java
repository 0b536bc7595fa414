package org.closedform.kernel.loops;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What loops over vectors of float64 lanes do not share with their twins: polynomials, with the constants of {@link Float64Exponential},
 * and powers of two, which are made by shifting bits.
 */
final class Float64Vectors {
    /** As wide as the processor's; no result depends on it. */
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    /** {@link #powerInRange}, given ROUND + this, returns {@link Float64Exponential#WIDE_ONE}. */
    static final double WIDE_ONE = 1023 + Math.getExponent(Float64Exponential.WIDE_ONE);

    private Float64Vectors() {}

    /**
     * For ROUND + n, whose last bits hold n: 2^(n − 1023) for 0 < n < 2047, 0 for smaller n, infinity for larger ones; undefined
     * for NaN.
     */
    static DoubleVector power(DoubleVector rounded) {
        return shift(rounded.reinterpretAsLongs().max(Float64Exponential.LOWEST).min(Float64Exponential.HIGHEST));
    }

    /** The same where n is known to lie between 0 and 2047. */
    static DoubleVector powerInRange(DoubleVector rounded) {
        return shift(rounded.reinterpretAsLongs());
    }

    private static DoubleVector shift(LongVector bits) {
        return bits.lanewise(VectorOperators.LSHL, Float64Exponential.MANTISSA_BITS)
                .reinterpretAsDoubles();
    }

    /** (e^r − 1 − r) / r². */
    static DoubleVector polynomial(DoubleVector r) {
        DoubleVector p = DoubleVector.broadcast(SPECIES, 2.511015523194337e-8);
        p = next(p, r, 2.762020251400203e-7);
        p = next(p, r, 2.755724205671364e-6);
        p = next(p, r, 2.4801521055642096e-5);
        p = next(p, r, 1.9841269886839016e-4);
        p = next(p, r, 1.3888888917368762e-3);
        p = next(p, r, 8.333333333322125e-3);
        p = next(p, r, 0.04166666666662382);
        p = next(p, r, 0.16666666666666674);
        return next(p, r, 0.5);
    }

    /** (2 atanh(s) − 2s) / s³ for z = s². */
    static DoubleVector atanhSeries(DoubleVector z) {
        DoubleVector p = DoubleVector.broadcast(SPECIES, 0.1701859829479474);
        p = next(p, z, 0.0834008991701953);
        p = next(p, z, 0.12106088644462844);
        p = next(p, z, 0.1330097333092405);
        p = next(p, z, 0.1538655993745615);
        p = next(p, z, 0.1818174392457997);
        p = next(p, z, 0.22222223969728372);
        p = next(p, z, 0.28571428547854183);
        p = next(p, z, 0.4000000000015724);
        return next(p, z, 0.6666666666666631);
    }

    private static DoubleVector next(DoubleVector p, DoubleVector x, double coefficient) {
        return p.fma(x, DoubleVector.broadcast(SPECIES, coefficient));
    }
}
