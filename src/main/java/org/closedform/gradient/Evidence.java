package org.closedform.gradient;

import java.util.Arrays;
import java.util.List;
import org.closedform.tensor.Part;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * What is known of the gradient in one part of the input that failed: a matrix with a row for each output, and a column for
 * each element of the part, as derived and as measured.
 */
public final class Evidence {
    private final InputPart part;
    private final List<Part> inputs;
    private final List<Part> outputs;
    private final boolean entrywise;
    private final int[] offsets;
    private final double[][] analytic;
    private final double[][] numeric;
    private final double[][] error;

    private Evidence(
            InputPart part,
            List<Part> inputs,
            List<Part> outputs,
            boolean entrywise,
            int[] offsets,
            double[][] analytic,
            double[][] numeric,
            double[][] error) {
        this.part = part;
        this.inputs = inputs;
        this.outputs = outputs;
        this.entrywise = entrywise;
        this.offsets = offsets;
        this.analytic = analytic;
        this.numeric = numeric;
        this.error = error;
    }

    /** {@return the part's name} */
    public String part() {
        return part.name();
    }

    /** {@return the part's value at the point} */
    public Tensor x() {
        return part.tensor();
    }

    /** {@return all parts of the input at the point} */
    public List<Part> inputs() {
        return inputs;
    }

    /** {@return all parts of the output at the point} */
    public List<Part> outputs() {
        return outputs;
    }

    /** {@return whether each row is one output; otherwise there is one row, of all outputs weighed by a random upstream} */
    public boolean isEntrywise() {
        return entrywise;
    }

    /** {@return whether each element of the part has its column; of large parts only some have} */
    public boolean isComplete() {
        return offsets.length == part.size();
    }

    /** {@return where the columns are in the part, in row-major order} */
    public int[] offsets() {
        return offsets.clone();
    }

    /** {@return what the backward says, [rows, columns]} */
    public Tensor analytic() {
        return matrix(analytic);
    }

    /** {@return what finite differences say, [rows, columns]} */
    public Tensor numeric() {
        return matrix(numeric);
    }

    /** {@return how far the two may be apart if the derivation is right, [rows, columns]} */
    public Tensor error() {
        return matrix(error);
    }

    private Tensor matrix(double[][] rows) {
        return Tensor.of(
                Shape.of(rows.length, offsets.length),
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    }

    /**
     * Whether the backward computes this instead of the derivative.
     *
     * @param predicted what a mistake would make of the numeric derivatives, [rows, columns]
     * @return whether it is the analytic matrix, as far as the errors tell
     */
    public boolean isExplainedBy(Tensor predicted) {
        double[] values = predicted
                .requireLike(numeric(), "Evidence.isExplainedBy: predicted")
                .toDoubleArray();
        boolean explained = true;
        for (int k = 0; k < analytic.length; k++) {
            for (int c = 0; c < offsets.length; c++) {
                explained &= isNear(k, c, values[k * offsets.length + c]);
            }
        }
        return explained;
    }

    /** Whether an analytic entry is a predicted number, whose error grows with its size. */
    boolean isNear(int k, int c, double predicted) {
        double growth = Math.abs(predicted) > Math.abs(numeric[k][c]) && numeric[k][c] != 0
                ? Math.abs(predicted / numeric[k][c])
                : 1;
        double slack = error[k][c] * growth + 1e-9 * Math.abs(predicted);
        return Math.abs(analytic[k][c] - predicted) <= slack;
    }

    double[][] analyticRows() {
        return analytic;
    }

    double[][] numericRows() {
        return numeric;
    }

    double[][] errorRows() {
        return error;
    }

    /** Collects columns. */
    static final class Builder {
        private final FlatOperator<?, ?> f;
        private final Channels channels;
        private final InputPart part;
        private final int[] offsets;
        private final double[][] analytic;
        private final double[][] numeric;
        private final double[][] error;
        private int columns;

        Builder(FlatOperator<?, ?> f, Channels channels, InputPart part, int columns) {
            this.f = f;
            this.channels = channels;
            this.part = part;
            this.offsets = new int[columns];
            this.analytic = new double[channels.count()][columns];
            this.numeric = new double[channels.count()][columns];
            this.error = new double[channels.count()][columns];
        }

        void add(int offset, DirectionCheck check) {
            offsets[columns] = offset;
            for (int k = 0; k < channels.count(); k++) {
                analytic[k][columns] = check.analytic(k);
                numeric[k][columns] = check.numeric(k);
                error[k][columns] = check.error(k);
            }
            columns++;
        }

        Evidence build() {
            return new Evidence(
                    part, f.inputs(), f.outputs(), channels.isEntrywise(), offsets, analytic, numeric, error);
        }
    }
}
