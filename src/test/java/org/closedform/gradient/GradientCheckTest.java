package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The check itself, by example. */
class GradientCheckTest {
    private static GradientReport elementwise(DoubleUnaryOperator f, DoubleUnaryOperator slope, double... x) {
        return GradientCheck.of(new Elementwise(f, slope)).at(Tensor.of(x));
    }

    private static List<String> failing(GradientReport report) {
        return report.comparisons().stream()
                .filter(comparison -> comparison.verdict() == Verdict.FAIL)
                .map(Comparison::input)
                .toList();
    }

    /** The tensor with one element multiplied. */
    private static Tensor wrongAt(Tensor tensor, int offset, double factor) {
        double[] values = tensor.toDoubleArray();
        values[offset] *= factor;
        return Tensor.of(tensor.shape(), values);
    }

    private static Tensor random(int... dimensions) {
        SplittableRandom random = new SplittableRandom(5);
        return Tensor.draw(Shape.of(dimensions), () -> random.nextDouble(-1, 1));
    }

    record Scaled(Tensor x, Tensor gamma) implements TensorTree<Scaled> {}

    /** x ⊙ γ, with one wrong element in dγ. */
    private static Operator<Scaled, Tensor> scaling(int wrong, double factor) {
        return Operator.of(
                in -> in.x().times(in.gamma()),
                (in, y, dy) -> new Scaled(
                        dy.times(in.gamma()), wrongAt(dy.times(in.x()).sum(0), wrong, factor)));
    }

    @Nested
    class Mistakes {

        @Test
        void aWrongSignFailsEverywhere() {
            GradientReport report = elementwise(StrictMath::sin, v -> -StrictMath.cos(v), 0.1, 1, 2);
            assertEquals(List.of("x[0]", "x[1]", "x[2]"), failing(report));
        }

        @Test
        void oneWrongElementOfAMatrixIsNamed() {
            Operator<Tensor, Tensor> mistaken = x -> {
                Softmax.Pass pass = new Softmax(1).forward(x);
                return Operator.Pass.of(pass.output(), dy -> wrongAt(pass.backward(dy), 1, 1.001));
            };
            assertEquals(List.of("x[0, 1]"), failing(GradientCheck.of(mistaken).at(random(3, 4))));
        }

        @Test
        void oneWrongElementOfARecordIsNamed() {
            Scaled at = new Scaled(random(4, 6), random(6));
            assertEquals(
                    List.of("gamma[3]"),
                    failing(GradientCheck.of(scaling(3, 1 + 1e-6)).at(at)));
            GradientCheck.of(scaling(3, 1)).at(at).assertPasses();
        }

        @Test
        void oneWrongWeightIsNamed() {
            Operator<Linear.Inputs, Tensor> mistaken = in -> {
                Operator.Pass<Linear.Inputs, Tensor> pass = new Linear().forward(in);
                return Operator.Pass.of(pass.output(), dy -> {
                    Linear.Inputs d = pass.backward(dy);
                    return new Linear.Inputs(d.x(), wrongAt(d.weight(), 7, 0.99), d.bias());
                });
            };
            Linear.Inputs at = new Linear.Inputs(random(5, 3), random(4, 3), random(4));
            assertEquals(
                    List.of("weight[2, 1]"), failing(GradientCheck.of(mistaken).at(at)));
        }

        @Test
        void aTransposedGradientFails() {
            Tensor matrix = Tensor.of(new double[][] {{1, 2, -1}, {0.5, 3, 2}, {4, -2, 1}});
            Operator<Tensor, Tensor> transposed =
                    Operator.of(x -> x.matmul(matrix), (x, y, dy) -> dy.matmul(matrix)); // right: dy · matrixᵀ
            assertEquals(
                    Verdict.FAIL, GradientCheck.of(transposed).at(random(2, 3)).verdict());
        }

