package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Derivatives that are drawn, and what a mistake makes of them: what hypotheses are to tell apart. */
public final class MadeUp {
    private static final double ERROR = 1e-9;

    private MadeUp() {}

    /** What is derived for output k and element c, given what is right. */
    interface Mistake {
        double of(double right, int k, int c);
    }

    static double[][] draw(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(7);
        double[][] drawn = new double[rows][columns];
        for (double[] row : drawn) {
            Arrays.setAll(row, c -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(1, 2));
        }
        return drawn;
    }

    /** Of a lone input and a lone output, with a row for each output. */
    static Evidence evidence(Tensor x, Tensor y, double[][] analytic, double[][] numeric, double[][] error) {
        EvidenceBuilder evidence =
                new EvidenceBuilder("x", List.of(new NamedTensor("", x)), List.of(new NamedTensor("", y)));
        for (int c = 0; c < x.size(); c++) {
            evidence.column(c, column(analytic, c), column(numeric, c), column(error, c));
        }
        return evidence.build();
    }

    private static double[] column(double[][] rows, int c) {
        return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
    }

    static Evidence evidence(Tensor x, Shape y, double[][] numeric, Mistake mistake) {
        double[][] analytic = new double[numeric.length][x.size()];
        double[][] error = new double[numeric.length][x.size()];
        for (int k = 0; k < numeric.length; k++) {
            int row = k;
            Arrays.setAll(analytic[k], c -> mistake.of(numeric[row][c], row, c));
            Arrays.fill(error[k], ERROR);
        }
        return evidence(x, Tensor.zeros(y), analytic, numeric, error);
    }

    /** Of one output. */
    static Evidence ofLoss(Tensor x, Mistake mistake) {
        return evidence(x, Shape.of(), draw(1, x.size()), mistake);
    }

    static Evidence ofLoss(Shape x, Mistake mistake) {
        return ofLoss(elements(x), mistake);
    }

    /** The right numbers in other places. */
    static Evidence rearranged(Shape x, IntUnaryOperator source) {
        double[][] numeric = draw(1, x.size());
        return evidence(elements(x), Shape.of(), numeric, (right, k, c) -> numeric[0][source.applyAsInt(c)]);
    }

    /** Of a function between equal shapes, whose Jacobian is 0 but where two elements are coupled. */
    static Evidence coupled(Shape shape, IntBinaryOperator coupling, Mistake mistake) {
        double[][] numeric = draw(shape.size(), shape.size());
        for (int k = 0; k < shape.size(); k++) {
            for (int c = 0; c < shape.size(); c++) {
                numeric[k][c] *= coupling.applyAsInt(k, c);
            }
        }
        return evidence(elements(shape), shape, numeric, mistake);
    }

    /** Elements of both signs, no two equal. */
    public static Tensor elements(Shape shape) {
        SplittableRandom random = new SplittableRandom(3);
        return Tensor.draw(shape, () -> random.nextDouble(-2, 2));
    }

    static String cause(Hypothesis hypothesis, Evidence evidence) {
        return hypothesis.explain(evidence).map(Diagnosis::cause).orElse("");
    }

    static boolean explains(Hypothesis hypothesis, Evidence evidence) {
        return hypothesis.explain(evidence).isPresent();
    }
}
