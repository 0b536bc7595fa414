package org.closedform.curvature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.curvature.TwoLayers.Parameters;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.loss.SecondDifference;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HessianProductTest {
    private static final Tensor X = Tensor.of(new double[][] {{0.5, -1.25}, {2, 0.75}, {-0.5, 1}});
    private static final Labels LABELS = Labels.of(1, 0, 1);
    private static final CrossEntropyLoss LOSS = CrossEntropyLoss.onLogits(LABELS);
    private static final int HIDDEN = 2;

    private static Operator<Parameters, Tensor> net(Operator<Tensor, Tensor> activation) {
        return TwoLayers.of(X, activation).then(LOSS);
    }

    private static Parameters draw(long seed) {
        return Parameters.random(2, HIDDEN, 2, seed);
    }

    private static double[] flat(TensorTree<?> tree) {
        return tree.parts().stream()
                .map(NamedTensor::tensor)
                .flatMapToDouble(part -> Arrays.stream(part.toDoubleArray()))
                .toArray();
    }

    /** The mean loss of the net with sigmoids, from twelve numbers: W₁, b₁, W₂, b₂. */
    private static BigDecimal exactLoss(BigDecimal[] p) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int row = 0; row < LABELS.size(); row++) {
            double[] x = X.select(0, row).toDoubleArray();
            BigDecimal[] input = HighPrecision.exact(x);
            BigDecimal[] hidden = IntStream.range(0, HIDDEN)
                    .mapToObj(h -> sigmoid(affine(p, 2 * h, input, 4 + h)))
                    .toArray(BigDecimal[]::new);
            BigDecimal first = affine(p, 6, hidden, 10);
            BigDecimal second = affine(p, 8, hidden, 11);
            BigDecimal off = LABELS.at(row) == 0 ? second.subtract(first) : first.subtract(second);
            sum = sum.add(HighPrecision.log(BigDecimal.ONE.add(HighPrecision.exp(off))));
        }
        return sum.divide(BigDecimal.valueOf(LABELS.size()), HighPrecision.DIGITS);
    }

    private static BigDecimal affine(BigDecimal[] p, int weights, BigDecimal[] x, int bias) {
        return p[weights].multiply(x[0]).add(p[weights + 1].multiply(x[1])).add(p[bias]);
    }

    private static BigDecimal sigmoid(BigDecimal x) {
        return BigDecimal.ONE.divide(BigDecimal.ONE.add(HighPrecision.exp(x.negate())), HighPrecision.DIGITS);
    }

    @Property(tries = 20)
    void isThatOfTheNetInAllItsParameters(@ForAll @IntRange(min = 0, max = 1000) int seed) {
        Parameters at = draw(seed);
        Parameters v = draw(seed + 5000);
        BigDecimal[] expected = SecondDifference.along(HessianProductTest::exactLoss, flat(at), flat(v));
        Parameters product = HessianProduct.of(net(new Sigmoid()), at).apply(v);
        double[] actual = flat(product);
        double size = v.norm() * (1 + at.norm());
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[i].doubleValue(), actual[i], 16 * ElementType.FLOAT64.epsilon() * size);
        }
    }

    @Property(tries = 50)
    void isSymmetricAndLinear(@ForAll @IntRange(min = 0, max = 1000) int seed) {
        for (Operator<Tensor, Tensor> activation : List.of(new Sigmoid(), new Tanh(), new Softplus())) {
            HessianProduct<Parameters> hessian = HessianProduct.of(net(activation), draw(seed));
            Parameters v = draw(seed + 5000);
            Parameters w = draw(seed + 9000);
            double size = 1e-13 * (1 + draw(seed).norm()) * (1 + draw(seed).norm()) * v.norm() * w.norm();
            assertEquals(v.dot(hessian.apply(w)), w.dot(hessian.apply(v)), size);
            Parameters sum = hessian.apply(v).plus(hessian.apply(w).times(-3));
            assertTrue(hessian.apply(v.plus(w.times(-3))).minus(sum).norm() <= 4 * size);
        }
    }

    @Test
    void isItsOwnDerivativeEitherWayAndDoesNotBend() {
        HessianProduct<Parameters> hessian = HessianProduct.of(net(new Tanh()), draw(1));
        Parameters v = draw(2);
        Parameters w = draw(3);
        Operator.Pass<Parameters, Parameters> pass = hessian.forward(v);
        assertEquals(hessian.apply(v), pass.output());
        assertEquals(hessian.apply(w), pass.backward(w));
        assertEquals(hessian.apply(w), pass.pushforward(w));
        assertEquals(w.zerosLike(), pass.curvature(v, w));
        assertTrue(pass.hasPushforward());
    }

    @Test
    void hasTheGradientBesideIt() {
        Operator.Pass<Parameters, Tensor> pass = net(new Tanh()).forward(draw(1));
        assertEquals(pass.gradient(), HessianProduct.of(pass).gradient());
    }

    @Test
    void ofALossAloneIsTheLosssOwn() {
        Tensor v = Tensor.of(new double[][] {{1, 2}, {3, 4}, {-1, 0.5}});
        assertEquals(LOSS.hessian(X).apply(v), HessianProduct.of(LOSS, X).apply(v));
    }

    /** σ′ (1 − σ) (3σ − 1), negative below −log 2: what docs/derivations.md says of squared error. */
    @Test
    void ofSquaredErrorBehindASigmoidItTurnsNegative() {
        Operator<Tensor, Tensor> squared =
                new Sigmoid().then(new Elementwise(y -> (y - 1) * (y - 1) / 2, y -> y - 1, y -> 1));
        for (double x : new double[] {-6, -2, -StrictMath.log(2) - 1e-3, -StrictMath.log(2) + 1e-3, 0, 1.5}) {
            double s = 1 / (1 + StrictMath.exp(-x));
            double expected = s * (1 - s) * (1 - s) * (3 * s - 1);
            double actual = HessianProduct.of(squared, Tensor.of(x))
                    .apply(Tensor.of(1.0))
                    .item();
            assertEquals(expected, actual, 1e-15);
            assertEquals(x > -StrictMath.log(2), actual > 0);
        }
    }

    /** Against differences of the gradient: batch norm mixes the samples, so no block of the Hessian is 0. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void seesThroughBatchNorm(long seed) {
        Tensor x = Tensor.draw(Shape.of(6, 2), new Random(seed)::nextGaussian);
        Operator<Tensor, Tensor> norm = new BatchNorm()
                .holding(
                        (Tensor z) -> new BatchNorm.Inputs(z, Tensor.of(1.5, -0.5), Tensor.of(0.25, 1)),
                        BatchNorm.Inputs::x);
        Operator<Parameters, Tensor> net =
                TwoLayers.of(x, norm.then(new Sigmoid())).then(CrossEntropyLoss.onLogits(Labels.of(0, 1, 1, 0, 1, 0)));
        Parameters at = draw(seed);
        Parameters v = draw(seed + 5000);
        Parameters w = draw(seed + 9000);
        double step = 0x1p-17;
        Parameters ahead = net.forward(at.plus(v.times(step))).gradient();
        Parameters behind = net.forward(at.minus(v.times(step))).gradient();
        Parameters difference = ahead.minus(behind).times(0.5 / step);
        HessianProduct<Parameters> hessian = HessianProduct.of(net, at);
        Parameters product = hessian.apply(v);
        assertTrue(
                product.minus(difference).norm() <= 1e-6 * product.norm(), () -> product + " instead of " + difference);
        assertEquals(w.dot(product), v.dot(hessian.apply(w)), 1e-13 * (1 + product.norm()) * w.norm());
    }

    @Test
    void worksInFloat32() {
        Parameters at = draw(1);
        Parameters v = draw(2);
        Parameters expected = HessianProduct.of(net(new Tanh()), at).apply(v);
        Parameters narrow = at.mapTensors(t -> t.to(ElementType.FLOAT32));
        Operator<Parameters, Tensor> net =
                TwoLayers.of(X.to(ElementType.FLOAT32), new Tanh()).then(LOSS);
        Parameters actual = HessianProduct.of(net, narrow).apply(v.mapTensors(t -> t.to(ElementType.FLOAT32)));
        Parameters wide = actual.mapTensors(t -> t.to(ElementType.FLOAT64));
        assertTrue(wide.minus(expected).norm() <= 1e-5 * (1 + expected.norm()));
    }

    @Test
    void badInputIsRefused() {
        CrossEntropyLoss none = LOSS.withReduction(Reduction.NONE);
        assertEquals(
                "Operator.Pass.gradient: the output is [3], but a gradient is of a single number; backward(upstream) says"
                        + " how much each number counts",
                assertThrows(ShapeException.class, () -> HessianProduct.of(none, X))
                        .getMessage());
        HessianProduct<Parameters> hessian = HessianProduct.of(net(new Tanh()), draw(1));
        Parameters wider = Parameters.random(3, HIDDEN, 2, 1);
        assertEquals(
                "HessianProduct: v: first.weight has shape [2, 3], but [2, 2] is needed",
                assertThrows(ShapeException.class, () -> hessian.apply(wider)).getMessage());
        Operator.Pass<Parameters, Parameters> pass = hessian.forward(draw(2));
        assertTrue(assertThrows(ShapeException.class, () -> pass.backward(wider))
                .getMessage()
                .startsWith("HessianProduct.backward: upstream"));
        assertTrue(assertThrows(ShapeException.class, () -> pass.pushforward(wider))
                .getMessage()
                .startsWith("HessianProduct.pushforward: tangent"));
        Parameters narrow = draw(2).mapTensors(t -> t.to(ElementType.FLOAT32));
        assertThrows(IllegalArgumentException.class, () -> hessian.apply(narrow));
        assertThrows(NullPointerException.class, () -> hessian.apply(null));
        assertThrows(NullPointerException.class, () -> HessianProduct.of(LOSS, null));
    }

    @Test
    void anOperatorWithoutSecondDerivativeIsNamed() {
        Operator<Tensor, Tensor> square =
                Operator.of(x -> x.times(x).sum(), (x, y, dy) -> x.times(2).times(dy.broadcastTo(x.shape())));
        HessianProduct<Tensor> product = HessianProduct.of(square, Tensor.of(1, 2));
        assertTrue(assertThrows(UnsupportedOperationException.class, () -> product.apply(Tensor.of(1, 0)))
                .getMessage()
                .contains("has no second derivative"));
    }

    @Test
    void nothingIsLeftOfNoParameters() {
        Tensor none = Tensor.zeros(Shape.of(0, 2));
        Operator<Tensor, Tensor> loss =
                CrossEntropyLoss.onLogits(Labels.of(Shape.of(0))).withReduction(Reduction.SUM);
        assertEquals(none, HessianProduct.of(loss, none).apply(none));
    }
}
