package org.closedform.gradient.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * How far functions of one number are off smooth ones: their noise.
 *
 * <p>Nine equally spaced points, at growing spacings; high differences of a smooth function vanish there, and those of noise do
 * not (Moré and Wild, Estimating Computational Noise, 2011). Noise has about the same size at two spacings in a row (of coarse
 * numbers at three, where less has been seen before), whether it is random or a staircase; what a corner or curvature leaves
 * grows with the spacing. And it is small beside the function: what is not is a feature.
 */
public final class Roughness {
    private static final int HALF = 4;
    private static final int POINTS = 2 * HALF + 1;
    private static final int LOWEST_ORDER = 4;
    private static final int HIGHEST_ORDER = 6;
    private static final double FIRST = 512 / 3.0; // with no short binary form, so that roundings differ
    private static final double GROWTH = 16;
    private static final double FINE = 0x1p-40;
    private static final double STEADY = 12;
    private static final double BARS = 3;
    /** How much more the differences of a smooth function may be at the next spacing. */
    private static final double STEEPEST = 0x1p24; // GROWTH to the power of HIGHEST_ORDER

    /** Noise that has shown at one spacing seldom shows this many times less at the next. */
    private static final double DIP = 0x1p16;

    private static final double MOST_ULPS = 0x1p12;
    private static final double MOST_OF_VALUE = 0x1p-20;
    private static final double MOST_OF_STAIRS = 0x1p-8;

    private final double[] center;
    private final List<double[]> deviations = new ArrayList<>();
    private final List<double[]> changes = new ArrayList<>();
    private final List<Double> spacings = new ArrayList<>();

    /** Of some functions around 0, given their values there. Elsewhere they may have no values: an empty array. */
    public Roughness(DoubleFunction<double[]> functions, double[] center, double firstSpacing, double largestStep) {
        this.center = center;
        for (double h = firstSpacing; h * HALF < largestStep / 2; h *= GROWTH) {
            double[][] values = sample(functions, h);
            double[] found = new double[center.length];
            double[] change = new double[center.length];
            for (int k = 0; k < center.length && values.length > 0; k++) {
                found[k] = isStep(k, values) ? 0 : BARS * deviation(k, values);
                change[k] = Math.abs(values[POINTS - 1][k] - values[0][k]) / (2 * HALF * h);
            }
            deviations.add(found);
            changes.add(change);
            spacings.add(h);
        }
    }

    /** Whether a function is as good as straight but for one step: a feature, which looks the same at all wider spacings. */
    private boolean isStep(int k, double[][] samples) {
        double[] changes = new double[POINTS - 1];
        Arrays.setAll(changes, i -> samples[i + 1][k] - samples[i][k]);
        double usual = Arrays.stream(changes).sorted().toArray()[HALF];
        double[] beside =
                Arrays.stream(changes).map(change -> Math.abs(change - usual)).toArray();
        double largest = Arrays.stream(beside).max().getAsDouble();
        return 2 * largest > Arrays.stream(beside).sum();
    }

    /** A spacing at which the roundings of a coordinate are well apart. */
    public static double firstSpacing(Direction direction, double[] point, double largestStep) {
        double largest = direction.largest(point);
        double spacing = FIRST * (largest > 0 ? direction.type().epsilon() * largest : 0x1p-67 * largestStep);
        return Math.max(spacing, Double.MIN_NORMAL); // never 0, from which nothing grows
    }

