package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.diagnosis.EvidenceBuilder;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.OutputNames;
import org.closedform.operator.Jacobian;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Holds a backward against a Jacobian in closed form, entry by entry, without finite differences: Jᵀ·e_j for each output j. The
 * Jacobian is held against itself as well: {@link Jacobian#apply} and {@link Jacobian#toDense} have to be the same matrix.
 *
 * <pre>{@code
 * Softmax.Pass pass = new Softmax(1).forward(x);
 * JacobianCheck.check(pass, pass.jacobian()).assertPasses();
 * }</pre>
 */
public final class JacobianCheck {
    private static final double ULPS = 64;

    private JacobianCheck() {}

    /**
     * Compares. For small cases: it takes a backward for every output.
     *
     * @param pass an evaluation, whose backward is checked
     * @param jacobian what it should be
     * @return what was found; {@code numeric} in its comparisons is the Jacobian's entry
     * @throws IllegalArgumentException if a shape or an element type of one does not fit the other
     */
    public static GradientReport check(Operator.Pass<Tensor, Tensor> pass, Jacobian jacobian) {
        Objects.requireNonNull(pass, "JacobianCheck.check: pass is null");
        Objects.requireNonNull(jacobian, "JacobianCheck.check: jacobian is null");
        Tensor y = Objects.requireNonNull(pass.output(), "JacobianCheck: the pass's output is null");
        Tensor x = requireAnswer("the pass's backward", pass.backward(y.zerosLike()));
        double[] dense = denseLike(x, y, jacobian);
        double[][] columns = columns(x, y, jacobian);
        double largest = 0;
        for (double entry : dense) {
            largest = Math.max(largest, Math.abs(entry));
        }
        double slack = ULPS * y.elementType().epsilon() * largest; // small entries may be differences of large ones
        double[][] backward = new double[y.size()][];
        double[][] closed = new double[y.size()][];
        double[][] error = new double[y.size()][x.size()];
        for (int k = 0; k < y.size(); k++) {
            Tensor oneHot = oneHot(y, k);
            backward[k] = requireAnswer("the pass's backward", pass.backward(oneHot))
                    .requireLike(x, "JacobianCheck: the pass's gradient")
                    .toDoubleArray();
            closed[k] = requireAnswer("the Jacobian's applyTranspose", jacobian.applyTranspose(oneHot))
                    .requireLike(x, "JacobianCheck: Jᵀ·dy")
                    .toDoubleArray();
            Arrays.fill(error[k], slack);
            for (int i = 0; i < x.size(); i++) {
                requireSame("toDense", closed[k][i], dense[k * x.size() + i], slack);
                requireSame("apply", closed[k][i], columns[i][k], slack);
            }
        }
        return report(x, y, backward, closed, error);
    }

    private static Tensor requireAnswer(String method, Tensor answer) {
        return Objects.requireNonNull(answer, () -> "JacobianCheck: " + method + " returns null");
    }

    private static double[] denseLike(Tensor x, Tensor y, Jacobian jacobian) {
        Tensor dense = requireAnswer("the Jacobian's toDense", jacobian.toDense());
        if (dense.size() != x.size() * y.size()) {
            throw new IllegalArgumentException("JacobianCheck: the Jacobian has shape " + dense.shape()
                    + ", but the output has " + y.shape() + " and the input " + x.shape());
        }
        return dense.toDoubleArray();
    }

    private static double[][] columns(Tensor x, Tensor y, Jacobian jacobian) {
        double[][] columns = new double[x.size()][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = requireAnswer("the Jacobian's apply", jacobian.apply(oneHot(x, i)))
                    .requireLike(y, "JacobianCheck: J·dx")
                    .toDoubleArray();
        }
        return columns;
    }

    private static Tensor oneHot(Tensor like, int index) {
        double[] values = new double[like.size()];
        values[index] = 1;
        return Tensor.of(like.shape(), values).to(like.elementType());
    }

    private static void requireSame(String method, double transposed, double entry, double error) {
        if (Math.abs(transposed - entry) > error) {
            throw new IllegalArgumentException("JacobianCheck: the Jacobian is not one matrix: an entry is "
                    + transposed + " by applyTranspose, but " + entry + " by " + method);
        }
    }

    private static GradientReport report(Tensor x, Tensor y, double[][] backward, double[][] closed, double[][] error) {
        List<NamedTensor> outputs = List.of(new NamedTensor("", y));
        OutputNames names = new OutputNames(outputs, true);
        EvidenceBuilder evidence = new EvidenceBuilder("x", List.of(new NamedTensor("", x)), outputs);
        Shape shape = x.shape();
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            evidence.column(i, column(backward, i), column(closed, i), column(error, i));
            int worst = 0;
            for (int k = 0; k < y.size(); k++) {
                double apart = Math.abs(backward[k][i] - closed[k][i]);
                worst = apart > Math.abs(backward[worst][i] - closed[worst][i]) ? k : worst;
            }
            boolean agrees = Math.abs(backward[worst][i] - closed[worst][i]) <= error[worst][i];
            comparisons.add(new Comparison(
                    "x" + Direction.index(shape, i),
                    names.of(worst),
                    backward[worst][i],
                    closed[worst][i],
                    error[worst][i],
                    agrees ? Verdict.PASS : Verdict.FAIL));
        }
        boolean failed = comparisons.stream().anyMatch(c -> c.verdict() == Verdict.FAIL);
        List<Diagnosis> diagnoses = failed ? evidence.build().explainedBy(Hypothesis.standard()) : List.of();
        return new GradientReport(
                List.of(PartReport.of("x", comparisons, diagnoses)), 0, "the Jacobian in closed form");
    }

    private static double[] column(double[][] rows, int i) {
        return Arrays.stream(rows).mapToDouble(row -> row[i]).toArray();
    }
}
