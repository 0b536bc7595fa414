package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Cross-entropy by example. */
class CrossEntropyLossTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Operator.Pass<Tensor, Tensor> label(Form form, int label, double... x) {
        Target target = new Target.Classes(Labels.of(Shape.of(), label));
        return new CrossEntropyLoss(form, target, Reduction.MEAN).forward(Tensor.of(x));
    }

    private static Operator.Pass<Tensor, Tensor> distribution(Form form, double[] t, double... x) {
        return new CrossEntropyLoss(form, new Target.Distribution(Tensor.of(t)), Reduction.MEAN).forward(Tensor.of(x));
    }

    private static void assertGradient(Operator.Pass<Tensor, Tensor> pass, double... expected) {
        double[] actual = pass.gradient().toDoubleArray();
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-15, "gradient " + i + " of " + Arrays.toString(actual));
        }
    }

    @Nested
    class Value {
        private static final double[] T = {0, 1, 0, 0, 0};
        private static final double[] Q = {0.1, 0.8, 0.05, 0.05, 0};
        /** −log 0.8, by hand. */
        private static final double LOSS = 0.22314355131420976;

        private static double[] logits() {
            return Arrays.stream(Q).map(StrictMath::log).toArray();
        }

        @Test
        void oneHotExampleLosesMinusLogOfTheRightClass() {
            assertEquals(-INFINITY, logits()[4]);
            assertAll(
                    () -> assertEquals(
                            LOSS,
                            distribution(Form.LOGITS, T, logits()).output().item(),
                            1e-15),
                    () -> assertEquals(
                            LOSS, label(Form.LOGITS, 1, logits()).output().item(), 1e-15),
                    () -> assertEquals(
                            LOSS,
                            distribution(Form.PROBABILITIES, T, Q).output().item(),
                            1e-15),
                    () -> assertEquals(
                            LOSS, label(Form.PROBABILITIES, 1, Q).output().item(), 1e-15));
        }

        @Test
        void gradientOfTheExampleIsPredictionMinusTarget() {
            assertGradient(label(Form.LOGITS, 1, logits()), 0.1, -0.2, 0.05, 0.05, 0);
            assertGradient(distribution(Form.LOGITS, T, logits()), 0.1, -0.2, 0.05, 0.05, 0);
            assertGradient(label(Form.PROBABILITIES, 1, Q), 0, -1.25, 0, 0, 0);
            assertGradient(distribution(Form.PROBABILITIES, T, Q), 0, -1.25, 0, 0, 0);
        }

        @Test
        void meanDividesByThePositionsNotTheClasses() {
            Tensor logits = Tensor.zeros(Shape.of(2, 4, 3)); // 6 positions, y = ¼ everywhere
            Labels labels = Labels.of(Shape.of(2, 3), 0, 1, 2, 3, 0, 1);
            Operator.Pass<Tensor, Tensor> pass =
                    CrossEntropyLoss.onLogits(labels).forward(logits);
            assertEquals(1.3862943611198906, pass.output().item(), 1e-15); // log 4
            assertEquals(-0.75 / 6, pass.gradient().at(0, 1, 1), 1e-16);
            assertEquals(0.25 / 6, pass.gradient().at(0, 1, 0), 1e-16);
        }

        @Test
        void theProductOfLikelihoodsUnderflowsWhereTheSumOfLogsStaysFinite() {
            int samples = 2000;
            Tensor probabilities = Tensor.full(Shape.of(samples, 2), 0.5);
            Labels labels = Labels.of(new int[samples]);
            double product = 1;
            for (int i = 0; i < samples; i++) {
                product *= probabilities.at(i, labels.at(i));
            }
            assertEquals(0, product, "0.5^2000 is below the smallest double");
            Tensor loss = CrossEntropyLoss.onProbabilities(labels)
                    .withReduction(Reduction.SUM)
                    .apply(probabilities);
            BigDecimal expected = HighPrecision.log(new BigDecimal(2)).multiply(new BigDecimal(samples));
            Ulps.assertWithin(8, loss, expected);
        }

        @Test
        void float32StaysFloat32() {
            Tensor logits = Tensor.of(new float[][] {{1, 2}, {3, 5}});
            Operator.Pass<Tensor, Tensor> pass =
                    CrossEntropyLoss.onLogits(Labels.of(0, 1)).forward(logits);
            assertEquals(ElementType.FLOAT32, pass.output().elementType());
            assertEquals(ElementType.FLOAT32, pass.gradient().elementType());
        }
    }

    @Nested
    class Gradient {
        private final Tensor logits = Tensor.of(new double[][] {{1, 2, 0}, {0, -1, 3}});
        private final Labels labels = Labels.of(1, 0);

        @Test
        void isReturnedUncopiedForUpstreamOne() {
            for (Reduction reduction : new Reduction[] {Reduction.MEAN, Reduction.SUM}) {
                Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(labels)
                        .withReduction(reduction)
                        .forward(logits);
                assertSame(pass.gradient(), pass.backward(Tensor.scalar(1)), reduction + "");
            }
        }

        @Test
        void isMultipliedByAnyOtherUpstream() {
            Operator.Pass<Tensor, Tensor> pass =
                    CrossEntropyLoss.onLogits(labels).forward(logits);
            Tensor doubled = pass.backward(Tensor.scalar(2));
            assertNotSame(pass.gradient(), doubled);
            assertEquals(pass.gradient().plus(pass.gradient()), doubled);
        }

        @Test
        void ofEachPositionIsMultipliedByItsOwnUpstream() {
            Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(labels)
                    .withReduction(Reduction.NONE)
                    .forward(logits);
            Tensor dx = pass.backward(Tensor.of(2, -4));
            for (int c = 0; c < 3; c++) {
                assertEquals(2 * pass.gradient().at(0, c), dx.at(0, c));
                assertEquals(-4 * pass.gradient().at(1, c), dx.at(1, c));
            }
        }
    }

    @Nested
    class SpecialValues {

        @Test
        void aRowWithoutADistributionIsNaN() {
            for (double[] row : new double[][] {
                {NAN, 1, 2},
                {0, NAN, -INFINITY},
                {INFINITY, 0, 0},
                {0, INFINITY, INFINITY},
                {-INFINITY, -INFINITY, -INFINITY}
            }) {
                for (Operator.Pass<Tensor, Tensor> pass : List.of(
                        label(Form.LOGITS, 1, row), distribution(Form.LOGITS, new double[] {0.5, 0, 0.5}, row))) {
                    assertTrue(Double.isNaN(pass.output().item()), () -> "loss of " + Arrays.toString(row));
                    assertGradient(pass, NAN, NAN, NAN);
                }
            }
        }

        @Test
        void aRowWithoutADistributionLeavesItsNeighboursAlone() {
            Tensor logits = Tensor.of(new double[][] {{NAN, 0}, {0, 0}, {-INFINITY, -INFINITY}});
            Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(Labels.of(0, 0, 0))
                    .withReduction(Reduction.NONE)
                    .forward(logits);
            assertEquals(Tensor.of(-0.5, 0.5), pass.gradient().select(0, 1));
            assertEquals(0.6931471805599453, pass.output().at(1), 2e-16);
            assertTrue(Double.isNaN(pass.output().at(0))
                    && Double.isNaN(pass.output().at(2)));
        }

        @Test
        void aTargetAtMinusInfinityLosesInfinityAndPullsByYMinusT() {
            Operator.Pass<Tensor, Tensor> hard = label(Form.LOGITS, 0, -INFINITY, 0, 0);
            assertEquals(INFINITY, hard.output().item());
            assertGradient(hard, -1, 0.5, 0.5);
            Operator.Pass<Tensor, Tensor> soft =
                    distribution(Form.LOGITS, new double[] {0.25, 0.75, 0}, -INFINITY, 0, 0);
            assertEquals(INFINITY, soft.output().item());
            assertGradient(soft, -0.25, -0.25, 0.5);
        }

        @Test
        void aTermWithTargetZeroIsZeroWhateverThePrediction() {
            Operator.Pass<Tensor, Tensor> logits =
                    distribution(Form.LOGITS, new double[] {0, 0.5, 0.5}, -INFINITY, 0, 0);
            assertEquals(0.6931471805599453, logits.output().item(), 2e-16);
            assertGradient(logits, 0, 0, 0);
            Operator.Pass<Tensor, Tensor> probabilities =
                    distribution(Form.PROBABILITIES, new double[] {0, 0.5, 0.5}, 0, 0.5, 0.5);
            assertEquals(0.6931471805599453, probabilities.output().item(), 2e-16);
            assertGradient(probabilities, 0, -1, -1);
        }

        @Test
        void targetsThatAreAllZeroLoseNothing() {
            assertEquals(
                    0, distribution(Form.LOGITS, new double[2], 1, 2).output().item());
            assertGradient(distribution(Form.LOGITS, new double[2], 1, 2), 0, 0);
            assertEquals(
                    0,
                    distribution(Form.PROBABILITIES, new double[2], 0, 1)
                            .output()
                            .item());
            assertGradient(distribution(Form.PROBABILITIES, new double[2], 0, 1), 0, 0);
        }

        @Test
        void aTargetAtProbabilityZeroLosesInfinity() {
            Operator.Pass<Tensor, Tensor> hard = label(Form.PROBABILITIES, 0, 0, 1);
            assertEquals(INFINITY, hard.output().item());
            assertGradient(hard, -INFINITY, 0);
            Operator.Pass<Tensor, Tensor> soft = distribution(Form.PROBABILITIES, new double[] {0.25, 0.75}, 0, 1);
            assertEquals(INFINITY, soft.output().item());
            assertGradient(soft, -INFINITY, -0.75);
        }

        @Test
        void onlyOneClassIsCertain() {
            assertEquals(0, label(Form.LOGITS, 0, -1e300).output().item());
            assertGradient(label(Form.LOGITS, 0, -1e300), 0);
        }

        @Test
        void anEmptyBatchIsEmptyZeroOrNaN() {
            Tensor logits = Tensor.zeros(Shape.of(0, 3));
            for (CrossEntropyLoss loss : new CrossEntropyLoss[] {
                CrossEntropyLoss.onLogits(Labels.of()),
                CrossEntropyLoss.onLogits(logits),
                CrossEntropyLoss.onProbabilities(Labels.of()),
                CrossEntropyLoss.onProbabilities(logits)
            }) {
                assertEquals(
                        Shape.of(0),
                        loss.withReduction(Reduction.NONE).apply(logits).shape());
                assertEquals(0, loss.withReduction(Reduction.SUM).apply(logits).item());
                assertTrue(Double.isNaN(loss.apply(logits).item()));
                assertEquals(logits, loss.forward(logits).gradient());
            }
        }
    }
}
