package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.JensenShannonDivergence.Inputs;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class JensenShannonDivergenceTest extends OperatorContract<Inputs, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double LOG_2 = 0.6931471805599453;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    @Override
    protected Arbitrary<Case<Inputs, Tensor>> cases(ElementType type) {
        return EntropyTest.shapes(type)
                .flatMap(shape -> Combinators.combine(Arbitraries.of(Form.values()), Arbitraries.of(Reduction.values()))
                        .flatAs((form, reduction) -> Combinators.combine(
                                        EntropyTest.distributions(form, shape, type),
                                        EntropyTest.distributions(form, shape, type))
                                .as((p, q) -> Case.of(
                                                (Operator<Inputs, Tensor>) new JensenShannonDivergence(form, reduction),
                                                new Inputs(p, q))
                                        .gradientScale(20))));
    }

    /** Two rows of up to 12 classes in their form, some of them nearly equal. */
    record Pair(Form form, Tensor p, Tensor q) {
        Operator.Pass<Inputs, Tensor> pass() {
            return new JensenShannonDivergence(form, Reduction.SUM).forward(new Inputs(p, q));
        }
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return Combinators.combine(
                        Arbitraries.of(Form.values()),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of(ElementType.values()))
                .flatAs((form, classes, type) -> Combinators.combine(
                                InformationReference.rows(form, classes, type),
                                InformationReference.rows(form, classes, type),
                                Arbitraries.of(0.0, 1e-12, 1e-6, 1e-2))
                        .as((p, q, near) -> new Pair(form, p, near == 0 ? q : near(form, p, q, near))));
    }

    /** A row that differs from p by little. */
    private static Tensor near(Form form, Tensor p, Tensor q, double little) {
        return Tensor.generate(p.shape(), i -> {
                    double change = little * (q.at(i) - Math.rint(q.at(i)));
                    return form == Form.PROBABILITIES ? p.at(i) * (1 + change) : p.at(i) + change;
                })
                .to(p.elementType());
    }

    /** ½ log(p/m) of each class. */
    private static BigDecimal[] slopes(InformationReference p, InformationReference q) {
        return IntStream.range(0, p.p().length)
                .mapToObj(i -> HighPrecision.log1p(
                                p.p()[i].subtract(q.p()[i]).divide(p.p()[i].add(q.p()[i]), HighPrecision.DIGITS))
                        .multiply(HALF))
                .toArray(BigDecimal[]::new);
    }

    @Property(tries = 1000)
    void valueAndGradientsAreTheFormulas(@ForAll("pairs") Pair pair) {
        InformationReference p = InformationReference.of(pair.form, pair.p);
        InformationReference q = InformationReference.of(pair.form, pair.q);
        if (!isInRange(p) || !isInRange(q)) {
            return; // log1p(−1 + …) of the reference has no digits there
        }
        BigDecimal[] ofP = slopes(p, q);
        BigDecimal[] ofQ = slopes(q, p);
        BigDecimal exact = p.mean(ofP).add(q.mean(ofQ));
        Operator.Pass<Inputs, Tensor> pass = pair.pass();
        Ulps.assertWithin(pair.form == Form.LOGITS ? 32 : 8, pass.output(), exact);
        assertGradient(pair.form, p, ofP, pass.gradient().p());
        assertGradient(pair.form, q, ofQ, pass.gradient().q());
    }

    private static boolean isInRange(InformationReference p) {
        return Arrays.stream(p.logP()).allMatch(log -> log.doubleValue() > -60);
    }

    private static void assertGradient(Form form, InformationReference p, BigDecimal[] slopes, Tensor actual) {
        BigDecimal mean = p.mean(slopes);
        double size = p.meanSize(slopes).doubleValue();
        for (int i = 0; i < slopes.length; i++) {
            Tensor element = actual.slice(0, i, i + 1);
            BigDecimal own = p.p()[i];
            switch (form) {
                case LOGITS ->
                    Ulps.assertWithinOf(
                            own.doubleValue() * (Math.abs(slopes[i].doubleValue()) + size),
                            32,
                            element,
                            own.multiply(slopes[i].subtract(mean)));
                case LOG_PROBABILITIES -> Ulps.assertWithin(8, element, own.multiply(slopes[i]));
                case PROBABILITIES -> Ulps.assertWithin(8, element, slopes[i]);
            }
        }
    }

    @Property(tries = 500)
    void isSymmetricToTheBit(@ForAll("pairs") Pair pair) {
        Operator.Pass<Inputs, Tensor> pass = pair.pass();
        Operator.Pass<Inputs, Tensor> turned = new Pair(pair.form, pair.q, pair.p).pass();
        assertEquals(pass.output(), turned.output());
        assertEquals(pass.gradient().p(), turned.gradient().q());
        assertEquals(pass.gradient().q(), turned.gradient().p());
    }

    @Property(tries = 500)
    void isZeroForEqualRowsAndAtMostLogTwo(@ForAll("pairs") Pair pair) {
        assertEquals(0, new Pair(pair.form, pair.p, pair.p).pass().output().item());
        double divergence = pair.pass().output().to(ElementType.FLOAT64).item();
        assertTrue(divergence >= 0, () -> "below 0: " + divergence);
        if (pair.form == Form.LOGITS) {
            assertTrue(divergence <= (float) LOG_2, () -> "above log 2: " + divergence);
        }
    }

    @Test
    void ofRowsThatShareNoClassIsLogTwo() {
        for (JensenShannonDivergence each :
                List.of(JensenShannonDivergence.onProbabilities(), JensenShannonDivergence.onLogits())) {
            Tensor p = each.form() == Form.LOGITS ? Tensor.of(3, 3, -INF, -INF) : Tensor.of(0.5, 0.5, 0, 0);
            Tensor q = each.form() == Form.LOGITS ? Tensor.of(-INF, -INF, 7, 6) : Tensor.of(0, 0, 0.3, 0.7);
            Operator.Pass<Inputs, Tensor> pass = each.forward(new Inputs(p, q));
            assertEquals(LOG_2, pass.output().item());
            if (each.form() == Form.LOGITS) {
                assertEquals(Tensor.of(0, 0, 0, 0), pass.gradient().p());
            } else {
                assertEquals(
                        Tensor.of(LOG_2 / 2, LOG_2 / 2, -INF, -INF),
                        pass.gradient().p());
            }
        }
        assertTrue(
                JensenShannonDivergence.onLogits()
                                .apply(new Inputs(Tensor.of(900, 0, 3), Tensor.of(0, 900, 3)))
                                .item()
                        <= LOG_2,
                "far apart");
    }

    /** d = ±1e-9: Σ (p + q)/4 d² = (0.5 + 0.5)/2 · 1e-18. */
    @Test
    void nearlyEqualRowsKeepTheirDigits() {
        double divergence = JensenShannonDivergence.onProbabilities()
                .apply(new Inputs(Tensor.of(0.5 + 0x1p-30, 0.5 - 0x1p-30), Tensor.of(0.5, 0.5)))
                .item();
        // the series' first term with d = (p − q)/(p + q) = ±2⁻³⁰/(1 ± 2⁻³⁰)
        assertEquals(0x1p-61, divergence, 0x1p-61 * 1e-9);
    }

    @Test
    void aClassThatNeitherHasAddsNothing() {
        Operator.Pass<Inputs, Tensor> pass = JensenShannonDivergence.onProbabilities()
                .forward(new Inputs(Tensor.of(0.25, 0.75, 0), Tensor.of(0.5, 0.5, 0)));
        assertEquals(
                JensenShannonDivergence.onProbabilities().apply(new Inputs(Tensor.of(0.25, 0.75), Tensor.of(0.5, 0.5))),
                pass.output());
        assertEquals(0, pass.gradient().p().at(2));
    }

    @Test
    void whatIsNoDistributionIsNaN() {
        for (Tensor p : List.of(Tensor.of(NAN, 0.5), Tensor.of(-0.5, 1.5), Tensor.of(0, -0.5))) {
            Inputs in = new Inputs(p, Tensor.of(0.5, 0.5));
            assertEquals(
                    NAN, JensenShannonDivergence.onProbabilities().apply(in).item());
            assertEquals(
                    NAN,
                    JensenShannonDivergence.onProbabilities()
                            .apply(new Inputs(in.q(), in.p()))
                            .item());
        }
        for (Tensor a : List.of(Tensor.of(NAN, 0), Tensor.of(INF, 0), Tensor.of(-INF, -INF))) {
            assertEquals(
                    NAN,
                    JensenShannonDivergence.onLogits()
                            .apply(new Inputs(a, Tensor.of(0, 1)))
                            .item());
        }
        Tensor none = Tensor.zeros(Shape.of(0, 2));
        assertEquals(
                NAN,
                JensenShannonDivergence.onLogits().apply(new Inputs(none, none)).item());
    }

    @Test
    void badInputIsNamed() {
        MeanSquaredErrorTest.assertMessage(
                "JensenShannonDivergence: q has shape [3], but [2] is needed",
                assertThrows(ShapeException.class, () -> JensenShannonDivergence.onLogits()
                        .forward(new Inputs(Tensor.of(1, 2), Tensor.of(1, 2, 3)))));
        MeanSquaredErrorTest.assertMessage(
                "JensenShannonDivergence: p is a scalar; [C], [N, C] or [N, C, d1, …] is needed",
                assertThrows(ShapeException.class, () -> JensenShannonDivergence.onLogits()
                        .forward(new Inputs(Tensor.scalar(1), Tensor.scalar(1)))));
    }
}
