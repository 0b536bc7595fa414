package org.closedform.kernel;

import java.util.Arrays;

/** Sums in the making: all five bins of every element, until it is known how many are needed. */
final class GrowingBins {
    private static final long DIGIT_MASK = (1L << BinnedSums.DIGIT) - 1;

    private final byte[] places;
    private final long[] bins;
    private final byte[] kinds;

    GrowingBins(int size) {
        places = new byte[Math.multiplyExact(size, BinnedSums.MOST_BINS)];
        Arrays.fill(places, BinnedSums.EMPTY);
        bins = new long[places.length];
        kinds = new byte[size];
    }

    /** Adds x · 2^exponent, for numbers that are not special. */
    private void addFinite(int i, double x, int exponent) {
        long mantissa = Dyadic.mantissa(x);
        int lowest = Dyadic.exponent(x) + exponent;
        int place = Math.floorDiv(lowest, BinnedSums.DIGIT);
        int shift = Math.floorMod(lowest, BinnedSums.DIGIT);
        long low = mantissa << shift;
        long high = shift == 0 ? 0 : mantissa >>> Long.SIZE - shift;
        int sign = x < 0 ? -1 : 1;
        put(i, place + 2, sign * high);
        put(i, place + 1, sign * (low >>> BinnedSums.DIGIT));
        put(i, place, sign * (low & DIGIT_MASK));
    }

    void add(int i, double x, int exponent) {
        if (Double.isFinite(x)) {
            addFinite(i, x, exponent);
            kinds[i] |= (byte) (x == 0 && 1 / x < 0 ? BinnedSums.NEGATIVE_ZERO : BinnedSums.ANOTHER);
        } else {
            kinds[i] |= (byte)
                    (Double.isNaN(x)
                            ? BinnedSums.NAN
                            : x > 0 ? BinnedSums.POSITIVE_INFINITY : BinnedSums.NEGATIVE_INFINITY);
        }
    }

    /** Adds x · y exactly, as its rounded value and the rounding error, computed with both factors scaled to [1, 2). */
    void addProduct(int i, double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y) || x == 0 || y == 0) {
            add(i, x * y, 0);
            return;
        }
        int power = Math.getExponent(x) + Math.getExponent(y);
        double a = Math.scalb(x, -Math.getExponent(x));
        double b = Math.scalb(y, -Math.getExponent(y));
        double product = a * b;
        add(i, product, power);
        addFinite(i, Math.fma(a, b, -product), power);
    }

    /** Adds to the bin of a place, unless there are five higher ones. */
    private void put(int i, int place, long digit) {
        if (digit == 0) {
            return;
        }
        int first = i * BinnedSums.MOST_BINS;
        int at = first;
        while (at < first + BinnedSums.MOST_BINS && places[at] > place) {
            at++;
        }
        if (at == first + BinnedSums.MOST_BINS) {
            return;
        }
        if (places[at] != place) {
            int lower = first + BinnedSums.MOST_BINS - 1 - at;
            System.arraycopy(places, at, places, at + 1, lower);
            System.arraycopy(bins, at, bins, at + 1, lower);
            places[at] = (byte) place;
            bins[at] = 0;
        }
        bins[at] += digit;
    }

    void merge(int i, BinnedSums x, BinnedSums y) {
        kinds[i] = (byte) (x.kinds()[i] | y.kinds()[i]);
        int ofX = i * x.depth();
        int ofY = i * y.depth();
        int endOfX = ofX + x.depth();
        int endOfY = ofY + y.depth();
        for (int at = i * BinnedSums.MOST_BINS; at < (i + 1) * BinnedSums.MOST_BINS; at++) {
            byte nextOfX = ofX < endOfX ? x.places()[ofX] : BinnedSums.EMPTY;
            byte nextOfY = ofY < endOfY ? y.places()[ofY] : BinnedSums.EMPTY;
            places[at] = (byte) Math.max(nextOfX, nextOfY);
            if (places[at] == BinnedSums.EMPTY) {
                return;
            }
            if (nextOfX == places[at]) {
                bins[at] += x.bins()[ofX++];
            }
            if (nextOfY == places[at]) {
                bins[at] += y.bins()[ofY++];
            }
        }
    }

    BinnedSums built(boolean isFloat64) {
        return built(isFloat64, 1);
    }

    /** The sums, each with as many bins as the element that needs most. */
    BinnedSums built(boolean isFloat64, long terms) {
        int depth = 0;
        for (int i = 0; i < kinds.length; i++) {
            while (depth < BinnedSums.MOST_BINS && places[i * BinnedSums.MOST_BINS + depth] != BinnedSums.EMPTY) {
                depth++;
            }
        }
        byte[] keptPlaces = new byte[kinds.length * depth];
        long[] keptBins = new long[keptPlaces.length];
        for (int i = 0; i < kinds.length; i++) {
            System.arraycopy(places, i * BinnedSums.MOST_BINS, keptPlaces, i * depth, depth);
            System.arraycopy(bins, i * BinnedSums.MOST_BINS, keptBins, i * depth, depth);
        }
        return new BinnedSums(isFloat64, terms, depth, keptPlaces, keptBins, kinds);
    }
}
