package org.closedform.kernel;

/** Arrays of flags, element by element and line by line. */
public final class Flags {
    private Flags() {}

    /** How many are set. */
    public static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** The opposite of each. */
    public static boolean[] not(boolean[] flags) {
        boolean[] result = new boolean[flags.length];
        for (int i = 0; i < flags.length; i++) {
            result[i] = !flags[i];
        }
        return result;
    }

    /** Those set in both. */
    public static boolean[] and(boolean[] first, boolean[] second) {
        boolean[] result = new boolean[first.length];
        for (int i = 0; i < first.length; i++) {
            result[i] = first[i] & second[i];
        }
        return result;
    }

    /** The numbers where a flag is set, and 0 elsewhere; the array is overwritten. */
    public static double[] clear(double[] numbers, boolean[] flags) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = flags[i] ? numbers[i] : 0;
        }
        return numbers;
    }

    /** For each of the lines of {@code length} flags, {@code stride} apart, whether one is set. */
    public static boolean[] any(boolean[] flags, int lines, int length, int stride) {
        boolean[] result = new boolean[lines];
        for (int i = 0; i < flags.length; i++) {
            result[i / (length * stride) * stride + i % stride] |= flags[i];
        }
        return result;
    }
}
