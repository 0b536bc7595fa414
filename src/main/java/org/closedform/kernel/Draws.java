package org.closedform.kernel;

import java.util.random.RandomGenerator;

/** Random numbers made of the bits of a generator alone, so that the same seed gives the same numbers on every JDK. */
public final class Draws {
    private static final int UNUSED = 11;
    private static final double UNIT = 0x1p-53;
    /** Independent pairs miss the unit circle so often in a row with a chance of 1e-66. */
    private static final int MOST_MISSES = 100;

    private Draws() {}

    /** A number from 0 up to, but not including, 1: one of 2^53. */
    private static double unit(RandomGenerator random) {
        return (random.nextLong() >>> UNUSED) * UNIT;
    }

    /** Numbers from −bound to bound, spread evenly. */
    public static double[] uniform(int count, double bound, RandomGenerator random) {
        double[] x = new double[count];
        for (int i = 0; i < count; i++) {
            x[i] = bound * (2 * unit(random) - 1);
        }
        return x;
    }

    /** Numbers with a normal distribution around 0, two at a time by the polar method (Marsaglia, Bray, 1964). */
    public static double[] normal(int count, double deviation, RandomGenerator random) {
        double[] x = new double[count];
        int misses = 0;
        for (int i = 0; i < count; ) {
            double u = 2 * unit(random) - 1;
            double v = 2 * unit(random) - 1;
            double square = u * u + v * v;
            if (square < 1 && square > 0) {
                double factor = deviation * Math.sqrt(-2 * StrictMath.log(square) / square);
                x[i] = factor * u;
                if (i + 1 < count) {
                    x[i + 1] = factor * v;
                }
                i += 2;
                misses = 0;
            } else if (++misses > MOST_MISSES) {
                throw new IllegalArgumentException("Initialization: random gave " + misses
                        + " pairs of numbers outside of the unit circle; independent bits are needed");
            }
        }
        return x;
    }

    /**
     * Vectors of length 1 with a right angle between any two, as many as there are rows and uniformly distributed over all such: normal
     * vectors, from which what lies along the earlier ones is taken, twice (Giraud, Langou, Rozložník, 2005).
     */
    public static double[][] orthogonal(int rows, int length, RandomGenerator random) {
        double[][] vectors = new double[rows][];
        for (int i = 0; i < rows; i++) {
            double[] vector = normal(length, 1, random);
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j < i; j++) {
                    double along = Summation.dot(vector, vectors[j]);
                    for (int k = 0; k < length; k++) {
                        vector[k] = Math.fma(-along, vectors[j][k], vector[k]);
                    }
                }
                double norm = Summation.norm(vector.clone());
                for (int k = 0; k < length; k++) {
                    vector[k] /= norm;
                }
            }
            vectors[i] = vector;
        }
        return vectors;
    }
}
