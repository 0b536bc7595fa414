package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.CrossEntropyLossOptionsAccuracyTest.Sample;
import org.closedform.operator.Hessian;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class CrossEntropyHessianTest {
    private static final double ULPS = 16;

    /** A loss with all options, and a direction. */
    record Moving(Sample sample, Tensor v) {}

    @Provide
    Arbitrary<Moving> samples() {
        return CrossEntropyLossOptionsAccuracyTest.samples(3)
                .flatMap(s -> TensorArbitraries.tensors(s.x().shape(), s.x().elementType())
                        .map(v -> new Moving(s, v)));
    }

    @Property(tries = 300)
    void productsKeepTheirDigits(@ForAll("samples") Moving m) {
        Sample s = m.sample;
        Hessian ofLabels = s.onLabels(Reduction.SUM).hessian(s.x());
        Hessian ofDistributions = s.onDistributions(Reduction.SUM).hessian(s.x());
        for (int row = 0; row < s.positions(); row++) {
            if (s.counts(row)) {
                assertRow(m, row, weighed(s, ofLabel(s, row)), ofLabels);
            } else {
                assertEquals(0, ofLabels.apply(m.v).select(0, row).norm());
            }
            assertRow(m, row, weighed(s, s.t().select(0, row).toDoubleArray()), ofDistributions);
        }
    }

    private static double[] ofLabel(Sample s, int row) {
        double[] t = new double[s.w().size()];
        t[s.labels().at(row)] = 1;
        return t;
    }

    /** For labels w_t goes with the label's share, w_c with each class's part of the smoothing: w_c ((1 − s) t_c + s/C) either way. */
    private static BigDecimal[] weighed(Sample s, double[] t) {
        BigDecimal spread = new BigDecimal(s.smoothing()).divide(BigDecimal.valueOf(t.length), HighPrecision.DIGITS);
        return IntStream.range(0, t.length)
                .mapToObj(c -> BigDecimal.ONE
                        .subtract(new BigDecimal(s.smoothing()))
                        .multiply(new BigDecimal(t[c]))
                        .add(spread)
                        .multiply(new BigDecimal(s.w().at(c))))
                .toArray(BigDecimal[]::new);
    }

    private static void assertRow(Moving m, int row, BigDecimal[] q, Hessian hessian) {
        double[] x = m.sample.x().select(0, row).toDoubleArray();
        BigDecimal[] v = HighPrecision.exact(m.v.select(0, row).toDoubleArray());
        Tensor actual = hessian.apply(m.v).select(0, row);
        for (int i = 0; i < x.length; i++) {
            Tensor element = actual.slice(0, i, i + 1);
            switch (m.sample.form()) {
                case LOGITS -> assertElement(element, HighPrecision.softmax(x), v, HighPrecision.sum(q), i);
                case LOG_PROBABILITIES -> assertEquals(0, element.norm());
                case PROBABILITIES ->
                    Ulps.assertWithin(
                            ULPS,
                            element,
                            q[i].multiply(v[i]).divide(new BigDecimal(x[i]).pow(2), HighPrecision.DIGITS));
            }
        }
    }

    /** Σt y_i Σ_j y_j (v_i − v_j), of whose terms no one cancels another but by sign. */
    private static void assertElement(Tensor actual, BigDecimal[] y, BigDecimal[] v, BigDecimal sum, int i) {
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal size = BigDecimal.ZERO;
        for (int j = 0; j < y.length; j++) {
            BigDecimal term = sum.multiply(y[i]).multiply(y[j]).multiply(v[i].subtract(v[j]));
            exact = exact.add(term);
            size = size.add(sum.multiply(y[i])
                    .multiply(y[j])
                    .multiply(v[i].abs().add(v[j].abs()))
                    .multiply(j == i ? BigDecimal.ZERO : BigDecimal.ONE));
        }
        double smallest = actual.elementType() == ElementType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        Ulps.assertWithinOf(Math.max(size.doubleValue(), 1e3 * smallest), 2 * ULPS, actual, exact);
    }

    @Property(tries = 200)
    void productBlocksDiagonalAndAllEntriesAreOneMatrix(@ForAll("samples") Moving m) {
        Tensor x = m.sample.x();
        int n = x.size();
        Hessian hessian = m.sample.onLabels(Reduction.MEAN).hessian(x);
        Tensor dense = hessian.toDense().reshape(n, n);
        double epsilon = x.elementType().epsilon();
        double size = dense.norm() + Double.MIN_NORMAL;
        assertEquals(dense, dense.transpose());
        assertTrue(hessian.apply(m.v)
                .isClose(dense.matmul(m.v.reshape(n)).reshape(x.shape()), 0, 16 * epsilon * size * m.v.norm()));
        assertTrue(hessian.diagonal()
                .reshape(n)
                .isClose(dense.times(Tensor.eye(n).to(x.elementType())).sum(1), 8 * epsilon, 0));
        assertTrue(m.v.dot(hessian.apply(m.v)) >= -16 * epsilon * size * m.v.dot(m.v));
    }

    @Property(tries = 200)
    void aConstantAddedToTheLogitsOfAPositionIsInTheNullSpace(@ForAll("samples") Moving m) {
        Tensor x = m.sample.x();
        if (m.sample.form() == Form.LOGITS) {
            Tensor constants = m.v.slice(1, 0, 1).broadcastTo(x.shape());
            Tensor product = m.sample.onDistributions(Reduction.SUM).hessian(x).apply(constants);
            double size = m.sample.t().matmul(m.sample.w()).norm() * constants.norm();
            assertTrue(product.norm()
                    <= 64 * x.elementType().epsilon() * (size + m.sample.w().norm()));
        }
    }

    @Test
    void theBlockOfAPositionIsTheCovarianceOfItsClass() {
        Tensor logits = Tensor.of(new double[][] {{0, 0}, {StrictMath.log(3), 0}});
        Hessian hessian = CrossEntropyLoss.onLogits(Labels.of(0, 1)).hessian(logits);
        // y = (3/4, 1/4), N = 2
        Tensor expected = Tensor.of(new double[][] {{3.0 / 32, -3.0 / 32}, {-3.0 / 32, 3.0 / 32}});
        assertTrue(hessian.block(1).isClose(expected, 1e-15, 0), () -> hessian.block(1)
                .toString());
        assertTrue(hessian.diagonal()
                .isClose(Tensor.of(new double[][] {{1.0 / 8, 1.0 / 8}, {3.0 / 32, 3.0 / 32}}), 1e-15, 0));
        ShapeException outside = assertThrows(ShapeException.class, () -> hessian.block(2));
        assertEquals("Hessian.block: position [2] is not within the positions [2]", outside.getMessage());
        assertThrows(ShapeException.class, () -> hessian.block(0, 1));
    }

    @Test
    void aPositionInsideAnImageIsFoundWhereverTheClassAxisIs() {
        Tensor images = Tensor.generate(Shape.of(2, 3, 4), i -> i[0] + 0.5 * i[1] - 0.25 * i[2] * i[1]);
        Labels labels = Labels.of(Shape.of(2, 4), 0, 1, 2, 0, 1, 2, 0, 1);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(labels).withReduction(Reduction.SUM);
        Tensor alone = images.select(0, 1).select(1, 2);
        Tensor expected = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 0))
                .hessian(alone)
                .toDense();
        assertEquals(expected, loss.hessian(images).block(1, 2));
        Tensor last = images.permute(0, 2, 1);
        assertEquals(expected, loss.withAxis(-1).hessian(last).block(1, 2));
    }

    @Test
    void aSureClassKeepsItsDigits() {
        // y = (1 − 2δ, δ, δ) but for rounding, with δ = e⁻⁶⁰
        double delta = 8.75651076269652e-27;
        Tensor diagonal = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 0))
                .hessian(Tensor.of(60, 0, 0))
                .diagonal();
        assertTrue(diagonal.isClose(Tensor.of(2 * delta, delta, delta), 1e-14, 0), diagonal::toString);
    }

    @Test
    void whatDoesNotCountIsZeroEvenWhereItIsNan() {
        Tensor logits = Tensor.of(new double[][] {{Double.NaN, 1}, {0, 0}});
        Tensor v = Tensor.of(new double[][] {{1, 1}, {1, -1}});
        Tensor product = CrossEntropyLoss.onLogits(Labels.of(-100, 1))
                .withIgnoreIndex(-100)
                .hessian(logits)
                .apply(v);
        assertEquals(Tensor.of(new double[][] {{0, 0}, {0.5, -0.5}}), product);
    }

    @Test
    void whatCountsAndIsNoDistributionIsNan() {
        Tensor logits = Tensor.of(new double[][] {{Double.POSITIVE_INFINITY, 1}, {0, 0}});
        Tensor product =
                CrossEntropyLoss.onLogits(Labels.of(0, 1)).hessian(logits).apply(logits.onesLike());
        assertTrue(Double.isNaN(product.at(0, 0)) && Double.isNaN(product.at(0, 1)));
        assertEquals(0, product.at(1, 0));
        Tensor negative = CrossEntropyLoss.onProbabilities(Labels.of(0))
                .hessian(Tensor.of(new double[][] {{-0.5, 0.5}}))
                .diagonal();
        assertTrue(Double.isNaN(negative.at(0, 0)));
        assertEquals(0, negative.at(0, 1));
    }

    @Test
    void weightsWhoseSumIsOutOfRangeAreLowered() {
        Tensor weights = Tensor.of(Double.MAX_VALUE, Double.MAX_VALUE);
        Tensor logits = Tensor.of(new double[][] {{0, 1}, {2, 0}});
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
        Tensor expected = loss.hessian(logits).diagonal();
        assertTrue(loss.withWeights(weights).hessian(logits).diagonal().isClose(expected, 1e-15, 0));
    }

    @Test
    void aPredictionThatDoesNotFitIsRefused() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
        assertThrows(ShapeException.class, () -> loss.hessian(Tensor.of(new double[][] {{1, 2}})));
        assertThrows(NullPointerException.class, () -> loss.hessian(null));
        Hessian hessian = loss.hessian(Tensor.of(new double[][] {{1, 2}, {3, 4}}));
        assertEquals(
                "Hessian.apply: v has shape [2], but [2, 2] is needed",
                assertThrows(ShapeException.class, () -> hessian.apply(Tensor.of(1, 2)))
                        .getMessage());
    }

    @Test
    void anEmptyBatchHasAnEmptyHessian() {
        Tensor none = Tensor.zeros(Shape.of(0, 3));
        Hessian hessian = CrossEntropyLoss.onLogits(Labels.of(Shape.of(0))).hessian(none);
        assertEquals(none, hessian.apply(none));
        assertEquals(none, hessian.diagonal());
        assertEquals(0, Arrays.stream(hessian.toDense().toDoubleArray()).count());
    }
}
