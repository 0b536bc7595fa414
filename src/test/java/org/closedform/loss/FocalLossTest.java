package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FocalLossTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        Shape shape = Shape.of(type == ElementType.FLOAT32 ? 2 : 5, 3);
        Arbitrary<Tensor> targets = TensorArbitraries.tensors(
                shape, type, Arbitraries.doubles().between(0, 1).ofScale(3));
        Arbitrary<Target> target = Arbitraries.oneOf(
                TensorArbitraries.labels(shape.without(1), 3).map(Target.Classes::new),
                targets.map(Target.Distribution::new));
        return Combinators.combine(
                        Arbitraries.of(Form.values()),
                        target,
                        Arbitraries.of(0.0, 0.5, 1.0, 2.0, 3.7),
                        Arbitraries.of(Reduction.values()),
                        TensorArbitraries.tensors(shape, type))
                .as((form, t, gamma, reduction, x) -> Case.of(
                                (Operator<Tensor, Tensor>)
                                        new FocalLoss(new CrossEntropyLoss(form, t, reduction), gamma),
                                given(form, x))
                        .gradientScale(200));
    }

    private static Tensor given(Form form, Tensor logits) {
        Tensor flat = logits.times(0.3);
        return switch (form) {
            case LOGITS -> logits;
            case LOG_PROBABILITIES -> new LogSoftmax(1).apply(flat);
            case PROBABILITIES -> new Softmax(1).apply(flat);
        };
    }

    record Sample(Tensor x, int label, double gamma) {}

    @Provide
    Arbitrary<Sample> samples() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, 12),
                        Arbitraries.of(ElementType.values()),
                        Arbitraries.of(0.5, 1.0, 2.0, 2.5, 5.0))
                .flatAs((classes, type, gamma) -> Combinators.combine(
                                TensorArbitraries.logits(classes),
                                Arbitraries.integers().between(0, classes - 1))
                        .as((x, label) -> new Sample(Tensor.of(x).to(type), label, gamma)));
    }

    @Property(tries = 1000)
    void lossAndGradientKeepTheirDigits(@ForAll("samples") Sample s) {
        double[] t = FocalReference.oneHot(s.x.size(), s.label);
        FocalReference exact = FocalReference.onLogits(s.x.toDoubleArray(), t, s.gamma);
        Operator.Pass<Tensor, Tensor> pass = FocalLoss.onLogits(Labels.of(Shape.of(), s.label))
                .withGamma(s.gamma)
                .forward(s.x);
        if (exact.loss.doubleValue() > 1e-290) {
            Ulps.assertWithin(4 + s.gamma, pass.output(), exact.loss);
        }
        BigDecimal[] gradient = exact.gradient();
        for (int j = 0; j < t.length; j++) {
            if (exact.size(j).doubleValue() > 1e-290) {
                Ulps.assertWithinOf(
                        exact.size(j).doubleValue(),
                        12 + s.gamma,
                        pass.gradient().slice(0, j, j + 1),
                        gradient[j]);
            }
        }
    }

    @Property(tries = 300)
    void isTheCrossEntropyForGammaZero(@ForAll("samples") Sample s) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), s.label));
        Operator.Pass<Tensor, Tensor> focal = new FocalLoss(loss, 0).forward(s.x);
        assertEquals(loss.forward(s.x).output(), focal.output());
        assertEquals(loss.forward(s.x).gradient(), focal.gradient());
    }

    @Property(tries = 300)
    void comesToTheCrossEntropyAsGammaGoesToZero(@ForAll("samples") Sample s) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), s.label));
        Tensor x = s.x.to(ElementType.FLOAT64).clip(-1e3, 1e3);
        double expected = loss.apply(x).item();
        assertEquals(expected, new FocalLoss(loss, 1e-20).apply(x).item(), 8 * Math.ulp(expected));
    }

    @Test
    void halfRightCountsAQuarter() {
        // p = ½: ½² log 2
        Operator.Pass<Tensor, Tensor> pass =
                FocalLoss.onLogits(Labels.of(0)).forward(Tensor.of(new double[][] {{4, 4}}));
        assertEquals(0.25 * 0.693147180559945309417, pass.output().item(), 1e-16);
        // ω = ¼ (1 + 2 log 2), and the gradient is (−½ ω, ½ ω)
        double half = 0.125 * (1 + 2 * 0.693147180559945309417);
        assertEquals(-half, pass.gradient().at(0, 0), 1e-16);
        assertEquals(half, pass.gradient().at(0, 1), 1e-16);
    }

    @Test
    void optionsAreThoseOfTheCrossEntropy() {
        Tensor x = Tensor.of(new double[][] {{1, 2, 0}, {0, 1, -1}, {NAN, 0, 0}});
        CrossEntropyLoss options = CrossEntropyLoss.onLogits(Labels.of(2, 0, -1))
                .withIgnoreIndex(-1)
                .withWeights(Tensor.of(3, 1, 0.5));
        Tensor each = new FocalLoss(options.withReduction(Reduction.NONE), 2).apply(x);
        assertEquals(0, each.at(2));
        assertEquals(each.sum().item() / 3.5, new FocalLoss(options, 2).apply(x).item(), 1e-16);
        assertEquals(3.5, new FocalLoss(options, 2).meanDivisor());
    }

    @Test
    void edgesAreThoseOfTheCrossEntropy() {
        Operator.Pass<Tensor, Tensor> wrong =
                FocalLoss.onLogits(Labels.of(0)).forward(Tensor.of(new double[][] {{-INF, 3, 3}}));
        assertEquals(INF, wrong.output().item());
        assertEquals(Tensor.of(new double[][] {{-1, 0.5, 0.5}}), wrong.gradient());
        Operator.Pass<Tensor, Tensor> right =
                FocalLoss.onLogits(Labels.of(0)).forward(Tensor.of(new double[][] {{3, -INF}}));
        assertEquals(0, right.output().item());
        assertEquals(0, right.gradient().norm());
        for (double x : new double[] {NAN, INF}) {
            assertEquals(
                    NAN,
                    FocalLoss.onLogits(Labels.of(1))
                            .apply(Tensor.of(new double[][] {{x, 0}}))
                            .item());
        }
        Operator.Pass<Tensor, Tensor> none =
                FocalLoss.onProbabilities(Labels.of(0)).forward(Tensor.of(new double[][] {{0, 1}}));
        assertEquals(INF, none.output().item());
        assertEquals(Tensor.of(new double[][] {{-INF, 0}}), none.gradient());
        assertEquals(
                NAN,
                FocalLoss.onProbabilities(Labels.of(0))
                        .apply(Tensor.of(new double[][] {{1.5, 0}}))
                        .item());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, NAN, INF})
    void aGammaThatIsNoneIsRefused(double gamma) {
        MeanSquaredErrorTest.assertMessage(
                "FocalLoss: gamma is " + gamma + "; a finite number from 0 on is needed",
                assertThrows(IllegalArgumentException.class, () -> FocalLoss.onLogits(Labels.of(0))
                        .withGamma(gamma)));
        MeanSquaredErrorTest.assertMessage(
                "BinaryFocalLoss: gamma is " + gamma + "; a finite number from 0 on is needed",
                assertThrows(IllegalArgumentException.class, () -> BinaryFocalLoss.onLogits(Tensor.of(0))
                        .withGamma(gamma)));
    }

    /** The sums of such weights are beyond the largest number; the mean is not. */
    @Test
    void theLargestWeightsMeanWhatSmallOnesDo() {
        Tensor x = Tensor.of(new double[][] {{1, -2, 0.5}, {0, 3, 1}, {-1, 0, 2}});
        CrossEntropyLoss plain = CrossEntropyLoss.onLogits(Labels.of(0, 1, 1));
        Tensor largest = Tensor.full(Shape.of(3), Double.MAX_VALUE);
        Tensor small = Tensor.full(Shape.of(3), Math.scalb(Double.MAX_VALUE, -1023));
        for (Reduction reduction : new Reduction[] {Reduction.MEAN, Reduction.MEAN_OR_ZERO}) {
            CrossEntropyLoss mean = plain.withReduction(reduction);
            assertSame(new FocalLoss(mean.withWeights(small), 2), new FocalLoss(mean.withWeights(largest), 2), x);
            assertSame(
                    new FocalLoss(mean.withPositionWeights(small), 2),
                    new FocalLoss(mean.withPositionWeights(largest), 2),
                    x);
        }
    }

    private static void assertSame(FocalLoss expected, FocalLoss actual, Tensor x) {
        assertEquals(expected.apply(x), actual.apply(x));
        assertEquals(expected.forward(x).gradient(), actual.forward(x).gradient());
        assertEquals(expected.hessian(x).apply(x), actual.hessian(x).apply(x));
    }
}
