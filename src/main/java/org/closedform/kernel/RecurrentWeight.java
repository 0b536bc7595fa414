package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/** A matrix whose rows are combined once a step: read once, in double, for all steps. */
final class RecurrentWeight {
    /** About how many nanoseconds a product takes, and the activations of a number with their slopes. */
    private static final double PRODUCT = 0.2;

    private static final double FUNCTIONS = 50;

    private final double[][] rows;

    /** A row-major matrix of {@code count} rows. */
    RecurrentWeight(Buffer matrix, int count, int length) {
        rows = new double[count][length];
        for (int p = 0; p < count; p++) {
            matrix.load(p * length, 1, length, rows[p], 0);
        }
    }

    /**
     * Does the work on ranges of a batch of states, which begin at a state each.
     *
     * @param hidden how many numbers a state has
     * @param batch how many numbers the states of a step have
     * @param all how many those of all steps have
     */
    void split(int hidden, int batch, int all, Splitter.Range work) {
        if (batch > 0) {
            double products = (double) rows.length * rows[0].length / hidden;
            Splitter.split(batch, hidden, all / batch * (FUNCTIONS + PRODUCT * products), work);
        }
    }

    /** sum += Σ_p factors_p · row_p, in the order of the rows, with fused multiply-adds. */
    void addCombination(double[] factors, double[] sum) {
        for (int p = 0; p < rows.length; p++) {
            double factor = factors[p];
            double[] row = rows[p];
            for (int j = 0; j < row.length; j++) {
                sum[j] = Math.fma(factor, row[j], sum[j]);
            }
        }
    }

    /** From dz and how it and the weight move to dh of the step before, and how that moves: dh = Wᵀ·dz. */
    void pullBack(double[] dz, RecurrentWeight tangent, double[] dzTangent, double[] dh, double[] dhTangent, int row) {
        double[] back = new double[rows[0].length];
        double[] backTangent = new double[back.length];
        addCombination(dz, back);
        addCombination(dzTangent, backTangent);
        tangent.addCombination(dz, backTangent);
        System.arraycopy(back, 0, dh, row, back.length);
        System.arraycopy(backTangent, 0, dhTangent, row, back.length);
    }
}
