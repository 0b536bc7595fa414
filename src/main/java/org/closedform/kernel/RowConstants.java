package org.closedform.kernel;

/** What is made with every row: a thread keeps it, so that a call allocates nothing but its result. */
final class RowConstants {
    /** One row a number at most. */
    private static final int MOST = Panel.SIZE;

    /** Which element a row's sum leaves out, and what that is. */
    final int[] out = new int[MOST];

    final double[] made = new double[MOST];
    final double[] sums = new double[MOST];
    final double[] a = new double[MOST];
    final double[] b = new double[MOST];

    /** Rows that have no exponentials, and are left to other means. */
    final boolean[] left = new boolean[MOST];
}
