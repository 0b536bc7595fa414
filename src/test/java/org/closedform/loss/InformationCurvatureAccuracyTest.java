package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** The second derivatives of entropy and divergence against differences of their values, taken with 60 digits. */
class InformationCurvatureAccuracyTest {
    private static final double ULPS = 16;
    private static final Tensor ONE = Tensor.scalar(1);

    /** Two rows, each in its form, and how they move. */
    record Rows(Form form, Tensor x, Tensor tangent, Form otherForm, Tensor y, Tensor otherTangent) {}

    @Provide
    Arbitrary<Rows> rows() {
        return Combinators.combine(
                        Arbitraries.of(Form.values()),
                        Arbitraries.of(Form.values()),
                        Arbitraries.integers().between(1, 5),
                        TensorArbitraries.elementTypes())
                .flatAs((form, other, classes, type) -> Combinators.combine(
                                numbers(form, classes), tangents(classes), numbers(other, classes), tangents(classes))
                        .as((x, v, y, w) -> new Rows(
                                form,
                                Tensor.of(x).to(type),
                                Tensor.of(v).to(type),
                                other,
                                Tensor.of(y).to(type),
                                Tensor.of(w).to(type))));
    }

    private static Arbitrary<double[]> numbers(Form form, int classes) {
        Arbitrary<double[]> probabilities = TensorArbitraries.probabilities(classes);
        return switch (form) {
            case LOGITS ->
                tangents(classes).map(row -> Arrays.stream(row).map(v -> 4 * v).toArray());
            case LOG_PROBABILITIES ->
                probabilities.map(row -> Arrays.stream(row).map(StrictMath::log).toArray());
            case PROBABILITIES -> probabilities;
        };
    }

    private static Arbitrary<double[]> tangents(int classes) {
        return TensorArbitraries.moderate()
                .array(Double[].class)
                .ofSize(classes)
                .map(row -> Arrays.stream(row).mapToDouble(v -> v).toArray());
    }

    @Property(tries = 100)
    void entropyBendsAsItsValuesDo(@ForAll("rows") Rows s) {
        BigDecimal[] expected = SecondDifference.along(
                x -> {
                    BigDecimal[] log = SecondDifference.logProbabilities(s.form, x);
                    return SecondDifference.mean(s.form, x, i -> log[i].negate());
                },
                s.x.toDoubleArray(),
                s.tangent.toDoubleArray());
        Tensor actual = new Entropy(s.form, Reduction.SUM).forward(s.x).curvature(ONE.to(s.x.elementType()), s.tangent);
        double[] p = probabilities(s.form, s.x);
        double[] r = Arrays.stream(p).map(StrictMath::log).toArray();
        double[] move = movements(s.form, s.x, s.tangent);
        assertClose(actual, expected, firstTerms(s.form, p, r, move, move));
    }

    @Property(tries = 100)
    void divergenceBendsAsItsValuesDo(@ForAll("rows") Rows s) {
        int classes = s.x.size();
        double[] both = DoubleStream.concat(Arrays.stream(s.x.toDoubleArray()), Arrays.stream(s.y.toDoubleArray()))
                .toArray();
        double[] bothTangents = DoubleStream.concat(
                        Arrays.stream(s.tangent.toDoubleArray()), Arrays.stream(s.otherTangent.toDoubleArray()))
                .toArray();
        BigDecimal[] expected = SecondDifference.along(
                z -> {
                    BigDecimal[] x = Arrays.copyOf(z, classes);
                    BigDecimal[] log = SecondDifference.logProbabilities(s.form, x);
                    BigDecimal[] other =
                            SecondDifference.logProbabilities(s.otherForm, Arrays.copyOfRange(z, classes, 2 * classes));
                    return SecondDifference.mean(s.form, x, i -> log[i].subtract(other[i]));
                },
                both,
                bothTangents);
        KlDivergence.Inputs actual = new KlDivergence(s.form, s.otherForm, Reduction.SUM)
                .forward(new KlDivergence.Inputs(s.x, s.y))
                .curvature(ONE.to(s.x.elementType()), new KlDivergence.Inputs(s.tangent, s.otherTangent));
        double[] p = probabilities(s.form, s.x);
        double[] q = probabilities(s.otherForm, s.y);
        double[] move = movements(s.form, s.x, s.tangent);
        double[] otherMove = movements(s.otherForm, s.y, s.otherTangent);
        double[] r = IntStream.range(0, classes)
                .mapToDouble(i -> Math.abs(StrictMath.log(p[i])) + Math.abs(StrictMath.log(q[i])))
                .toArray();
        double[] ofR = IntStream.range(0, classes)
                .mapToDouble(i -> move[i] + otherMove[i])
                .toArray();
        assertClose(actual.p(), Arrays.copyOf(expected, classes), firstTerms(s.form, p, r, move, ofR));
        double movement =
                IntStream.range(0, classes).mapToDouble(i -> p[i] * move[i]).sum();
        double[] secondTerms = IntStream.range(0, classes)
                .mapToDouble(i -> switch (s.otherForm) {
                    case LOGITS -> q[i] * otherMove[i] * Arrays.stream(p).sum() + q[i] * movement + p[i] * move[i];
                    case LOG_PROBABILITIES -> p[i] * move[i];
                    case PROBABILITIES -> p[i] * (move[i] + otherMove[i]) / q[i];
                })
                .toArray();
        assertClose(actual.q(), Arrays.copyOfRange(expected, classes, 2 * classes), secondTerms);
    }

