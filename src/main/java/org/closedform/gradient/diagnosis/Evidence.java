package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.argument.Copied;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * What is known of the gradient in one part of the input that failed: a matrix with a row for each output, and a column for
 * each element of the part, as derived and as measured.
 */
public final class Evidence extends DerivativeMatrix {
    private final String name;
    private final Tensor x;
    private final List<NamedTensor> inputs;
    private final List<NamedTensor> outputs;
    private final int[] offsets;
    private final Map<Integer, Integer> columns = new HashMap<>();
    private final Optional<OtherParts> others;

    Evidence(
            String name,
            Tensor x,
            List<NamedTensor> inputs,
            List<NamedTensor> outputs,
            int[] offsets,
            double[][] analytic,
            double[][] numeric,
            double[][] error,
            Optional<OtherParts> others) {
        super(analytic, numeric, error, offsets.length);
        this.name = name;
        this.x = x;
        this.inputs = inputs;
        this.outputs = outputs;
        this.offsets = offsets;
        this.others = others;
        IntStream.range(0, offsets.length).forEach(c -> columns.put(offsets[c], c));
    }

    /** {@return the part's name} */
    public String part() {
        return name;
    }

    /** {@return the part's value at the point} */
    public Tensor x() {
        return x;
    }

    /** {@return all parts of the input at the point} */
    public List<NamedTensor> inputs() {
        return inputs;
    }

    /** {@return all parts of the output at the point} */
    public List<NamedTensor> outputs() {
        return outputs;
    }

    /** {@return whether each row is one output; otherwise there is one row, of all outputs weighed by a random upstream} */
    public boolean isEntrywise() {
        return analyticRows().length
                == outputs.stream().mapToInt(part -> part.tensor().size()).sum();
    }

    /** {@return whether each element of the part has its column; of large parts only some have} */
    public boolean isComplete() {
        return offsets.length == x.size();
    }

    /** {@return where the columns are in the part, in row-major order} */
    public int[] offsets() {
        return offsets.clone();
    }

    /** The column of an element; −1 if it has none. */
    int column(int offset) {
        return columns.getOrDefault(offset, -1);
    }

    /** {@return what the backward says, [rows, columns]} */
    public Tensor analytic() {
        return matrix(analyticRows());
    }

    /** {@return what finite differences say, [rows, columns]} */
    public Tensor numeric() {
        return matrix(numericRows());
    }

    /** {@return how far the two may be apart if the derivation is right, [rows, columns]; NaN where differences do not tell} */
    public Tensor error() {
        return matrix(errorRows());
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
        double[] values = Objects.requireNonNull(predicted, "Evidence.isExplainedBy: predicted is null")
                .requireLike(numeric(), "Evidence.isExplainedBy: predicted")
                .toDoubleArray();
        boolean explained = true;
        for (int k = 0; k < numericRows().length; k++) {
            for (int c = 0; c < offsets.length; c++) {
                explained &= isNear(k, c, values[k * offsets.length + c]);
            }
        }
        return explained;
    }

    /** All entries of one index of an axis of the part. */
    Stream<Entry> entries(int axis, int index) {
        return entries().filter(entry -> JacobianHypotheses.index(x.shape(), offsets[entry.column()], axis) == index);
    }

    /** Whether everything at one index of an axis is right. */
    boolean agreesAt(int axis, int index) {
        return entries(axis, index).allMatch(entry -> agrees(entry.row(), entry.column()));
    }

    /** Whether one index of an axis has at least two derivatives that can be told from 0, as a common factor needs. */
    boolean tells(int axis, int index) {
        return entries(axis, index)
                        .filter(entry -> entry.relativeError() < 1)
                        .limit(2)
                        .count()
                == 2;
    }

    /** The part of the input that has this one's gradient, while this one has that part's. */
    Optional<String> exchangedWith() {
        return isComplete() ? others.flatMap(parts -> parts.exchangedWith(this)) : Optional.empty();
    }

    /** What is derived by the whole input, end to end, a row for each output; empty if that is not known. Not to be written to. */
    Optional<double[][]> derivedByAll() {
        return others.map(OtherParts::gradients);
    }

    /** For example {@code at all 12 entries}. */
    String everywhere() {
        long known = known();
        boolean all = known == (long) numericRows().length * offsets.length;
        return (known == 1 ? "at the only entry" : "at all " + known + " entries")
                + (isComplete() ? "" : " looked at")
                + (all ? "" : " that can be told");
    }

    /** Whether rows and columns are in one-to-one correspondence: the Jacobian of y by an x of as many elements. */
    boolean isSquare() {
        return isEntrywise() && isComplete() && numericRows().length == offsets.length && outputs.size() == 1;
    }

    boolean isSameShape() {
        return outputs.get(0).tensor().shape().equals(x.shape());
    }

    /** Whether only elements of the same line are coupled wrongly. */
    boolean remainderIsWithin(Lines lines) {
        int[] lineOf = new int[x.size()];
        for (int l = 0; l < lines.offsets().length; l++) {
            for (int offset : lines.offsets()[l]) {
                lineOf[offset] = l;
            }
        }
        return entries()
                .allMatch(
                        entry -> lineOf[entry.row()] == lineOf[entry.column()] || agrees(entry.row(), entry.column()));
    }

    /**
     * Tries hypotheses.
     *
     * @param hypotheses in this order
     * @return what the first says that explains the evidence; if none does, that the cause is unknown
     */
    public List<Diagnosis> explainedBy(List<Hypothesis> hypotheses) {
        return Hypotheses.explain(this, Copied.of(hypotheses, "Evidence.explainedBy: hypotheses"));
    }
}
