package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EntropyTest extends OperatorContract<Tensor, Tensor> {

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return shapes(type).flatMap(shape -> Combinators.combine(forms(), Arbitraries.of(Reduction.values()))
                .flatAs((form, reduction) -> distributions(form, shape, type)
                        .map(x -> new Case<>(new Entropy(form, reduction), x, List.of(), 20))));
    }

    @Provide
    Arbitrary<Form> forms() {
        return Arbitraries.of(Form.values());
    }

    /** In float32 a sum over many positions is rounded too coarsely to show each position's gradient. */
    static Arbitrary<Shape> shapes(ElementType type) {
        int positions = type == ElementType.FLOAT32 ? 3 : Integer.MAX_VALUE;
        return TensorArbitraries.shapes(1, 4)
                .filter(shape -> shape.without(shape.rank() == 1 ? 0 : 1).size() <= positions);
    }

    /** Numbers of a form, away from where logarithms bend too much for finite differences; they need not sum to 1. */
    static Arbitrary<Tensor> distributions(Form form, Shape shape, ElementType type) {
        Arbitrary<Double> numbers =
                switch (form) {
                    case LOGITS -> TensorArbitraries.moderate();
                    case LOG_PROBABILITIES ->
                        Arbitraries.doubles().between(-3, 0).ofScale(6);
                    case PROBABILITIES ->
                        Arbitraries.doubles()
                                .between(type == ElementType.FLOAT32 ? 0.5 : 0.05, 1)
                                .ofScale(6);
                };
        return TensorArbitraries.tensors(shape, type, numbers);
    }

    /** A row of up to 12 classes in its form. */
    record Row(Form form, Tensor x) {
        InformationReference exact() {
            return InformationReference.of(form, x);
        }
    }

    @Provide
    Arbitrary<Row> rows() {
        return Combinators.combine(forms(), Arbitraries.integers().between(1, 12), Arbitraries.of(ElementType.values()))
                .flatAs((form, classes, type) ->
                        InformationReference.rows(form, classes, type).map(x -> new Row(form, x)));
    }

    @Property(tries = 500)
    void valueAndGradientAreTheFormulas(@ForAll("rows") Row row) {
        InformationReference exact = row.exact();
        BigDecimal[] p = exact.p();
        BigDecimal[] logP = exact.logP();
        BigDecimal entropy = exact.mean(logP).negate();
        BigDecimal size = exact.meanSize(logP);
        Operator.Pass<Tensor, Tensor> pass = new Entropy(row.form, Reduction.SUM).forward(row.x);
        Ulps.assertWithinOf(size.doubleValue(), 8, pass.output(), entropy);
        for (int i = 0; i < p.length; i++) {
            BigDecimal slope = logP[i].add(row.form == Form.LOGITS ? entropy : BigDecimal.ONE)
                    .negate();
            BigDecimal own = logP[i].abs().add(BigDecimal.ONE);
            Tensor element = pass.gradient().slice(0, i, i + 1);
            switch (row.form) {
                case LOGITS -> {
                    double scale = p[i].multiply(logP[i].abs()).add(size).doubleValue();
                    Ulps.assertWithinOf(scale, 8, element, p[i].multiply(slope));
                }
                case LOG_PROBABILITIES ->
                    Ulps.assertWithinOf(p[i].multiply(own).doubleValue(), 8, element, p[i].multiply(slope));
                case PROBABILITIES -> Ulps.assertWithinOf(own.doubleValue(), 8, element, slope);
            }
        }
    }

    @Property(tries = 300)
    void liesBetweenZeroAndLogOfTheNumberOfClasses(@ForAll("logits") Tensor x) {
        double entropy = Entropy.onLogits().apply(x).item();
        double greatest = StrictMath.log(x.size());
        assertTrue(
                entropy >= 0 && entropy <= greatest * (1 + 16 * ElementType.FLOAT64.epsilon()),
                () -> "an entropy of " + entropy + " over " + x.size() + " classes, whose greatest is " + greatest);
    }

    @Provide
    Arbitrary<Tensor> logits() {
        return Arbitraries.integers()
                .between(1, 12)
                .flatMap(classes -> Arbitraries.oneOf(
                        TensorArbitraries.logits(classes),
                        TensorArbitraries.extremes(classes),
                        Arbitraries.of(1e-12, 1e-8, 0.0).map(spread -> spread(classes, spread))))
                .map(Tensor::of);
    }

    private static double[] spread(int classes, double spread) {
        double[] row = new double[classes];
        Arrays.setAll(row, i -> i * spread);
        return row;
    }

    @Property(tries = 300)
    void softmaxThenEntropyIsTheFusedOne(@ForAll("batches") Tensor x) {
        Operator.Pass<Tensor, Tensor> apart =
                new Softmax(1).then(Entropy.onProbabilities()).forward(x);
        Operator.Pass<Tensor, Tensor> fused = Entropy.onLogits().forward(x);
        double tolerance = 100 * ElementType.FLOAT64.epsilon();
        assertTrue(fused.output().isClose(apart.output(), tolerance, tolerance));
        assertTrue(
                fused.gradient().isClose(apart.backward(Tensor.scalar(1)), tolerance, tolerance),
                () -> fused.gradient() + " instead of " + apart.backward(Tensor.scalar(1)));
    }

    /** Logits of 3 rows by 4 classes. */
    @Provide
    Arbitrary<Tensor> batches() {
        return TensorArbitraries.tensors(Shape.of(3, 4), ElementType.FLOAT64);
    }

    private static Verdict verdict(Entropy entropy, Tensor x, Tensor gradient) {
        Operator<Tensor, Tensor> mistaken = Operator.of(entropy::apply, (in, value, dy) -> gradient.times(dy));
        return GradientCheck.of(mistaken).at(x).verdict();
    }

    @Property(tries = 100)
    void mistakenGradientsFail(@ForAll("batches") Tensor noise) {
        // far from the maximum, where every gradient is 0
        Tensor x = noise.times(0.1).plus(Tensor.of(0, 3, 1, -2));
        Entropy mean = Entropy.onLogits();
        Tensor p = new Softmax(1).apply(x);
        Tensor logP = p.map(StrictMath::log);
        Tensor each = p.times(logP).sum(1).expandDims(1).times(-1);
        Tensor right = p.times(logP.plus(each)).times(-1.0 / 3);
        assertEquals(Verdict.PASS, verdict(mean, x, right), "the right gradient");
        assertEquals(Verdict.FAIL, verdict(mean, x, right.times(-1)), "the wrong sign");
        assertEquals(Verdict.FAIL, verdict(mean, x, right.times(3)), "without 1/N");
        assertEquals(Verdict.FAIL, verdict(mean, x, p.times(logP.plus(1)).times(-1.0 / 3)), "softmax forgotten");
        assertEquals(Verdict.FAIL, verdict(mean, x, p.times(logP.minus(each)).times(-1.0 / 3)), "H of the wrong sign");
        Entropy sum = Entropy.onProbabilities().withReduction(Reduction.SUM);
        Tensor y = new Softmax(1).apply(x.times(0.3));
        Tensor logY = y.map(StrictMath::log);
        assertEquals(Verdict.PASS, verdict(sum, y, logY.plus(1).times(-1)), "the right gradient");
        assertEquals(Verdict.FAIL, verdict(sum, y, logY.times(-1)), "−log p without − 1");
    }

    @Nested
    class Value {

        @Test
        void ofEqualLogitsIsLogOfTheirNumber() {
            for (int classes : new int[] {1, 2, 3, 10, 1000}) {
                Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(Tensor.full(Shape.of(classes), -1e8));
                Ulps.assertWithin(4, pass.output(), HighPrecision.log(new BigDecimal(classes)));
                assertEquals(0, pass.gradient().norm(), "the gradient at the maximum");
            }
        }

        /** 1/2 log 2 + 2 · 1/4 log 4 = 3/2 log 2. */
        @Test
        void ofHalfAndTwoQuartersIsThreeHalvesLogTwo() {
            Tensor p = Tensor.of(0.5, 0.25, 0.25);
            double expected = 1.5 * 0.693147180559945309417;
            assertEquals(expected, Entropy.onProbabilities().apply(p).item(), 4e-16);
            assertEquals(
                    expected,
                    Entropy.onLogProbabilities().apply(p.map(StrictMath::log)).item(),
                    4e-16);
        }

        /** p = e^−700 has −p log p = 700 e^−700, and the other class adds −log(1 − p) = e^−700. */
        @Test
        void ofAConfidentRowIsNotZero() {
            double expected = 701 * 9.85967654375977085671e-305;
            assertEquals(expected, Entropy.onLogits().apply(Tensor.of(700, 0)).item(), 4 * Math.ulp(expected));
        }

        /** e^−745.14 is next to 0, and e^−750 rounds to it, but 750 e^−750 does not. */
        @Test
        void ofASubnormalProbabilityIsWithinAFewOfTheSmallestNumber() {
            for (Form form : List.of(Form.LOGITS, Form.LOG_PROBABILITIES)) {
                for (double x : new double[] {-700, -740, -745.14, -750}) {
                    InformationReference exact = InformationReference.of(form, Tensor.of(0, x));
                    BigDecimal entropy = exact.mean(exact.logP()).negate();
                    Operator.Pass<Tensor, Tensor> pass = new Entropy(form, Reduction.SUM).forward(Tensor.of(0, x));
                    Ulps.assertWithin(2, pass.output(), entropy);
                    BigDecimal slope = exact.logP()[1]
                            .add(form == Form.LOGITS ? entropy : BigDecimal.ONE)
                            .multiply(exact.p()[1])
                            .negate();
                    Ulps.assertWithin(2, pass.gradient().slice(0, 1, 2), slope);
                }
            }
        }

        /** 999 numbers of 2.9 times the smallest each, which would be 3 if they were rounded. */
        @Test
        void ofManySubnormalProbabilitiesIsNotRoundedClassByClass() {
            double[] logits = new double[1000];
            Arrays.fill(logits, 1, 1000, -750);
            InformationReference exact = InformationReference.of(Form.LOGITS, Tensor.of(logits));
            BigDecimal entropy = exact.mean(exact.logP()).negate();
            Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(Tensor.of(logits));
            Ulps.assertWithin(2, pass.output(), entropy);
        }

        @Test
        void ofUnnormalisedProbabilitiesIsWhatTheFormulaSays() {
            assertEquals(
                    -2 * 0.693147180559945309417,
                    Entropy.onProbabilities().apply(Tensor.of(2, 1)).item(),
                    1e-15);
        }

        @Test
        void holdsItsBoundsForAThousandClasses() {
            double[] logits = new double[1000];
            Arrays.setAll(logits, i -> 9 * StrictMath.sin(i * 1.7));
            InformationReference exact = InformationReference.of(Form.LOGITS, Tensor.of(logits));
            Ulps.assertWithin(
                    8,
                    Entropy.onLogits().apply(Tensor.of(logits)),
                    exact.mean(exact.logP()).negate());
        }
    }

    @Nested
    class BadInput {

        private static void assertMessage(Class<? extends Exception> type, String message, Executable call) {
            assertEquals(message, assertThrows(type, call).getMessage());
        }

        @Test
        void ofAScalarIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "Entropy: x is a scalar; [C], [N, C] or [N, C, d1, …] is needed",
                    () -> Entropy.onLogits().forward(Tensor.scalar(1)));
        }

        @Test
        void withoutClassesIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "Entropy: x has shape [0], whose class axis 0 is empty; at least one class is needed",
                    () -> Entropy.onProbabilities().forward(Tensor.of()));
        }

        @Test
        void nullIsNamed() {
            assertMessage(NullPointerException.class, "Entropy: form is null", () -> new Entropy(null, Reduction.SUM));
            assertMessage(NullPointerException.class, "Entropy: reduction is null", () -> Entropy.onLogits()
                    .withReduction(null));
            assertMessage(NullPointerException.class, "Entropy: x is null", () -> Entropy.onLogits()
                    .forward(null));
        }

        @Test
        void aWrongUpstreamIsRefused() {
            Operator.Pass<Tensor, Tensor> pass = Entropy.onLogits().forward(Tensor.of(1, 2));
            assertMessage(
                    ShapeException.class,
                    "Entropy.backward: upstream has shape [2], but [] is needed",
                    () -> pass.backward(Tensor.of(1, 2)));
        }
    }
}