        @Test
        void aMistakeInALargeTensorIsFollowedToItsElement() {
            Operator<Tensor, Tensor> right = new Sigmoid();
            Operator<Tensor, Tensor> mistaken = x -> {
                Operator.Pass<Tensor, Tensor> pass = right.forward(x);
                return Operator.Pass.of(pass.output(), dy -> wrongAt(pass.backward(dy), 700, 2));
            };
            Tensor large = random(40, 30);
            assertEquals(
                    List.of("x along v1", "x along v2", "x along v3", "x along v4", "x[23, 10]"),
                    failing(GradientCheck.of(mistaken).at(large)));
            assertEquals(Verdict.PASS, GradientCheck.of(right).at(large).verdict());
        }

        @Test
        void twoExchangedElementsOfALargeTensorAreFound() {
            Operator<Tensor, Tensor> mistaken = x -> {
                Operator.Pass<Tensor, Tensor> pass = new Sigmoid().forward(x);
                return Operator.Pass.of(pass.output(), dy -> {
                    double[] dx = pass.backward(dy).toDoubleArray();
                    double kept = dx[3];
                    dx[3] = dx[1100];
                    dx[1100] = kept;
                    return Tensor.of(x.shape(), dx);
                });
            };
            assertEquals(
                    Verdict.FAIL, GradientCheck.of(mistaken).at(random(40, 30)).verdict());
        }

        @Test
        void ofALargeRecordTheSmallPartsAreStillCheckedOneByOne() {
            GradientReport report = GradientCheck.of(scaling(2, 1.01)).at(new Scaled(random(200, 6), random(6)));
            assertEquals(List.of("gamma[2]"), failing(report));
            assertEquals(4, report.part("x").comparisons().size());
            assertEquals(Verdict.PASS, report.part("x").verdict());
        }

        @Test
        void aThousandCoordinatesAreStillNamedOneByOne() {
            GradientCheck<Tensor> check = GradientCheck.of(new Sigmoid());
            assertEquals(1000, check.at(random(1000)).comparisons().size());
            assertEquals(4, check.at(random(1001)).comparisons().size());
        }

