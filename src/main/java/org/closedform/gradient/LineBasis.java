package org.closedform.gradient;

/** What the remainder of a line may be made of: a constant, and a multiple of the centred x. */
final class LineBasis {
    private final int[] line;
    private final boolean constant;
    private final double[] centred;
    private final double squares;
    private final boolean withCentred;

    LineBasis(double[] x, int[] line, boolean constant, boolean centred) {
        this.line = line;
        this.constant = constant;
        this.withCentred = centred;
        this.centred = new double[line.length];
        double mean = 0;
        for (int i : line) {
            mean += x[i] / line.length;
        }
        double sum = 0;
        for (int n = 0; n < line.length; n++) {
            this.centred[n] = x[line[n]] - mean;
            sum += this.centred[n] * this.centred[n];
        }
        this.squares = sum;
    }

    /** Whether analytic − ratio · numeric is made of it, in one row. */
    boolean spans(Evidence e, int row, double ratio) {
        double[] rest = new double[line.length];
        double slack = 0;
        for (int n = 0; n < line.length; n++) {
            rest[n] = e.analyticRows()[row][line[n]] - ratio * e.numericRows()[row][line[n]];
            slack = Math.max(slack, 2 * e.slack(row, line[n]) + 1e-9 * Math.abs(rest[n]));
        }
        project(rest);
        boolean spanned = true;
        for (double r : rest) {
            spanned &= !(Math.abs(r) > slack);
        }
        return spanned;
    }

    /** The least-squares ratio of analytic to numeric, whatever of them this is made of taken off. */
    double ratio(Evidence e) {
        double above = 0;
        double below = 0;
        for (int k = 0; k < e.numericRows().length; k++) {
            double[] a = new double[line.length];
            double[] t = new double[line.length];
            for (int n = 0; n < line.length; n++) {
                a[n] = e.analyticRows()[k][line[n]];
                t[n] = e.numericRows()[k][line[n]];
            }
            project(a);
            project(t);
            for (int n = 0; n < line.length; n++) {
                above += a[n] * t[n];
                below += t[n] * t[n];
            }
        }
        return above / below;
    }

    private void project(double[] values) {
        double mean = 0;
        double along = 0;
        for (int n = 0; n < values.length; n++) {
            mean += values[n] / values.length;
            along += values[n] * centred[n];
        }
        for (int n = 0; n < values.length; n++) {
            values[n] -= (constant ? mean : 0) + (withCentred && squares > 0 ? along / squares * centred[n] : 0);
        }
    }
}
