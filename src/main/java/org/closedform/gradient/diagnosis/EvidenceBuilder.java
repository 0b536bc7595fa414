package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.closedform.argument.Copied;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/** Puts evidence together, column by column: as a check does, or the test of a hypothesis of your own. */
public final class EvidenceBuilder {
    private final String name;
    private final List<NamedTensor> inputs;
    private final List<NamedTensor> outputs;
    private final Tensor x;
    private final int size;
    private final List<Integer> offsets = new ArrayList<>();
    private final List<double[]> analytic = new ArrayList<>();
    private final List<double[]> numeric = new ArrayList<>();
    private final List<double[]> error = new ArrayList<>();
    private OtherParts others;

    /**
     * Without any columns yet.
     *
     * @param part the name of the part that failed; of a lone tensor {@code "x"}
     * @param inputs all parts of the input at the point
     * @param outputs all parts of the output at the point
     * @throws IllegalArgumentException if the input has no such part
     */
    public EvidenceBuilder(String part, List<NamedTensor> inputs, List<NamedTensor> outputs) {
        this.name = Objects.requireNonNull(part, "EvidenceBuilder: part is null");
        this.inputs = Copied.of(inputs, "EvidenceBuilder: inputs");
        this.outputs = Copied.of(outputs, "EvidenceBuilder: outputs");
        this.x = this.inputs.stream()
                .filter(input -> FlatOperator.name(input, "x").equals(part))
                .findFirst()
                .map(NamedTensor::tensor)
                .orElseThrow(() ->
                        new IllegalArgumentException("EvidenceBuilder: the input has no part " + part + "; it has "
                                + String.join(
                                        ", ",
                                        this.inputs.stream()
                                                .map(input -> FlatOperator.name(input, "x"))
                                                .toList())));
        this.size =
                this.outputs.stream().mapToInt(output -> output.tensor().size()).sum();
    }

    /**
     * What is known of the other parts of the input.
     *
     * @param gradients what the backward says of the whole input, end to end; a row for each output, or one for all of them
     *     weighed
     * @param changes from another input, end to end, to by how much each output changes, or all of them weighed; to an empty
     *     array where the function is not defined
     * @return this
     */
    public EvidenceBuilder others(double[][] gradients, UnaryOperator<double[]> changes) {
        Objects.requireNonNull(gradients, "EvidenceBuilder.others: gradients is null");
        Objects.requireNonNull(changes, "EvidenceBuilder.others: changes is null");
        int whole = inputs.stream().mapToInt(input -> input.tensor().size()).sum();
        for (int k = 0; k < gradients.length; k++) {
            Objects.requireNonNull(gradients[k], "EvidenceBuilder.others: a row of gradients is null");
            if (gradients[k].length != whole) {
                throw new IllegalArgumentException("EvidenceBuilder.others: gradients[" + k + "] has length "
                        + gradients[k].length + ", but the input has " + whole + " elements");
            }
        }
        this.others = new OtherParts(inputs, outputs, gradients, changes);
        return this;
    }

    /**
     * All derivatives by one element of the part: of each output, or one of all of them weighed.
     *
     * @param offset where the element is, in row-major order
     * @param analytic what the backward says
     * @param numeric what finite differences say
     * @param error how far the two may be apart; NaN where that is not known, and so speaks neither for a cause nor against it
     * @return this
     * @throws IllegalArgumentException if there is no such element, or a length is not that of the other columns
     */
    public EvidenceBuilder column(int offset, double[] analytic, double[] numeric, double[] error) {
        Objects.requireNonNull(analytic, "EvidenceBuilder.column: analytic is null");
        Objects.requireNonNull(numeric, "EvidenceBuilder.column: numeric is null");
        Objects.requireNonNull(error, "EvidenceBuilder.column: error is null");
        if (offset < 0 || offset >= x.size()) {
            throw new IllegalArgumentException(
                    "EvidenceBuilder.column: offset " + offset + ", but " + name + " has " + x.size() + " elements");
        }
        int rows = this.analytic.isEmpty() ? analytic.length : this.analytic.get(0).length;
        boolean fits = rows == analytic.length && rows == numeric.length && rows == error.length;
        if (!fits || rows != size && rows != 1) {
            throw new IllegalArgumentException("EvidenceBuilder.column: analytic, numeric and error have lengths "
                    + analytic.length + ", " + numeric.length + " and " + error.length + "; " + size
                    + " are needed, one for each output, or 1 for all of them weighed, and in each column as many");
        }
        offsets.add(offset);
        this.analytic.add(analytic.clone());
        this.numeric.add(numeric.clone());
        this.error.add(error.clone());
        return this;
    }

    /**
     * Puts the evidence together.
     *
     * @return all that was added so far
     * @throws IllegalArgumentException if what is known of the other parts has another number of rows
     */
    public Evidence build() {
        double[][] rows = rows(analytic);
        if (others != null && others.rows() != rows.length) {
            throw new IllegalArgumentException("EvidenceBuilder.build: the columns have " + rows.length
                    + " rows, but the gradients of the whole input have " + others.rows());
        }
        return new Evidence(
                name,
                x,
                inputs,
                outputs,
                offsets.stream().mapToInt(offset -> offset).toArray(),
                rows,
                rows(numeric),
                rows(error),
                Optional.ofNullable(others));
    }

    private static double[][] rows(List<double[]> columns) {
        double[][] rows = new double[columns.isEmpty() ? 0 : columns.get(0).length][columns.size()];
        for (int k = 0; k < rows.length; k++) {
            int row = k;
            Arrays.setAll(rows[k], c -> columns.get(c)[row]);
        }
        return rows;
    }
}
