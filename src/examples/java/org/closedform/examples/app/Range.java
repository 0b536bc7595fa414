package org.closedform.examples.app;

/**
 * A range of numbers, both ends included.
 *
 * @param from the smallest
 * @param to the largest
 */
record Range(int from, int to) {

    /** Whether a number is in the range; NaN is not. */
    boolean contains(double number) {
        return number >= from && number <= to;
    }

    /** The range in words: {@code from -10 to 10}. */
    @Override
    public String toString() {
        return "from " + from + " to " + to;
    }
}
