package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;

/** The gradients of the other parts of the input, as derived and, roughly, as measured. */
final class OtherParts {
    private static final double ROUGHLY = 1e-2;

    private final List<NamedTensor> inputs;
    private final double[] point;
    private final double coarsest;
    private final double[][] gradients;
    private final UnaryOperator<double[]> changes;

    /** Given what the backward says of the whole input, and by how much each output changes from the point to another input. */
    OtherParts(
            List<NamedTensor> inputs,
            List<NamedTensor> outputs,
            double[][] gradients,
            UnaryOperator<double[]> changes) {
        this.inputs = inputs;
        this.point = inputs.stream()
                .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                .toArray();
        this.coarsest = outputs.stream()
                .mapToDouble(part -> part.tensor().elementType().epsilon())
                .max()
                .orElse(ElementType.FLOAT64.epsilon());
        this.gradients = Arrays.stream(gradients).map(double[]::clone).toArray(double[][]::new);
        this.changes = changes;
    }

    int rows() {
        return gradients.length;
    }

    /** What is derived by the whole input, end to end; a row for each output. Not to be written to. */
    double[][] gradients() {
        return gradients;
    }

    /** The part of the same shape that has this part's gradient, while this one has that part's. */
    Optional<String> exchangedWith(Evidence e) {
        int from = 0;
        for (NamedTensor part : inputs) {
            boolean other = !part.name().equals(e.part());
            if (other && part.tensor().shape().equals(e.x().shape()) && hasGradientOf(e, from) && isOf(e, from)) {
                return Optional.of(part.name());
            }
            from += part.tensor().size();
        }
        return Optional.empty();
    }

    private boolean hasGradientOf(Evidence e, int from) {
        boolean same = true;
        for (int k = 0; k < gradients.length; k++) {
            for (int c = 0; c < e.columns(); c++) {
                double apart = Math.abs(gradients[k][from + c] - e.numericRows()[k][c]);
                same &= !(apart > e.slack(k, c) + 1e-9 * Math.abs(e.numericRows()[k][c]));
            }
        }
        return same;
    }

    /** Whether the other part's slope is what this part has, by a small step of its elements towards their mean: that leaves no bounds. */
    private boolean isOf(Evidence e, int from) {
        double step = Math.sqrt(coarsest);
        double[] there = point.clone();
        double mean = Arrays.stream(there, from, from + e.columns()).average().orElse(0);
        double[] move = new double[e.columns()];
        for (int c = 0; c < move.length; c++) {
            there[from + c] += step * (mean - there[from + c]);
            move[c] = there[from + c] - point[from + c];
        }
        double[] changed = changes.apply(there);
        double apart = 0;
        double apartNow = 0;
        double size = 0;
        for (int k = 0; k < changed.length; k++) {
            double change = changed[k];
            apart = Math.max(apart, Math.abs(change - dot(move, e.analyticRows()[k], 0)));
            apartNow = Math.max(apartNow, Math.abs(change - dot(move, gradients[k], from)));
            size = Math.max(size, Math.abs(change));
        }
        return apart <= ROUGHLY * size && apartNow > apart + ROUGHLY * size;
    }

    private static double dot(double[] move, double[] row, int from) {
        double sum = 0;
        for (int c = 0; c < move.length; c++) {
            sum += move[c] * row[from + c];
        }
        return sum;
    }
}