    /** The sizes of the terms: p (|m| (|r| + V) + |ṙ|), their mean beside them on logits. */
    private static double[] firstTerms(Form form, double[] p, double[] r, double[] move, double[] ofR) {
        double mean = IntStream.range(0, p.length)
                .mapToDouble(i -> p[i] * Math.abs(r[i]))
                .sum();
        double[] z = IntStream.range(0, p.length)
                .mapToDouble(i -> move[i] * (Math.abs(r[i]) + (form == Form.LOGITS ? mean : 1)) + ofR[i])
                .toArray();
        double all = IntStream.range(0, p.length).mapToDouble(i -> p[i] * z[i]).sum();
        return IntStream.range(0, p.length)
                .mapToDouble(i -> switch (form) {
                    case LOGITS -> p[i] * (z[i] + all);
                    case LOG_PROBABILITIES -> p[i] * z[i];
                    case PROBABILITIES -> ofR[i];
                })
                .toArray();
    }

    private static double[] probabilities(Form form, Tensor x) {
        return Arrays.stream(InformationReference.of(form, x).p())
                .mapToDouble(BigDecimal::doubleValue)
                .toArray();
    }

    /** How far log p moves at most, before anything cancels. */
    private static double[] movements(Form form, Tensor x, Tensor tangent) {
        double[] p = probabilities(form, x);
        double[] size = Arrays.stream(tangent.toDoubleArray()).map(Math::abs).toArray();
        double mean =
                IntStream.range(0, p.length).mapToDouble(i -> p[i] * size[i]).sum();
        return IntStream.range(0, p.length)
                .mapToDouble(i -> switch (form) {
                    case LOGITS -> size[i] + mean;
                    case LOG_PROBABILITIES -> size[i];
                    case PROBABILITIES -> size[i] / p[i];
                })
                .toArray();
    }

    private static void assertClose(Tensor actual, BigDecimal[] expected, double[] terms) {
        for (int i = 0; i < expected.length; i++) {
            Ulps.assertWithinOf(terms[i], ULPS, actual.slice(0, i, i + 1), expected[i]);
        }
    }

    @Test
    void aSureClassKeepsItsDigits() {
        // with d = a₀ − a₁ the entropy has H″(d) = p (1 − p) (d tanh(d/2) − 1), here e⁻⁶⁰ · 59 but for e⁻⁶⁰ of it
        Tensor curvature = Entropy.onLogits().forward(Tensor.of(60, 0)).curvature(ONE, Tensor.of(1, 0));
        double expected = 59 * 8.75651076269652e-27;
        assertTrue(curvature.isClose(Tensor.of(expected, -expected), 1e-14, 0), curvature::toString);
    }

    @Test
    void aConstantAddedToAllLogitsBendsNothing() {
        Tensor x = Tensor.of(0.3, -1.2, 2.5);
        Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(x);
        assertTrue(pass.curvature(ONE, x.onesLike()).norm() <= 4 * ElementType.FLOAT64.epsilon());
    }

    @Test
    void noProbabilityIsNeitherBentNorDivided() {
        assertEquals(
                Tensor.of(0, 0, 0),
                Entropy.onLogits()
                        .forward(Tensor.of(1, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY))
                        .curvature(ONE, Tensor.of(1, 1, 1)));
    }
}
