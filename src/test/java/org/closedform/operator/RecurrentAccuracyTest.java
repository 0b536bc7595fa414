package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.closedform.Sweep;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorLaws;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recurrent layers against 60-digit references: values and, through differences of those references, gradients. */
class RecurrentAccuracyTest {
    private static final int SEEDS = 40 * Sweep.FACTOR;
    private static final int GRADIENT_SEEDS = Sweep.FACTOR;

    /** What the Javadoc states, for 5 steps and weights and inputs around 1, in units of the type's ε. */
    private static final double VALUE = 4;

    private static final double GRADIENT = 8;

    private static final double CURVATURE_OF_GRU = 16;

    private static final RecurrentReference SIZES = new RecurrentReference(5, 2, 3, 2);

    @ParameterizedTest
    @EnumSource
    void lstmIsTheTextbooks(ElementType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Lstm.Inputs in = RecurrentCases.lstm(seed, type, 5, 2, 3, 2);
            assertValues("lstm " + seed, new Lstm().apply(in), SIZES.lstm(exact(in)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rnnIsTheTextbooks(ElementType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Rnn.Inputs in = RecurrentCases.rnn(seed, type, 5, 2, 3, 2);
            for (Rnn rnn : RecurrentCases.nonlinearities()) {
                assertValues(rnn + " " + seed, rnn.apply(in), SIZES.rnn(exact(in), activation(rnn)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gruIsTheTextbooks(ElementType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Gru.Inputs in = RecurrentCases.gru(seed, type, 5, 2, 3, 2);
            for (Gru.Reset reset : Gru.Reset.values()) {
                assertValues(reset + " " + seed, new Gru(reset).apply(in), gru(exact(in), reset));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientOfAGruIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru.Inputs in = RecurrentCases.gru(seed, type, 5, 2, 3, 2);
                assertGradient(reset + " " + seed, new Gru(reset), in, parts -> gru(parts, reset));
                GruCell.Inputs cell = RecurrentCases.gruCell(seed, type, 2, 3, 2);
                assertGradient(reset + " cell " + seed, new GruCell(reset), cell, parts -> gruCell(parts, reset));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pushforwardOfAGruIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru.Inputs in = RecurrentCases.gru(seed, type, 5, 2, 3, 2);
                assertPushforward(reset + " " + seed, new Gru(reset), in, parts -> gru(parts, reset));
                GruCell.Inputs cell = RecurrentCases.gruCell(seed, type, 2, 3, 2);
                assertPushforward(reset + " cell " + seed, new GruCell(reset), cell, parts -> gruCell(parts, reset));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void curvatureOfAGruIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru.Inputs in = RecurrentCases.gru(seed, type, 5, 2, 3, 2);
                assertCurvature(reset + " " + seed, CURVATURE_OF_GRU, new Gru(reset), in, parts -> gru(parts, reset));
                GruCell.Inputs cell = RecurrentCases.gruCell(seed, type, 2, 3, 2);
                assertCurvature(
                        reset + " cell " + seed,
                        CURVATURE_OF_GRU,
                        new GruCell(reset),
                        cell,
                        parts -> gruCell(parts, reset));
            }
        }
    }

    private static List<BigDecimal[]> gru(List<BigDecimal[]> parts, Gru.Reset reset) {
        return SIZES.gru(parts, reset == Gru.Reset.AFTER);
    }

    /** A cell of two sequences, three features and two units. */
    private static List<BigDecimal[]> gruCell(List<BigDecimal[]> parts, Gru.Reset reset) {
        return List.<BigDecimal[]>of(new RecurrentReference(1, 2, 3, 2)
                .gru(parts, reset == Gru.Reset.AFTER)
                .get(1));
    }

    /** σ(40) rounds to 1, and 1 − σ(40) would be 0: what is let in of n, and the slope of z, are e⁻⁴⁰ over powers of 1 + e⁻⁴⁰. */
    @Test
    void aSaturatedUpdateGateKeepsItsDigits() {
        Tensor none = Tensor.of(new double[][] {{0}, {0}, {0}});
        RecurrentParameters parameters =
                new RecurrentParameters(none, none, Tensor.of(0, 40, 1), Tensor.zeros(Shape.of(3)));
        Gru.Pass pass = new Gru().forward(new Gru.Inputs(Tensor.zeros(Shape.of(1, 1, 1)), parameters));
        assertEquals(1, pass.z().item());
        BigDecimal e = HighPrecision.exp(BigDecimal.valueOf(-40));
        BigDecimal let = e.divide(BigDecimal.ONE.add(e), HighPrecision.DIGITS);
        BigDecimal n = RecurrentReference.tanh(BigDecimal.ONE);
        Ulps.assertWithin(4, pass.output().y().reshape(1), let.multiply(n));
        Tensor dBias = pass.backward(pass.output().zerosLike().withHLast(Tensor.of(new double[][] {{1}})))
                .parameters()
                .biasIh();
        BigDecimal slope = let.divide(BigDecimal.ONE.add(e), HighPrecision.DIGITS);
        Ulps.assertWithin(6, dBias.slice(0, 1, 2), slope.multiply(n).negate());
        BigDecimal slopeOfN = BigDecimal.ONE.subtract(n.multiply(n));
        Ulps.assertWithin(6, dBias.slice(0, 2, 3), let.multiply(slopeOfN));
    }

    @ParameterizedTest
    @EnumSource
    void gradientOfAnLstmIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            assertGradient("lstm " + seed, new Lstm(), RecurrentCases.lstm(seed, type, 5, 2, 3, 2), SIZES::lstm);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientOfAnRnnIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            for (Rnn rnn : RecurrentCases.nonlinearities()) {
                UnaryOperator<BigDecimal> activation = activation(rnn);
                Rnn.Inputs in = RecurrentCases.rnn(seed, type, 5, 2, 3, 2);
                assertGradient(rnn + " " + seed, rnn, in, parts -> SIZES.rnn(parts, activation));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientOfACellIsThatOfItsReference(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            LstmCell.Inputs in = RecurrentCases.cell(seed, type, 2, 3, 2);
            assertGradient("cell " + seed, new LstmCell(), in, RecurrentAccuracyTest::cell);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pushforwardsAreThoseOfTheirReferences(ElementType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertPushforward("lstm " + seed, new Lstm(), RecurrentCases.lstm(seed, type, 5, 2, 3, 2), SIZES::lstm);
            for (Rnn rnn : RecurrentCases.nonlinearities()) {
                UnaryOperator<BigDecimal> activation = activation(rnn);
                Rnn.Inputs in = RecurrentCases.rnn(seed, type, 5, 2, 3, 2);
                assertPushforward(rnn + " " + seed, rnn, in, parts -> SIZES.rnn(parts, activation));
            }
            LstmCell.Inputs cell = RecurrentCases.cell(seed, type, 2, 3, 2);
            assertPushforward("cell " + seed, new LstmCell(), cell, RecurrentAccuracyTest::cell);
        }
    }

    @ParameterizedTest
    @EnumSource
    void curvaturesAreThoseOfTheirReferences(ElementType type) {
        for (int seed = 0; seed < GRADIENT_SEEDS; seed++) {
            assertCurvature(
                    "lstm " + seed, GRADIENT, new Lstm(), RecurrentCases.lstm(seed, type, 5, 2, 3, 2), SIZES::lstm);
            for (Rnn rnn : RecurrentCases.nonlinearities()) {
                UnaryOperator<BigDecimal> activation = activation(rnn);
                Rnn.Inputs in = RecurrentCases.rnn(seed, type, 5, 2, 3, 2);
                assertCurvature(rnn + " " + seed, GRADIENT, rnn, in, parts -> SIZES.rnn(parts, activation));
            }
            LstmCell.Inputs cell = RecurrentCases.cell(seed, type, 2, 3, 2);
            assertCurvature("cell " + seed, GRADIENT, new LstmCell(), cell, RecurrentAccuracyTest::cell);
        }
    }

    /** A cell of two sequences, three features and two units. */
    private static List<BigDecimal[]> cell(List<BigDecimal[]> parts) {
        List<BigDecimal[]> out = new RecurrentReference(1, 2, 3, 2).lstm(parts);
        return List.of(out.get(1), out.get(2));
    }

    /** Where no z is near the corner of ReLU, at points that are always the same. */
    @Test
    void aRectifiedLayerAgreesWithFiniteDifferences() {
        Rnn rnn = new Rnn(Rnn.Nonlinearity.RELU);
        int checked = 0;
        for (int seed = 0; seed < 200; seed++) {
            Rnn.Inputs in = RecurrentCases.rnn(seed, ElementType.FLOAT64, 3, 2, 2, 3);
            if (rnn.forward(in).z().map(z -> -Math.abs(z)).max().item() < -0.1) {
                GradientCheck.of(rnn).at(in).assertPasses();
                checked++;
            }
        }
        assertTrue(checked > 5, "points away from the corner: " + checked);
    }

    /** 1 − tanh²(30) would be 0. */
    @Test
    void aSaturatedStateKeepsItsSlope() {
        Tensor one = Tensor.of(new double[][] {{1}});
        Tensor zero = Tensor.of(0.0);
        Rnn.Pass pass = new Rnn()
                .forward(new Rnn.Inputs(
                        Tensor.of(new double[][][] {{{30}}}), new RecurrentParameters(one, one, zero, zero)));
        assertEquals(1, pass.output().y().item());
        BigDecimal e = HighPrecision.exp(BigDecimal.valueOf(-60));
        BigDecimal squared = BigDecimal.ONE.add(e).pow(2);
        Ulps.assertWithin(4, pass.slope(), BigDecimal.valueOf(4).multiply(e).divide(squared, HighPrecision.DIGITS));
    }

    private static UnaryOperator<BigDecimal> activation(Rnn rnn) {
        return rnn.nonlinearity() == Rnn.Nonlinearity.TANH ? RecurrentReference::tanh : RecurrentReference::relu;
    }

    private static List<BigDecimal[]> exact(TensorTree<?> tree) {
        return RecurrentReference.exactParts(tree.parts());
    }

    private static void assertValues(String name, TensorTree<?> actual, List<BigDecimal[]> expected) {
        assertWithin(name, VALUE, actual, expected);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertGradient(
            String name, Operator<X, Y> operator, X x, Function<List<BigDecimal[]>, List<BigDecimal[]>> reference) {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y upstream = OperatorLaws.randomLike(pass.output(), 1);
        List<BigDecimal[]> expected = RecurrentReference.gradient(reference, exact(x), exact(upstream));
        assertWithin(name, GRADIENT, pass.backward(upstream), expected);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertPushforward(
            String name, Operator<X, Y> operator, X x, Function<List<BigDecimal[]>, List<BigDecimal[]>> reference) {
        X tangent = OperatorLaws.randomLike(x, 1);
        List<BigDecimal[]> expected = RecurrentReference.along(reference, exact(x), exact(tangent));
        assertWithin(name, GRADIENT, operator.forward(x).pushforward(tangent), expected);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertCurvature(
            String name,
            double bound,
            Operator<X, Y> operator,
            X x,
            Function<List<BigDecimal[]>, List<BigDecimal[]>> reference) {
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y upstream = OperatorLaws.randomLike(pass.output(), 1);
        X tangent = OperatorLaws.randomLike(x, 2);
        List<BigDecimal[]> expected = RecurrentReference.along(
                point -> RecurrentReference.gradient(reference, point, exact(upstream)), exact(x), exact(tangent));
        assertWithin(name, bound, pass.curvature(upstream, tangent), expected);
    }

    /** Errors in units of ε · max(1, the largest number of the part). */
    private static void assertWithin(String name, double bound, TensorTree<?> actual, List<BigDecimal[]> expected) {
        for (int p = 0; p < expected.size(); p++) {
            NamedTensor part = actual.parts().get(p);
            double scale = 1;
            for (BigDecimal number : expected.get(p)) {
                scale = Math.max(scale, Math.abs(number.doubleValue()));
            }
            double error = RecurrentReference.error(part.tensor(), expected.get(p), scale);
            assertTrue(
                    error <= bound,
                    () -> name + ": " + part.name() + " is off by " + error + " ε of its largest number, more than "
                            + bound + ": " + part.tensor());
        }
    }
}
