package org.closedform.examples.app;

/**
 * From one number to another, both included.
 *
 * @param from the least
 * @param to the largest
 */
record Range(int from, int to) {

    /** Whether a number is in it; NaN is not. */
    boolean contains(double number) {
        return number >= from && number <= to;
    }

    /** As a sentence needs it: {@code from -10 to 10}. */
    @Override
    public String toString() {
        return "from " + from + " to " + to;
    }
}
