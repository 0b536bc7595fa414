package org.closedform.kernel.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What loops over vectors of float32 lanes do not share with their twins: polynomials, with the constants of {@link Float32Exponential},
 * and powers of two, which are made by shifting bits.
 */
final class Float32Vectors {
    /** As wide as the processor's; no result depends on it. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** {@link #powerInRange}, given ROUND + this, returns {@link Float32Exponential#WIDE_ONE}. */
    static final float WIDE_ONE = 127 + Math.getExponent(Float32Exponential.WIDE_ONE);

    private Float32Vectors() {}

    /**
     * For ROUND + n, whose last bits hold n: 2^(n − 127) for 0 < n < 255, 0 for smaller n, infinity for larger ones; undefined for
     * NaN.
     */
    static FloatVector power(FloatVector rounded) {
        return shift(rounded.reinterpretAsInts().max(Float32Exponential.LOWEST).min(Float32Exponential.HIGHEST));
    }

    /** The same where n is known to lie between 0 and 255. */
    static FloatVector powerInRange(FloatVector rounded) {
        return shift(rounded.reinterpretAsInts());
    }

    private static FloatVector shift(IntVector bits) {
        return bits.lanewise(VectorOperators.LSHL, Float32Exponential.MANTISSA_BITS)
                .reinterpretAsFloats();
    }

    /** (e^r − 1 − r) / r². */
    static FloatVector polynomial(FloatVector r) {
        FloatVector p = FloatVector.broadcast(SPECIES, 1.3941218e-3f);
        p = next(p, r, 8.363235e-3f);
        p = next(p, r, 0.041666374f);
        p = next(p, r, 0.16666576f);
        return next(p, r, 0.5f);
    }

    /** (2 atanh(s) − 2s) / s³ for z = s². */
    static FloatVector atanhSeries(FloatVector z) {
        FloatVector p = FloatVector.broadcast(SPECIES, 0.24300944f);
        p = next(p, z, 0.21427658f);
        p = next(p, z, 0.28616884f);
        p = next(p, z, 0.39998878f);
        return next(p, z, 0.66666676f);
    }

    private static FloatVector next(FloatVector p, FloatVector x, float coefficient) {
        return p.fma(x, FloatVector.broadcast(SPECIES, coefficient));
    }
}
