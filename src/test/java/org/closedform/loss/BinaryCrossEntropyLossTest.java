package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Binary cross-entropy by example. */
class BinaryCrossEntropyLossTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double LOG_2 = 0.6931471805599453;

    private static BinaryCrossEntropyLoss onLogits(double... t) {
        return BinaryCrossEntropyLoss.onLogits(Tensor.of(t)).withReduction(Reduction.NONE);
    }

    private static BinaryCrossEntropyLoss onProbabilities(double... t) {
        return BinaryCrossEntropyLoss.onProbabilities(Tensor.of(t)).withReduction(Reduction.NONE);
    }

    private static void assertLosses(Operator.Pass<Tensor, Tensor> pass, double... expected) {
        assertNumbers("loss", pass.output(), expected);
    }

    private static void assertGradient(Operator.Pass<Tensor, Tensor> pass, double... expected) {
        assertNumbers("gradient", pass.gradient(), expected);
    }

    private static void assertNumbers(String name, Tensor actual, double... expected) {
        assertEquals(expected.length, actual.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual.at(i), 2e-15, name + " " + i + " of " + actual);
        }
    }

    @Nested
    class Value {

        @Test
        void onProbabilitiesIsMinusTheLogOfWhatWasRight() {
            // −log 0.8, −log(1 − 0.8) and the mean of both
            assertLosses(
                    onProbabilities(1, 0, 0.5).forward(Tensor.of(0.8, 0.8, 0.8)),
                    0.22314355131420976,
                    1.6094379124341003,
                    0.916290731874155);
            assertGradient(onProbabilities(1, 0, 0.5).forward(Tensor.of(0.8, 0.8, 0.8)), -1.25, 5, 1.875);
        }

        @Test
        void onLogitsIsTheSameOfTheirSigmoid() {
            double logOf4 = 1.3862943611198906; // σ(log 4) = 0.8
            Tensor x = Tensor.of(logOf4, logOf4, logOf4);
            assertLosses(onLogits(1, 0, 0.5).forward(x), 0.22314355131420976, 1.6094379124341003, 0.916290731874155);
            assertGradient(onLogits(1, 0, 0.5).forward(x), -0.2, 0.8, 0.3);
        }

        @Test
        void ofLogitsZeroIsLogTwoWhateverTheTarget() {
            assertLosses(onLogits(0, 1, 0.3).forward(Tensor.of(0, -0.0, 0)), LOG_2, LOG_2, LOG_2);
            assertGradient(onLogits(0, 1, 0.3).forward(Tensor.of(0, -0.0, 0)), 0.5, -0.5, 0.2);
        }

        @Test
        void weightsMultiplyAndPosWeightsOnlyTheYes() {
            BinaryCrossEntropyLoss loss = onLogits(1, 0, 0.25).withPosWeight(Tensor.scalar(3));
            assertLosses(loss.forward(Tensor.zeros(Shape.of(3))), 3 * LOG_2, LOG_2, 1.5 * LOG_2);
            // (1 − t)/2 − 3t/2
            assertGradient(loss.forward(Tensor.zeros(Shape.of(3))), -1.5, 0.5, 0);
            BinaryCrossEntropyLoss weighed = loss.withWeight(Tensor.of(1, 10, 2));
            assertLosses(weighed.forward(Tensor.zeros(Shape.of(3))), 3 * LOG_2, 10 * LOG_2, 3 * LOG_2);
            assertGradient(weighed.forward(Tensor.zeros(Shape.of(3))), -1.5, 5, 0);
            assertGradient(
                    onProbabilities(1, 0, 0.25)
                            .withPosWeight(Tensor.scalar(3))
                            .withWeight(Tensor.of(1, 10, 2))
                            .forward(Tensor.full(Shape.of(3), 0.5)),
                    -6,
                    20,
                    0);
        }

        @Test
        void weightsAreRepeatedAlongMissingAxes() {
            Tensor x = Tensor.zeros(Shape.of(2, 2));
            Tensor t = Tensor.of(new double[][] {{1, 0}, {1, 0}});
            Tensor loss = BinaryCrossEntropyLoss.onLogits(t)
                    .withReduction(Reduction.NONE)
                    .withPosWeight(Tensor.of(3, 5)) // one a class
                    .withWeight(Tensor.of(new double[][] {{1}, {4}})) // one a sample
                    .apply(x);
            assertEquals(Tensor.of(new double[][] {{3, 1}, {12, 4}}), loss.map(v -> Math.rint(v / LOG_2 * 1e9) / 1e9));
        }

        @Test
        void meanDividesByTheElementsWhateverTheWeights() {
            Tensor x = Tensor.zeros(Shape.of(2, 2));
            BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(x).withWeight(Tensor.scalar(8));
            assertEquals(8 * LOG_2, loss.apply(x).item(), 1e-15);
            assertEquals(Tensor.full(Shape.of(2, 2), 1), loss.forward(x).gradient());
            BinaryCrossEntropyLoss sum = loss.withReduction(Reduction.SUM);
            assertEquals(32 * LOG_2, sum.apply(x).item(), 1e-14);
            assertEquals(Tensor.full(Shape.of(2, 2), 4), sum.forward(x).gradient());
        }

        @Test
        void keepsTheShapeAndTheType() {
            Tensor x = Tensor.zeros(Shape.of(2, 1, 3)).to(ElementType.FLOAT32);
            for (BinaryCrossEntropyLoss loss : new BinaryCrossEntropyLoss[] {
                BinaryCrossEntropyLoss.onLogits(x), BinaryCrossEntropyLoss.onProbabilities(x)
            }) {
                Operator.Pass<Tensor, Tensor> each =
                        loss.withReduction(Reduction.NONE).forward(x);
                assertEquals(
                        "float32[2, 1, 3]",
                        each.output().elementType() + "" + each.output().shape());
                assertEquals(
                        "float32[2, 1, 3]",
                        each.gradient().elementType() + "" + each.gradient().shape());
                assertEquals(Shape.of(), loss.apply(x).shape());
                assertEquals(ElementType.FLOAT32, loss.apply(x).elementType());
            }
            assertEquals(
                    LOG_2,
                    BinaryCrossEntropyLoss.onLogits(Tensor.scalar(1))
                            .apply(Tensor.scalar(0))
                            .item());
        }
    }

    @Nested
    class Backward {

        @Test
        void forUpstreamOneIsTheGradientItself() {
            Operator.Pass<Tensor, Tensor> pass =
                    BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0)).forward(Tensor.of(3, 1));
            assertSame(pass.gradient(), pass.backward(Tensor.scalar(1)));
            assertNotSame(pass.gradient(), pass.backward(Tensor.scalar(2)));
        }

        @Test
        void scalesEachElementByItsUpstream() {
            Operator.Pass<Tensor, Tensor> pass = onLogits(1, 0).forward(Tensor.of(0, 0));
            assertEquals(Tensor.of(-1, -2), pass.backward(Tensor.of(2, -4)));
        }
    }

    @Nested
    class SpecialValues {

        @Test
        void certainAndRightLosesNothingAndPullsByOne() {
            Operator.Pass<Tensor, Tensor> pass = onProbabilities(0, 1).forward(Tensor.of(0, 1));
            assertEquals(Tensor.of(0, 0), pass.output());
            assertEquals(Tensor.of(1, -1), pass.gradient());
        }

        @Test
        void certainAndWrongLosesInfinity() {
            Operator.Pass<Tensor, Tensor> pass = onProbabilities(1, 0, 0.5, 0.5).forward(Tensor.of(0, 1, 0, 1));
            assertEquals(Tensor.of(INFINITY, INFINITY, INFINITY, INFINITY), pass.output());
            assertEquals(Tensor.of(-INFINITY, INFINITY, -INFINITY, INFINITY), pass.gradient());
        }

        @Test
        void infiniteLogitsAreCertain() {
            Operator.Pass<Tensor, Tensor> pass =
                    onLogits(1, 0, 1, 0, 0.25).forward(Tensor.of(INFINITY, -INFINITY, -INFINITY, INFINITY, INFINITY));
            assertEquals(Tensor.of(0, 0, INFINITY, INFINITY, INFINITY), pass.output());
            assertGradient(pass, 0, 0, -1, 1, 0.75);
        }

        @Test
        void hugeLogitsLoseWhatTheySay() {
            Operator.Pass<Tensor, Tensor> pass =
                    onLogits(0, 1, 1, 0, 0.5).forward(Tensor.of(1e300, -1e300, 1e300, -1e300, 1e300));
            assertEquals(Tensor.of(1e300, 1e300, 0, 0, 0.5e300), pass.output());
            assertGradient(pass, 1, -1, 0, 0, 0.5);
        }

        @Test
        void confidentLogitsKeepTheirDigits() {
            // e^−700 by hand: 9.8596765437597708567e−305
            Operator.Pass<Tensor, Tensor> pass = onLogits(1, 0).forward(Tensor.of(700, -700));
            double tiny = 9.8596765437597708567e-305;
            for (int i = 0; i < 2; i++) {
                assertEquals(tiny, pass.output().at(i), 4 * Math.ulp(tiny));
                assertEquals(tiny, Math.abs(pass.gradient().at(i)), 4 * Math.ulp(tiny));
            }
        }

        @Test
        void nanAndNumbersThatAreNoProbabilityGiveNaNLosses() {
            for (double t : new double[] {0, 0.5, 1}) {
                assertLosses(onLogits(t).forward(Tensor.of(NAN)), NAN);
                assertGradient(onLogits(t).forward(Tensor.of(NAN)), NAN);
                assertLosses(onProbabilities(t, t, t).forward(Tensor.of(NAN, -0.5, 1.5)), NAN, NAN, NAN);
            }
            assertGradient(onProbabilities(0, 0.5, 1).forward(Tensor.of(NAN, NAN, NAN)), NAN, NAN, NAN);
        }

        @Test
        void aNaNLeavesItsNeighboursAlone() {
            assertLosses(onLogits(1, 1).forward(Tensor.of(NAN, 0)), NAN, LOG_2);
            assertGradient(onLogits(1, 1).forward(Tensor.of(NAN, 0)), NAN, -0.5);
        }

        @Test
        void whatWeighsNothingLosesNothingHoweverWrong() {
            Tensor zero = Tensor.scalar(0);
            Operator.Pass<Tensor, Tensor> off =
                    onProbabilities(1, 0).withWeight(zero).forward(Tensor.of(0, 1));
            assertNumbers("loss", off.output(), 0, 0);
            assertNumbers("gradient", off.gradient().plus(0), 0, 0);
            Operator.Pass<Tensor, Tensor> logits =
                    onLogits(1, 0).withWeight(zero).forward(Tensor.of(-INFINITY, INFINITY));
            assertNumbers("loss", logits.output(), 0, 0);
            assertNumbers("gradient", logits.gradient().plus(0), 0, 0);
        }

        @Test
        void whatWeighsNothingMovesNothing() {
            BinaryCrossEntropyLoss loss =
                    BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0, 1)).withWeight(Tensor.of(3, 0, 0));
            Tensor v = Tensor.of(1, Double.POSITIVE_INFINITY, Double.NaN);
            for (Operator<Tensor, Tensor> each : List.of(loss, new BinaryFocalLoss(loss, 2))) {
                Operator.Pass<Tensor, Tensor> pass = each.forward(Tensor.of(0, Double.NaN, 1));
                assertEquals(pass.gradient().at(0), pass.pushforward(v).item());
                assertNumbers("curvature", pass.curvature(Tensor.scalar(1), v).slice(0, 1, 3), 0, 0);
            }
            assertEquals(-0.5, loss.forward(Tensor.of(0, 0, 0)).gradient().at(0), "divided by three elements");
        }

        @Test
        void aYesThatWeighsNothingLosesNothingHoweverWrong() {
            Operator.Pass<Tensor, Tensor> pass =
                    onProbabilities(1, 0.5).withPosWeight(Tensor.scalar(0)).forward(Tensor.of(0, 0));
            assertNumbers("loss", pass.output(), 0, 0);
            assertNumbers("gradient", pass.gradient().plus(0), 0, 0.5);
        }

        @Test
        void anEmptyBatchIsEmptyZeroOrNaN() {
            Tensor x = Tensor.zeros(Shape.of(0, 3));
            for (BinaryCrossEntropyLoss loss : new BinaryCrossEntropyLoss[] {
                BinaryCrossEntropyLoss.onLogits(x),
                BinaryCrossEntropyLoss.onProbabilities(x).withWeight(Tensor.of(1, 2, 3))
            }) {
                assertEquals(x, loss.withReduction(Reduction.NONE).apply(x));
                assertEquals(0, loss.withReduction(Reduction.SUM).apply(x).item());
                assertEquals(NAN, loss.apply(x).item());
                assertEquals(x, loss.forward(x).gradient());
            }
        }
    }
}
