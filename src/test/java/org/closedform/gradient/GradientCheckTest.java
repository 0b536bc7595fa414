package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
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
                Linear.Pass pass = new Linear().forward(in);
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
        void aMistakeInALargeTensorIsFoundAlongDirections() {
            Operator<Tensor, Tensor> right = new Sigmoid();
            Operator<Tensor, Tensor> mistaken = x -> {
                Operator.Pass<Tensor, Tensor> pass = right.forward(x);
                return Operator.Pass.of(pass.output(), dy -> wrongAt(pass.backward(dy), 700, 2));
            };
            Tensor large = random(40, 30);
            GradientReport report = GradientCheck.of(mistaken).at(large);
            assertEquals(4, failing(report).size(), report::toString);
            assertEquals("x along v1", report.comparisons().get(0).input());
            assertEquals(Verdict.PASS, GradientCheck.of(right).at(large).verdict());
        }

        @Test
        void aLargeRecordSaysWhichPartIsWrong() {
            Scaled at = new Scaled(random(200, 6), random(6));
            List<String> wrong = failing(GradientCheck.of(scaling(2, 1.01)).at(at));
            assertTrue(
                    !wrong.isEmpty() && wrong.stream().allMatch(name -> name.startsWith("gamma along v")),
                    wrong::toString);
        }

        @Test
        void aThousandCoordinatesAreStillNamedOneByOne() {
            assertEquals(
                    1000,
                    GradientCheck.of(new Sigmoid())
                            .at(random(1000))
                            .comparisons()
                            .size());
            assertEquals(
                    4,
                    GradientCheck.of(new Sigmoid())
                            .at(random(1001))
                            .comparisons()
                            .size());
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
                    "GradientCheck: the gradient of x has shape [3], but [2, 3] is needed",
                    assertThrows(ShapeException.class, () -> GradientCheck.of(lone)
                                    .at(random(2, 3)))
                            .getMessage());
            Operator<Scaled, Tensor> unsummed = Operator.of(
                    in -> in.x().times(in.gamma()), (in, y, dy) -> new Scaled(dy.times(in.gamma()), dy.times(in.x())));
            assertEquals(
                    "GradientCheck: the gradient of gamma has shape [2, 3], but [3] is needed",
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
            assertTrue(message.startsWith("GradientCheck: the gradient of x: float32[2] does not mix"), message);
        }

        @Test
        void noOperatorIsRefused() {
            assertEquals(
                    "GradientCheck.of: operator is null",
                    assertThrows(NullPointerException.class, () -> GradientCheck.<Tensor, Tensor>of(null))
                            .getMessage());
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
