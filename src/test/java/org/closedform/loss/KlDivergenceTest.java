package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.loss.KlDivergence.Inputs;
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

class KlDivergenceTest extends OperatorContract<Inputs, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double EPSILON = ElementType.FLOAT64.epsilon();

    @Override
    protected Arbitrary<Case<Inputs, Tensor>> cases(ElementType type) {
        return EntropyTest.shapes(type)
                .flatMap(shape -> Combinators.combine(forms(), forms(), Arbitraries.of(Reduction.values()))
                        .flatAs((pForm, qForm, reduction) -> Combinators.combine(
                                        EntropyTest.distributions(pForm, shape, type),
                                        EntropyTest.distributions(qForm, shape, type))
                                .as((p, q) -> new Case<>(
                                        new KlDivergence(pForm, qForm, reduction), new Inputs(p, q), List.of(), 100))));
    }

    @Provide
    Arbitrary<Form> forms() {
        return Arbitraries.of(Form.values());
    }

    /** Two rows of up to 12 classes in their forms. */
    record Pair(KlDivergence divergence, Inputs inputs) {
        InformationReference p() {
            return InformationReference.of(divergence.pForm(), inputs.p());
        }

        InformationReference q() {
            return InformationReference.of(divergence.qForm(), inputs.q());
        }

        Operator.Pass<KlDivergence.Inputs, Tensor> pass() {
            return divergence.forward(inputs);
        }

        /** Whether both p and q sum to 1 but for 4 ulps of the numbers that they are given in. */
        boolean areDistributions() {
            return sumsToOne(p()) && sumsToOne(q());
        }

        private boolean sumsToOne(InformationReference row) {
            double off = HighPrecision.sum(row.p()).subtract(BigDecimal.ONE).doubleValue();
            return Math.abs(off)
                    <= 4 * inputs.p().elementType().epsilon() * row.size().doubleValue();
        }

        /** Σ (p log(p/q) − p + q), which is not negative. */
        BigDecimal excess() {
            BigDecimal sums = HighPrecision.sum(q().p()).subtract(HighPrecision.sum(p().p()));
            return p().mean(p().logRatio(q())).add(sums);
        }
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return Combinators.combine(
                        forms(), forms(), Arbitraries.integers().between(1, 12), Arbitraries.of(ElementType.values()))
                .flatAs((pForm, qForm, classes, type) -> Combinators.combine(
                                InformationReference.rows(pForm, classes, type),
                                InformationReference.rows(qForm, classes, type))
                        .as((p, q) -> new Pair(new KlDivergence(pForm, qForm, Reduction.SUM), new Inputs(p, q))));
    }

    @Property
    void valueIsTheMeanLogRatio(@ForAll("pairs") Pair pair) {
        InformationReference p = pair.p();
        BigDecimal[] ratio = p.logRatio(pair.q());
        boolean probabilities =
                pair.divergence.pForm() == Form.PROBABILITIES && pair.divergence.qForm() == Form.PROBABILITIES;
        BigDecimal scale = probabilities
                ? p.meanSize(ratio)
                : p.meanSize(p.logP()).add(p.meanSize(pair.q().logP()));
        BigDecimal divergence = p.mean(ratio);
        boolean isRounded = divergence.signum() <= 0 && pair.areDistributions();
        assertWithin(
                8, scale, isRounded ? pair.excess() : divergence, pair.pass().output(), 0);
    }

    @Property
    void gradientsAreTheFormulas(@ForAll("pairs") Pair pair) {
        InformationReference p = pair.p();
        InformationReference q = pair.q();
        BigDecimal[] ratio = p.logRatio(q);
        BigDecimal divergence = p.mean(ratio);
        BigDecimal size = p.meanSize(p.logP()).add(p.meanSize(q.logP()));
        BigDecimal sum = HighPrecision.sum(p.p());
        Inputs gradient = pair.pass().gradient();
        for (int i = 0; i < ratio.length; i++) {
            BigDecimal one = BigDecimal.ONE;
            BigDecimal own = p.logP()[i].abs().add(q.logP()[i].abs());
            BigDecimal pi = p.p()[i];
            switch (pair.divergence.pForm()) {
                // the largest takes minus the sum of the others, so it has their errors
                case LOGITS ->
                    assertWithin(
                            8, pi.multiply(own).add(size), pi.multiply(ratio[i].subtract(divergence)), gradient.p(), i);
                case LOG_PROBABILITIES ->
                    assertWithin(8, pi.multiply(own.add(one)), pi.multiply(ratio[i].add(one)), gradient.p(), i);
                case PROBABILITIES -> assertWithin(8, own.add(one), ratio[i].add(one), gradient.p(), i);
            }
            switch (pair.divergence.qForm()) {
                case LOGITS -> {
                    BigDecimal pulled = q.p()[i].multiply(sum);
                    assertWithin(8, pulled.max(pi), pulled.subtract(pi), gradient.q(), i);
                }
                case LOG_PROBABILITIES -> assertWithin(8, pi, pi.negate(), gradient.q(), i);
                case PROBABILITIES -> {
                    BigDecimal slope = pi.divide(q.p()[i], HighPrecision.DIGITS);
                    assertWithin(8, slope, slope.negate(), gradient.q(), i);
                }
            }
        }
    }

    private static void assertWithin(double ulps, BigDecimal scale, BigDecimal expected, Tensor actual, int index) {
        BigDecimal off =
                new BigDecimal(actual.toDoubleArray()[index]).subtract(expected).abs();
        BigDecimal unit = Ulps.ulp(scale, actual.elementType());
        assertTrue(
                off.compareTo(unit.multiply(new BigDecimal(ulps))) <= 0,
                () -> "element " + index + " of " + actual + " is not " + expected.doubleValue() + ": off by "
                        + off.doubleValue() / unit.doubleValue() + " ulp of " + scale.doubleValue());
    }

    @Property
    void nearLogitsKeepTheDigitsOfTheirDivergence(@ForAll("nearLogits") Inputs near) {
        InformationReference p = InformationReference.of(Form.LOGITS, near.p());
        InformationReference q = InformationReference.of(Form.LOGITS, near.q());
        Operator.Pass<KlDivergence.Inputs, Tensor> pass =
                KlDivergence.onLogits().forward(near);
        Ulps.assertWithin(16, pass.output(), p.mean(p.logRatio(q)));
    }

    @Provide
    Arbitrary<Inputs> nearLogits() {
        return Arbitraries.integers().between(2, 12).flatMap(classes -> Combinators.combine(
                        TensorArbitraries.tensors(Shape.of(classes), ElementType.FLOAT64),
                        TensorArbitraries.tensors(Shape.of(classes), ElementType.FLOAT64),
                        Arbitraries.of(0.1, 1e-3, 1e-6, 1e-9, 1e-12),
                        Arbitraries.of(0.0, 1.0, 1024.0))
                .as((a, direction, distance, shift) ->
                        new Inputs(a, a.plus(direction.times(distance)).plus(shift))));
    }

    @Property
    void divergenceOfLogitsIsNotNegative(@ForAll("anyLogits") Inputs in) {
        double value = KlDivergence.onLogits().apply(in).item();
        assertTrue(value >= 0, () -> "a divergence of " + value);
    }

    @Provide
    Arbitrary<Inputs> anyLogits() {
        return Arbitraries.integers().between(1, 12).flatMap(classes -> {
            Arbitrary<double[]> rows =
                    Arbitraries.oneOf(TensorArbitraries.logits(classes), TensorArbitraries.extremes(classes));
            // a quarter of the largest number, so that differences of differences exist
            return Combinators.combine(rows, rows)
                    .as((a, b) ->
                            new Inputs(Tensor.of(a).times(0.25), Tensor.of(b).times(0.25)));
        });
    }

    /** Though their sums are 1 but for rounding, by which Σ p log(p/q) may be negative. */
    @Property
    void divergenceOfDistributionsIsNotNegative(
            @ForAll("probabilities") Inputs in, @ForAll("forms") Form pForm, @ForAll("forms") Form qForm) {
        for (ElementType type : ElementType.values()) {
            Inputs given = new Inputs(
                    given(pForm, in.p()).to(type), given(qForm, in.q()).to(type));
            double value =
                    new KlDivergence(pForm, qForm, Reduction.SUM).apply(given).item();
            assertTrue(value >= 0, () -> "a divergence of " + value);
        }
    }

    private static Tensor given(Form form, Tensor probabilities) {
        return form == Form.PROBABILITIES ? probabilities : probabilities.map(StrictMath::log);
    }

    @Property(tries = 300)
    void divergenceOfNearDistributionsIsMoreThanZero(
            @ForAll("nearLogits") Inputs near, @ForAll("forms") Form pForm, @ForAll("forms") Form qForm) {
        Tensor p = given(pForm, new Softmax(0).apply(near.p()));
        Tensor q = given(qForm, new Softmax(0).apply(near.q()));
        Pair pair = new Pair(new KlDivergence(pForm, qForm, Reduction.SUM), new Inputs(p, q));
        double value = pair.pass().output().item();
        assertTrue(value > 0 || value == 0 && pair.excess().doubleValue() < 1e-40, () -> "a divergence of " + value);
    }

    @Provide
    Arbitrary<Inputs> probabilities() {
        return Arbitraries.integers().between(1, 12).flatMap(classes -> Combinators.combine(
                        TensorArbitraries.probabilities(classes), TensorArbitraries.probabilities(classes))
                .as((p, q) -> new Inputs(Tensor.of(p), Tensor.of(q))));
    }

    @Property(tries = 300)
    void divergenceFromItselfIsZero(@ForAll("pairs") Pair pair) {
        Form form = pair.divergence.pForm();
        Tensor p = pair.inputs.p();
        assertEquals(
                0,
                new KlDivergence(form, form, Reduction.SUM)
                        .apply(new Inputs(p, p))
                        .item());
    }

    @Property(tries = 300)
    void logitsMayBeShiftedApart(
            @ForAll("anyLogits") Inputs in, @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int shift) {
        Tensor p = in.p().map(v -> Math.rint(Math.max(-1000, Math.min(1000, v)) * 1024) / 1024); // exact shifts
        Tensor q = in.q().map(v -> Math.rint(Math.max(-1000, Math.min(1000, v)) * 1024) / 1024);
        Operator.Pass<KlDivergence.Inputs, Tensor> pass =
                KlDivergence.onLogits().forward(new Inputs(p, q));
        assertEquals(pass, KlDivergence.onLogits().forward(new Inputs(p.plus(shift), q.minus(shift))));
    }

    @Property
    void crossEntropyIsEntropyPlusDivergence(@ForAll("pairs") Pair pair) {
        Tensor p = probabilities(pair.divergence.pForm(), pair.inputs.p()).to(ElementType.FLOAT64);
        Tensor q = pair.inputs.q().to(ElementType.FLOAT64);
        Form form = pair.divergence.qForm();
        double crossEntropy = new CrossEntropyLoss(form, new Target.Distribution(p), Reduction.SUM)
                .apply(q)
                .item();
        double entropy = Entropy.onProbabilities().apply(p).item();
        double divergence = new KlDivergence(Form.PROBABILITIES, form, Reduction.SUM)
                .apply(new Inputs(p, q))
                .item();
        // the terms of all three, in size
        double scale = p.times(p.map(v -> v == 0 ? 0 : StrictMath.log(v)))
                        .map(Math::abs)
                        .sum()
                        .item()
                + Math.abs(crossEntropy);
        double tolerance = 32 * EPSILON * scale;
        // where the formula is not above 0, D is Σ (p d − p + q): apart from it by what rounding left of Σ p and Σ q
        double ofSums =
                crossEntropy - entropy > tolerance ? 0 : 16 * EPSILON * p.sum().item();
        assertEquals(crossEntropy, entropy + divergence, tolerance + ofSums);
    }

    private static Tensor probabilities(Form form, Tensor row) {
        return switch (form) {
            case LOGITS -> new Softmax(-1).apply(row);
            case LOG_PROBABILITIES -> row.map(StrictMath::exp);
            case PROBABILITIES -> row;
        };
    }

    @Property
    void gradientInQIsThatOfTheCrossEntropy(@ForAll("pairs") Pair pair) {
        Tensor p = probabilities(pair.divergence.pForm(), pair.inputs.p());
        Form form = pair.divergence.qForm();
        Tensor expected = new CrossEntropyLoss(form, new Target.Distribution(p), Reduction.SUM)
                .forward(pair.inputs.q())
                .gradient();
        Tensor actual = new KlDivergence(Form.PROBABILITIES, form, Reduction.SUM)
                .forward(new Inputs(p, pair.inputs.q()))
                .gradient()
                .q();
        if (form != Form.LOGITS) {
            assertEquals(expected.plus(0), actual.plus(0)); // −0.0 is 0
            return;
        }
        // both are y Σp − p, rounded in different ways, each within 8 ulp of the larger term
        double sum = p.to(ElementType.FLOAT64).sum().item();
        double[] y = new Softmax(-1).apply(pair.inputs.q()).toDoubleArray();
        double[] difference = expected.minus(actual).toDoubleArray();
        for (int i = 0; i < y.length; i++) {
            double tolerance = 16 * expected.elementType().epsilon() * Math.max(y[i] * sum, p.at(i)) + Float.MIN_VALUE;
            assertEquals(0, difference[i], tolerance, () -> expected + " and " + actual);
        }
    }

    @Property
    void gradientsOfLogitsSumToZero(@ForAll("pairs") Pair pair) {
        Operator.Pass<KlDivergence.Inputs, Tensor> pass = KlDivergence.onLogits()
                .forward(new Inputs(
                        pair.inputs.p().to(ElementType.FLOAT64), pair.inputs.q().to(ElementType.FLOAT64)));
        for (Tensor gradient : List.of(pass.gradient().p(), pass.gradient().q())) {
            double size = gradient.map(Math::abs).sum().item();
            assertEquals(0, gradient.sum().item(), 32 * EPSILON * Math.max(1, size), () -> "the sum of " + gradient);
        }
    }

    /** Logits of 3 rows by 4 classes, p far from q, since where they are equal all gradients are 0. */
    @Provide
    Arbitrary<Inputs> batches() {
        Arbitrary<Tensor> noise =
                TensorArbitraries.tensors(Shape.of(3, 4), ElementType.FLOAT64).map(x -> x.times(0.1));
        return Combinators.combine(noise, noise)
                .as((p, q) -> new Inputs(p.plus(Tensor.of(0, 2, 1, -2)), q.plus(Tensor.of(1, -1, 0.5, 1))));
    }

    /** The divergence as it is, with a gradient of somebody's own. */
    private static Verdict verdict(KlDivergence divergence, Inputs in, Inputs gradient) {
        Operator<Inputs, Tensor> mistaken = Operator.of(divergence::apply, (x, value, dy) -> gradient.times(dy.item()));
        return GradientCheck.of(mistaken).at(in).verdict();
    }

    @Property(tries = 100)
    void mistakenGradientsOnLogitsFail(@ForAll("batches") Inputs in) {
        KlDivergence mean = KlDivergence.onLogits();
        Tensor p = new Softmax(1).apply(in.p());
        Tensor q = new Softmax(1).apply(in.q());
        Tensor d = p.map(StrictMath::log).minus(q.map(StrictMath::log));
        Tensor dq = q.minus(p).times(1.0 / 3);
        Tensor each = p.times(d).sum(1).expandDims(1);
        Tensor dp = p.times(d.minus(each)).times(1.0 / 3);
        assertEquals(Verdict.PASS, verdict(mean, in, new Inputs(dp, dq)), "the right gradient");
        assertEquals(Verdict.FAIL, verdict(mean, in, new Inputs(dp, dq.times(-1))), "p − q in q");
        assertEquals(Verdict.FAIL, verdict(mean, in, new Inputs(dp, dq.times(0.25))), "divided by the elements");
        assertEquals(Verdict.FAIL, verdict(mean, in, new Inputs(dp.times(0), dq)), "p taken for a constant");
        assertEquals(
                Verdict.FAIL,
                verdict(mean, in, new Inputs(p.times(d.plus(1)).times(1.0 / 3), dq)),
                "softmax forgotten in p");
        assertEquals(Verdict.FAIL, verdict(mean, in, new Inputs(p.times(d).times(1.0 / 3), dq)), "p d without − p D");
        assertEquals(Verdict.FAIL, verdict(mean, in, new Inputs(dq, dp)), "p and q exchanged");
    }

    @Property(tries = 100)
    void mistakenGradientsOnProbabilitiesFail(@ForAll("batches") Inputs in) {
        KlDivergence sum = KlDivergence.onProbabilities().withReduction(Reduction.SUM);
        Tensor p = new Softmax(1).apply(in.p().times(0.3));
        Tensor q = new Softmax(1).apply(in.q().times(0.3));
        Inputs at = new Inputs(p, q);
        Tensor d = p.map(StrictMath::log).minus(q.map(StrictMath::log));
        Tensor slope = p.dividedBy(q);
        assertEquals(Verdict.PASS, verdict(sum, at, new Inputs(d.plus(1), slope.times(-1))), "the right gradient");
        assertEquals(Verdict.FAIL, verdict(sum, at, new Inputs(d, slope.times(-1))), "log p − log q without + 1");
        assertEquals(Verdict.FAIL, verdict(sum, at, new Inputs(d.plus(1), slope)), "+ p/q");
        assertEquals(Verdict.FAIL, verdict(sum, at, new Inputs(d.plus(1), p.times(-1))), "−p, the log-probabilities'");
    }

    @Nested
    class Value {
        private final Tensor p = Tensor.of(0.5, 0.25, 0.25);
        private final Tensor q = Tensor.of(0.25, 0.25, 0.5);

        /** 0.5 log 2 + 0 − 0.25 log 2 by hand. */
        @Test
        void ofHalvesAndQuartersIsAQuarterLogTwo() {
            double expected = 0.25 * 0.693147180559945309417;
            for (Form pForm : Form.values()) {
                for (Form qForm : Form.values()) {
                    Inputs in = new Inputs(in(pForm, p), in(qForm, q));
                    double actual = new KlDivergence(pForm, qForm, Reduction.SUM)
                            .apply(in)
                            .item();
                    assertEquals(expected, actual, 4e-16, pForm + " and " + qForm);
                }
            }
        }

        @Test
        void theShortFormsReadBothAlikeAndTakeTheMean() {
            assertEquals(new KlDivergence(Form.LOGITS, Form.LOGITS, Reduction.MEAN), KlDivergence.onLogits());
            assertEquals(
                    new KlDivergence(Form.LOG_PROBABILITIES, Form.LOG_PROBABILITIES, Reduction.MEAN),
                    KlDivergence.onLogProbabilities());
            assertEquals(
                    new KlDivergence(Form.PROBABILITIES, Form.PROBABILITIES, Reduction.MEAN),
                    KlDivergence.onProbabilities());
        }

        @Test
        void isNotSymmetric() {
            Tensor even = Tensor.of(0.5, 0.5);
            Tensor sure = Tensor.of(1, 0);
            assertEquals(
                    INF,
                    KlDivergence.onProbabilities().apply(new Inputs(even, sure)).item());
            assertEquals(
                    0.693147180559945309417,
                    KlDivergence.onProbabilities().apply(new Inputs(sure, even)).item(),
                    1e-16);
        }

        /** p = (1 + h, 1 − h)/2 against a half: D = h²/2 + h⁴/12 + …, with h = tanh(1e-9/2). */
        @Test
        void ofLogitsABillionthApartHasAllDigits() {
            double actual = KlDivergence.onLogits()
                    .apply(new Inputs(Tensor.of(1e-9, 0), Tensor.of(0, 0)))
                    .item();
            assertEquals(1.25e-19, actual, 1e-34);
        }

        @Test
        void holdsItsBoundsForAThousandClasses() {
            Tensor a = Tensor.generate(Shape.of(1000), at -> 9 * StrictMath.sin(at[0] * 1.7));
            Tensor b = Tensor.generate(Shape.of(1000), at -> 9 * StrictMath.cos(at[0] * 0.3));
            InformationReference p = InformationReference.of(Form.LOGITS, a);
            BigDecimal expected = p.mean(p.logRatio(InformationReference.of(Form.LOGITS, b)));
            Ulps.assertWithin(8, KlDivergence.onLogits().apply(new Inputs(a, b)), expected);
        }

        @Test
        void ofAMaskedClassIgnoresIt() {
            Operator.Pass<KlDivergence.Inputs, Tensor> masked =
                    KlDivergence.onLogits().forward(new Inputs(Tensor.of(-INF, 1, 0), Tensor.of(-INF, 0, 0)));
            Operator.Pass<KlDivergence.Inputs, Tensor> without =
                    KlDivergence.onLogits().forward(new Inputs(Tensor.of(1, 0), Tensor.of(0, 0)));
            assertEquals(without.output().item(), masked.output().item(), 1e-16);
            for (Tensor gradient :
                    List.of(masked.gradient().p(), masked.gradient().q())) {
                assertEquals(0, gradient.at(0));
                assertTrue(Double.isFinite(gradient.norm()), () -> "gradient " + gradient);
            }
        }

        private static Tensor in(Form form, Tensor probabilities) {
            return form == Form.PROBABILITIES ? probabilities : probabilities.map(StrictMath::log);
        }
    }

    @Nested
    class Subnormal {
        /** p = e^−745.14 is next to 0, and e^−750 rounds to it, but p log(p/q) is not. */
        @Test
        void probabilitiesDoNotUnderflowBeforeTheyAreMultiplied() {
            for (Form pForm : List.of(Form.LOGITS, Form.LOG_PROBABILITIES)) {
                for (Form qForm : List.of(Form.LOGITS, Form.LOG_PROBABILITIES)) {
                    for (double x : new double[] {-740, -745.14, -750}) {
                        Tensor p = Tensor.of(0, x);
                        Tensor q = Tensor.of(0, -800);
                        assertNear(new Pair(new KlDivergence(pForm, qForm, Reduction.SUM), new Inputs(p, q)));
                    }
                }
            }
        }

        private void assertNear(Pair pair) {
            InformationReference p = pair.p();
            BigDecimal[] ratio = p.logRatio(pair.q());
            BigDecimal divergence = p.mean(ratio);
            Operator.Pass<KlDivergence.Inputs, Tensor> pass = pair.pass();
            Ulps.assertWithin(4, pass.output(), divergence);
            BigDecimal shift = pair.divergence.pForm() == Form.LOGITS ? divergence.negate() : BigDecimal.ONE;
            BigDecimal slope = p.p()[1].multiply(ratio[1].add(shift));
            Ulps.assertWithin(4, pass.gradient().p().slice(0, 1, 2), slope);
        }

        @Test
        void aQuotientOfTwoOfThemIsNotZero() {
            KlDivergence divergence = new KlDivergence(Form.LOGITS, Form.PROBABILITIES, Reduction.SUM);
            Inputs in = new Inputs(Tensor.of(0, -750), Tensor.of(1, 1e-310));
            BigDecimal expected = HighPrecision.exp(new BigDecimal(-750))
                    .divide(new BigDecimal(1e-310), HighPrecision.DIGITS)
                    .negate();
            Ulps.assertWithin(4, divergence.forward(in).gradient().q().slice(0, 1, 2), expected);
        }
    }

    @Nested
    class Limits {

        private void assertGradientInP(Tensor p, Tensor q, double... expected) {
            Operator.Pass<KlDivergence.Inputs, Tensor> pass =
                    new KlDivergence(Form.LOGITS, Form.PROBABILITIES, Reduction.SUM).forward(new Inputs(p, q));
            assertEquals(INF, pass.output().item());
            assertEquals(Tensor.of(expected), pass.gradient().p());
        }

        @Test
        void oneImpossibleClassPullsItsLogitUpWithoutBound() {
            assertGradientInP(Tensor.of(0, 0, 0), Tensor.of(0, 0.5, 0.5), INF, -INF, -INF);
        }

        @Test
        void severalImpossibleClassesHaveNoLimit() {
            assertGradientInP(Tensor.of(0, 0, 0), Tensor.of(0, 0, 1), Double.NaN, Double.NaN, -INF);
        }

        @Test
        void theOnlyClassHasGradientZero() {
            assertGradientInP(Tensor.of(5, -INF), Tensor.of(0, 1), 0, 0);
        }
    }

    @Nested
    class BadInput {
        private final Tensor x = Tensor.zeros(Shape.of(2, 3));

        private static void assertMessage(Class<? extends Exception> type, String message, Executable call) {
            assertEquals(message, assertThrows(type, call).getMessage());
        }

        private static void forward(Tensor p, Tensor q) {
            KlDivergence.onLogits().forward(new Inputs(p, q));
        }

        @Test
        void ofAScalarIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "KlDivergence: p is a scalar; [C], [N, C] or [N, C, d1, …] is needed",
                    () -> forward(Tensor.scalar(1), Tensor.scalar(1)));
        }

        @Test
        void withoutClassesIsRefused() {
            Tensor none = Tensor.zeros(Shape.of(2, 0));
            assertMessage(
                    ShapeException.class,
                    "KlDivergence: p has shape [2, 0], whose class axis 1 is empty; at least one class is needed",
                    () -> forward(none, none));
        }

        @Test
        void ofTwoShapesOrTypesIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "KlDivergence: q has shape [3], but [2, 3] is needed",
                    () -> forward(x, Tensor.of(1, 2, 3)));
            assertThrows(IllegalArgumentException.class, () -> forward(x, x.to(ElementType.FLOAT32)));
        }

        @Test
        void nullIsNamed() {
            Class<NullPointerException> type = NullPointerException.class;
            assertMessage(
                    type, "KlDivergence: pForm is null", () -> new KlDivergence(null, Form.LOGITS, Reduction.SUM));
            assertMessage(
                    type, "KlDivergence: qForm is null", () -> new KlDivergence(Form.LOGITS, null, Reduction.SUM));
            assertMessage(type, "KlDivergence: reduction is null", () -> KlDivergence.onLogits()
                    .withReduction(null));
            assertMessage(type, "KlDivergence.Inputs: p is null", () -> new Inputs(null, x));
            assertMessage(type, "KlDivergence.Inputs: q is null", () -> new Inputs(x, null));
        }

        @Test
        void aWrongUpstreamIsRefused() {
            Operator.Pass<KlDivergence.Inputs, Tensor> pass =
                    KlDivergence.onLogits().withReduction(Reduction.NONE).forward(new Inputs(x, x));
            assertMessage(
                    ShapeException.class,
                    "KlDivergence.backward: upstream has shape [3], but [2] is needed",
                    () -> pass.backward(Tensor.of(1, 2, 3)));
        }

        @Test
        void aTreeOfOtherPartsIsRefused() {
            assertThrows(IllegalArgumentException.class, () -> new Inputs(x, x).rebuild(List.of(x)));
        }
    }
}