    /** The noise of a function seen at spacings up to h, 0 where there is none; x is what may be rounded before. */
    public double level(int k, double h, double x, double epsilon) {
        double size = Math.abs(center[k]);
        double level = 0;
        int run = 1;
        boolean still = isStill(k, 0);
        int[] telling = telling(k);
        double[] found =
                Arrays.stream(telling).mapToDouble(l -> deviations.get(l)[k]).toArray();
        for (int n = 1; n < found.length && spacings.get(telling[n]) <= h; n++) {
            double larger = Math.max(found[n], found[n - 1]);
            run = isSteady(found, n) ? run + 1 : 1;
            double change = changes.get(telling[n])[k];
            double ofValue = Math.max(
                    (still ? MOST_OF_STAIRS : MOST_OF_VALUE) * Math.max(size, x * change),
                    run > 2 || run == 2 && isLeap(found, n - 1) ? MOST_OF_STAIRS * size : 0);
            if (larger > Math.max(MOST_ULPS * epsilon * Math.max(1, size), ofValue)) {
                continue;
            }
            boolean pair = run == 2 && !isCorner(found, n) && (level == 0 || epsilon < FINE);
            level = pair || run > 2 ? Math.max(level, larger) : level;
            still |= isStill(k, telling[n]);
        }
        return level;
    }

    /** The spacings without those where, by chance, all points lie on one flank of a saw, or but one step apart. */
    private int[] telling(int k) {
        double[] last = {0};
        return IntStream.range(0, spacings.size())
                .filter(l -> {
                    double found = deviations.get(l)[k];
                    boolean dip = last[0] > DIP * Math.max(found, Math.ulp(center[k]));
                    last[0] = dip ? last[0] : found;
                    return !dip;
                })
                .toArray();
    }

    /** Whether a function is the same at all points of a spacing: on a plateau, or on one step of stairs. */
    private boolean isStill(int k, int l) {
        return deviations.get(l)[k] == 0 && changes.get(l)[k] == 0;
    }

    /** Whether no smooth function would vary as much more than at the spacing before: it runs in stairs, or along a saw. */
    private static boolean isLeap(double[] found, int n) {
        return n > 0 && found[n] > STEEPEST * found[n - 1];
    }

    private static boolean isSteady(double[] found, int n) {
        return Math.max(found[n], found[n - 1]) < STEADY * Math.min(found[n], found[n - 1]);
    }

    /**
     * Whether a corner comes into sight: the next spacing shows as much more of it as it is wider. Without a next one, only what
     * was steady before is surely none.
     */
    private static boolean isCorner(double[] found, int n) {
        if (n + 1 == found.length) {
            return n < 2 || !isSteady(found, n - 1);
        }
        double growth = found[n + 1] / found[n];
        return growth >= STEADY && growth <= GROWTH * GROWTH / STEADY;
    }

    /** The closest points between which a function varies by about a level; the widest if there are none. */
    double[] points(int k, double level) {
        int l = 0;
        while (l < spacings.size() - 1 && STEADY * deviations.get(l)[k] < level) {
            l++;
        }
        return points(spacings.get(l));
    }

    /** Equally spaced around 0. */
    static double[] points(double spacing) {
        double[] points = new double[POINTS];
        Arrays.setAll(points, i -> (i - HALF + 0.5) * spacing);
        return points;
    }

    private double[][] sample(DoubleFunction<double[]> functions, double spacing) {
        double[] points = points(spacing);
        double[][] values = new double[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            values[i] = functions.apply(points[i]);
            if (values[i].length == 0) {
                return new double[0][];
            }
        }
        return values;
    }

    private double deviation(int k, double[][] samples) {
        double[] values = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            values[i] = samples[i][k] - center[k];
        }
        return deviation(values);
    }

    /** The standard deviation from a smooth function: the least that the differences of some orders show. */
    public static double deviation(double[] values) {
        double[] differences = values.clone();
        double least = Double.POSITIVE_INFINITY;
        double variance = 1;
        for (int order = 1; order <= HIGHEST_ORDER; order++) {
            int count = values.length - order;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                differences[i] = differences[i + 1] - differences[i];
                squares += differences[i] * differences[i];
            }
            variance *= (4.0 * order - 2) / order; // of that difference of numbers of variance 1
            if (order >= LOWEST_ORDER) {
                least = Math.min(least, Math.sqrt(squares / count / variance));
            }
        }
        return least;
    }
}