        @Test
        void aMillionCoordinatesTakeAFewEvaluations() {
            Operator<Tensor, Tensor> square =
                    Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));
            GradientReport report =
                    GradientCheck.of(square).at(random(1000, 1000)).assertPasses();
            assertTrue(report.evaluations() < 200, () -> report.evaluations() + " evaluations");
        }

        @Test
        void oneSmallElementBesideLargeOnesIsFound() {
            double[] x = {1e6, 3e-10, -2e3};
            assertEquals(Verdict.PASS, elementwise(v -> v * v, v -> 2 * v, x).verdict());
            Operator<Tensor, Tensor> mistaken = Operator.of(
                    t -> t.times(t), (t, y, dy) -> wrongAt(dy.times(t).times(2), 1, 1.01));
            assertEquals(List.of("x[1]"), failing(GradientCheck.of(mistaken).at(Tensor.of(x))));
        }
    }

    @Nested
    class Kinks {

        @Test
        void ofReluAtZeroAreReported() {
            GradientReport report = GradientCheck.of(new Relu()).at(Tensor.of(-1, 0, 2));
            assertEquals(Verdict.KINK, report.verdict());
            assertEquals(Verdict.KINK, report.comparisons().get(1).verdict());
            assertEquals(Verdict.PASS, report.comparisons().get(0).verdict());
            report.assertPasses();
        }

        @Test
        void takeAnySlopeBetweenTheTwoAndNoOther() {
            for (double slope : new double[] {-1, -0.3, 0.7, 1}) {
                GradientReport report = elementwise(Math::abs, v -> v == 0 ? slope : Math.signum(v), 0, 1);
                assertTrue(report.verdict() == Verdict.KINK, () -> slope + ": " + report);
            }
            for (double slope : new double[] {-1.5, 1.01, 7}) {
                assertEquals(
                        List.of("x[0]"), failing(elementwise(Math::abs, v -> v == 0 ? slope : Math.signum(v), 0, 1)));
            }
        }

        @Test
        void areNoEvidenceAgainstACause() {
            GradientReport report = elementwise(Math::abs, v -> 2 * Math.signum(v), 0, 1, -3);
            assertEquals(Verdict.KINK, report.comparisons().get(0).verdict());
            assertEquals(List.of("x[1]", "x[2]"), failing(report));
            assertEquals("constant factor", report.diagnoses().get(0).name());
        }

        @Test
        void doNotExcuseAMistakeNextToThem() {
            assertEquals(List.of("x[1]"), failing(elementwise(v -> Math.max(v, 0), v -> v > 0 ? 1.01 : 0, 0, 1)));
        }
    }

    @Nested
    class Edges {

        @Test
        void ofTheDomainAreKeptClear() {
            elementwise(StrictMath::log, v -> 1 / v, 1e-6, 1).assertPasses();
            elementwise(Math::sqrt, v -> 0.5 / Math.sqrt(v), 1e-9, 1).assertPasses();
            assertEquals(
                    List.of("x[0]"), failing(elementwise(StrictMath::log, v -> v < 1 ? 1.01 / v : 1 / v, 1e-6, 1)));
        }

        @Test
        void gradientsThatAreRightlyZeroPass() {
            assertEquals(Verdict.PASS, elementwise(v -> 7, v -> 0, -3, 0, 1e3).verdict());
            assertEquals(Verdict.PASS, elementwise(v -> v * v, v -> 2 * v, 0, 1).verdict());
            assertEquals(Verdict.PASS, elementwise(v -> 0, v -> 0, 1).verdict());
            assertEquals(
                    Verdict.PASS, elementwise(v -> Double.MAX_VALUE, v -> 0, 1).verdict());
            Operator<Tensor, Tensor> sum = Operator.of(y -> y.sum(), (y, z, dz) -> Tensor.full(y.shape(), dz.item()));
            Operator<Tensor, Tensor> total = new Softmax(0).then(sum); // always 1
            assertEquals(
                    Verdict.PASS, GradientCheck.of(total).at(Tensor.of(1, 2, 3)).verdict());
        }

        @Test
        void aGradientOfZeroThatIsNotRightFails() {
            assertEquals(List.of("x[0]"), failing(elementwise(v -> 1e-3 * v, v -> 0, 1)));
        }

        @Test
        void nothingToCompareIsAPass() {
            GradientReport report = GradientCheck.of(new Sigmoid()).at(Tensor.of());
            assertEquals(Verdict.PASS, report.verdict());
            assertEquals(List.of(), report.comparisons());
        }

        @Test
        void aScalarIsNamedByItsPartAlone() {
            assertEquals(
                    "x",
                    GradientCheck.of(new Sigmoid())
                            .at(Tensor.scalar(1))
                            .comparisons()
                            .get(0)
                            .input());
        }
    }

    @Nested
    class BadInput {

        @Test
        void anOutputThatIsNotFiniteIsRefused() {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> elementwise(StrictMath::log, v -> 1 / v, 1, 0));
            assertTrue(
                    error.getMessage()
                            .startsWith("GradientCheck: the output at this point is not finite, so it has no"
                                    + " differences: float64[2]"),
                    error::getMessage);
        }

        @Test
        void aGradientOfAnotherShapeIsRefusedAndNamed() {
            Operator<Tensor, Tensor> lone = Operator.of(x -> x, (x, y, dy) -> dy.sum(0));
            assertEquals(
                    "GradientCheck: the gradient has shape [3], but [2, 3] is needed",
                    assertThrows(ShapeException.class, () -> GradientCheck.of(lone)
                                    .at(random(2, 3)))
                            .getMessage());
            Operator<Scaled, Tensor> unsummed = Operator.of(
                    in -> in.x().times(in.gamma()), (in, y, dy) -> new Scaled(dy.times(in.gamma()), dy.times(in.x())));
            assertEquals(
                    "GradientCheck: the gradient: gamma has shape [2, 3], but [3] is needed",
                    assertThrows(ShapeException.class, () -> GradientCheck.of(unsummed)
                                    .at(new Scaled(random(2, 3), random(3))))
                            .getMessage());
        }

        @Test
        void aGradientOfAnotherTypeIsRefused() {
            Operator<Tensor, Tensor> converting = Operator.of(x -> x, (x, y, dy) -> dy.to(ElementType.FLOAT32));
            String message = assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(converting)
                            .at(random(2)))
                    .getMessage();
            assertTrue(message.startsWith("GradientCheck: the gradient: float32[2] does not mix"), message);
        }

        @Test
        void aFunctionThatThrowsAtThePointIsRefusedWithItsReason() {
            Operator<Tensor, Tensor> throwing = Operator.of(
                    x -> {
                        throw new IllegalStateException("no luck");
                    },
                    (x, y, dy) -> dy);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(throwing)
                            .at(random(2)));
            assertEquals(
                    "GradientCheck: the forward throws at this point: java.lang.IllegalStateException: no luck",
                    error.getMessage());
            assertEquals(IllegalStateException.class, error.getCause().getClass());
            Operator<Tensor, Tensor> oneWay = Operator.of(x -> x, (x, y, dy) -> {
                throw new IllegalStateException("no way back");
            });
            assertEquals(
                    "GradientCheck: the backward throws at this point: java.lang.IllegalStateException: no way back",
                    assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(oneWay)
                                    .at(random(2)))
                            .getMessage());
        }

        @Test
        void aFunctionThatThrowsElsewhereIsKeptWithinItsDomain() {
            Operator<Tensor, Tensor> root = Operator.of(
                    x -> x.map(v -> {
                        if (v < 0) {
                            throw new IllegalArgumentException("negative");
                        }
                        return Math.sqrt(v);
                    }),
                    (x, y, dy) -> dy.dividedBy(y.times(2)));
            GradientCheck.of(root).at(Tensor.of(1e-3, 2)).assertPasses();
        }

        @Test
        void anOutputOfAnotherShapeElsewhereIsRefused() {
            Operator<Tensor, Tensor> growing =
                    Operator.of(x -> x.at(0) == 1 ? x : Tensor.of(x.at(0), 0), (x, y, dy) -> dy);
            assertEquals(
                    "GradientCheck: the output has shape [[1]] at the point, but [[2]] elsewhere",
                    assertThrows(ShapeException.class, () -> GradientCheck.of(growing)
                                    .at(Tensor.of(1.0)))
                            .getMessage());
        }

        @Test
        void whatIsNotDeterministicIsSaidToBeSo() {
            SplittableRandom random = new SplittableRandom(1);
            Operator<Tensor, Tensor> dropout =
                    Operator.of(x -> x.map(v -> random.nextBoolean() ? v : 0), (x, y, dy) -> dy);
            GradientReport report = GradientCheck.of(dropout).at(random(20));
            assertEquals(Verdict.NONDETERMINISTIC, report.verdict());
            assertEquals("not deterministic", report.diagnoses().get(0).name());
            assertThrows(AssertionError.class, report::assertPasses);
        }

        @Test
        void aBackwardThatIsNotDeterministicIsSaidToBeSo() {
            SplittableRandom random = new SplittableRandom(1);
            Operator<Tensor, Tensor> drawn = Operator.of(x -> x, (x, y, dy) -> dy.map(v -> v * random.nextDouble()));
            assertEquals(
                    Verdict.NONDETERMINISTIC,
                    GradientCheck.of(drawn).at(random(20)).verdict());
        }

        /** Whose forward returns its input times a number, but whose apply twice its input. */
        private static Operator<Tensor, Tensor> twofold(DoubleSupplier factor) {
            return new Operator<>() {
                @Override
                public Operator.Pass<Tensor, Tensor> forward(Tensor x) {
                    return Operator.Pass.of(x.times(factor.getAsDouble()), dy -> dy);
                }

                @Override
                public Tensor apply(Tensor x) {
                    return x.times(2);
                }
            };
        }

        @Test
        void anErrorThrownNearbyIsToldWithItsPlace() {
            GradientCheck<double[]> check = GradientCheck.ofGradient(
                    x -> {
                        if (x[1] < 1) {
                            throw new AssertionError("below 1");
                        }
                        return x[1];
                    },
                    x -> new double[] {0, 1});
            String message = assertThrows(IllegalArgumentException.class, () -> check.at(new double[] {5, 1.25}))
                    .getMessage();
            assertTrue(
                    message.startsWith("GradientCheck: the function throws java.lang.AssertionError: below 1 at a point"
                            + " nearby, where x[1] is "),
                    message);
            assertTrue(message.contains(" (not 1.25)"), message);
            check.within(1, 9).at(new double[] {5, 1.25}).assertPasses();
        }

        @Test
        void aForwardAloneThatIsNotDeterministicIsSaidToBeSo() {
            SplittableRandom random = new SplittableRandom(1);
            assertEquals(
                    Verdict.NONDETERMINISTIC,
                    GradientCheck.of(twofold(random::nextDouble)).at(random(2)).verdict());
        }

        @Test
        void anApplyThatIsNotForwardIsRefused() {
            assertEquals(
                    "GradientCheck: apply and forward of the operator have different outputs at this point",
                    assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(twofold(() -> 1))
                                    .at(random(2)))
                            .getMessage());
        }

        @Test
        void aGradientThatIsNotANumberFails() {
            assertEquals(List.of("x[0]"), failing(elementwise(v -> v, v -> v == 1 ? Double.NaN : 1, 1, 2)));
        }

        @Test
        void noOperatorIsRefused() {
            assertEquals(
                    "GradientCheck.of: operator is null",
                    assertThrows(NullPointerException.class, () -> GradientCheck.<Tensor, Tensor>of(null))
                            .getMessage());
        }
    }

    @Nested
    class Wishes {
        private final Scaled at = new Scaled(random(4, 6), random(6));

        @Test
        void onlyThePartsNamedAreChecked() {
            GradientReport report =
                    GradientCheck.of(scaling(3, 1.01)).only("x").at(at).assertPasses();
            assertEquals(
                    List.of("x"), report.parts().stream().map(PartReport::name).toList());
            assertEquals(
                    "GradientCheck.only: the input has no part beta; it has x, gamma",
                    assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(scaling(3, 1))
                                    .only("gamma", "beta")
                                    .at(at))
                            .getMessage());
            assertEquals(
                    "GradientCheck.only: a part is null",
                    assertThrows(NullPointerException.class, () -> GradientCheck.of(scaling(3, 1))
                                    .only("x", null))
                            .getMessage());
        }

        @Test
        void theFunctionIsNotCalledOutsideOfItsBounds() {
            double[] least = {1};
            double[] most = {0};
            GradientCheck<Tensor> check = GradientCheck.of(new Elementwise(
                            v -> {
                                least[0] = Math.min(least[0], v);
                                most[0] = Math.max(most[0], v);
                                return v * v * v;
                            },
                            v -> 3 * v * v))
                    .within(0.25, 0.75);
            for (double v : new double[] {0.25, 0.25 + 1e-9, 0.3, 0.5, 0.75}) {
                check.at(Tensor.of(v)).assertPasses();
            }
            assertEquals(0.25, least[0]);
            assertEquals(0.75, most[0]);
        }

        @Test
        void boundsThatExcludeThePointAreRefused() {
            GradientCheck<Tensor> check = GradientCheck.of(new Sigmoid()).within(0, 1);
            assertEquals(
                    "GradientCheck.within: x[1] is 2.0, outside the bounds 0.0 to 1.0",
                    assertThrows(IllegalArgumentException.class, () -> check.at(Tensor.of(0.5, 2)))
                            .getMessage());
            assertEquals(
                    "GradientCheck.within: lower 1.0 is not below upper 1.0",
                    assertThrows(IllegalArgumentException.class, () -> check.within(1, 1))
                            .getMessage());
        }

        /** Σ x² of distributions, whose gradient is 2x, up to a constant for each row. */
        @Test
        void alongTheSimplexConstantsDoNotCount() {
            Operator<Tensor, Tensor> shifted = Operator.of(
                    p -> p.times(p).sum(1), (p, y, dy) -> p.times(2).plus(7).times(dy.expandDims(1)));
            Tensor p = Tensor.of(new double[][] {{0.2, 0.3, 0.5}, {0, 1, 0}, {1e-9, 0.5, 0.5 - 1e-9}});
            assertEquals(Verdict.FAIL, GradientCheck.of(shifted).at(p).verdict());
            GradientCheck.of(shifted).alongSimplex(1).at(p).assertPasses();
            GradientCheck.of(shifted).alongSimplex(-1).at(p).assertPasses();
            Operator<Tensor, Tensor> wrong = Operator.of(
                    q -> q.times(q).sum(1), (q, y, dy) -> q.times(2.001).times(dy.expandDims(1)));
            assertEquals(
                    Verdict.FAIL, GradientCheck.of(wrong).alongSimplex(1).at(p).verdict());
        }

        @Test
        void whatIsNoDistributionIsRefused() {
            GradientCheck<Tensor> check = GradientCheck.of(new Sigmoid()).alongSimplex(0);
            assertEquals(
                    "GradientCheck.alongSimplex: x sums to 3.0 along axis 0; a distribution sums to 1",
                    assertThrows(IllegalArgumentException.class, () -> check.at(Tensor.of(1, 2)))
                            .getMessage());
            assertEquals(
                    "GradientCheck.alongSimplex: x has a negative element, -1.0",
                    assertThrows(IllegalArgumentException.class, () -> check.at(Tensor.of(2, -1)))
                            .getMessage());
        }

        @Test
        void anotherSeedTakesOtherDirections() {
            GradientCheck<Tensor> check = GradientCheck.of(new Sigmoid());
            Tensor large = random(1001);
            assertEquals(check.seed(1).at(large), check.seed(1).at(large));
            assertNotEquals(check.seed(1).at(large), check.seed(2).at(large));
        }

        @Test
        void everyEvaluationIsCounted() {
            AtomicLong calls = new AtomicLong();
            Operator<Tensor, Tensor> cube = Operator.of(
                    x -> {
                        calls.incrementAndGet();
                        return x.times(x).times(x);
                    },
                    (x, y, dy) -> dy.times(x).times(x).times(3));
            assertEquals(GradientCheck.of(cube).at(random(3)).evaluations(), calls.get());
        }

        @Test
        void theListenerIsToldOfEveryDerivative() {
            List<Progress> heard = new ArrayList<>();
            GradientReport report =
                    GradientCheck.of(scaling(3, 1)).listener(heard::add).at(at);
            assertEquals(24 + 6, heard.size());
            assertEquals("x", heard.get(23).part());
            assertEquals(24, heard.get(23).done());
            assertEquals(24, heard.get(23).total());
            assertTrue(heard.get(29).evaluations() <= report.evaluations());
        }

        @Test
        void ownHypothesesAreTriedInTheirOrder() {
            Diagnosis mine = new Diagnosis("mine", "it is a half", "");
            Hypothesis half = evidence ->
                    evidence.isExplainedBy(evidence.numeric().times(0.5)) ? Optional.of(mine) : Optional.empty();
            Operator<Tensor, Tensor> halved = Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x));
            GradientCheck<Tensor> check = GradientCheck.of(halved);
            Tensor x = Tensor.of(1, -2, 3);
            assertEquals(List.of(mine), check.hypotheses(List.of(half)).at(x).diagnoses());
            assertEquals(
                    "unknown",
                    check.hypotheses(List.of()).at(x).diagnoses().get(0).name());
            assertEquals("constant factor", check.at(x).diagnoses().get(0).name());
        }

        @Test
        void manyThreadsMayShareACheck() {
            GradientCheck<Tensor> check = GradientCheck.of(new Softmax(1));
            GradientReport expected = check.at(random(3, 4));
            assertTrue(IntStream.range(0, 64).parallel().allMatch(i -> check.at(random(3, 4))
                    .equals(expected)));
        }
    }

    @Test
    void theSamePointGivesTheSameReport() {
        GradientCheck<Tensor> check = GradientCheck.of(new Softmax(0));
        assertEquals(check.at(random(3, 4)), check.at(random(3, 4)));
        assertEquals(check.at(random(50, 30)), check.at(random(50, 30)), "random directions too");
        assertEquals(check.at(random(3, 4)).toString(), check.at(random(3, 4)).toString());
    }
}
