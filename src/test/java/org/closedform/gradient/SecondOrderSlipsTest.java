package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.BinaryOperator;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Slips as people type them in second derivatives, and the cause that the report names first. */
class SecondOrderSlipsTest {
    private static final Tensor SAMPLES = Tensor.of(new double[][] {{0.5, -1.25}, {2, 0.75}, {-0.5, 1}, {1, 1.5}});

    private static void assertCause(String cause, GradientReport report) {
        assertEquals(Verdict.FAIL, report.verdict(), report::toString);
        assertEquals(cause, report.diagnoses().get(0).cause(), report::toString);
    }

    /** The entries of a matrix at x. */
    private interface Entries {
        double at(double[] x, int i, int j);
    }

    private static double[][] matrix(double[] x, Entries entries) {
        double[][] matrix = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                matrix[i][j] = entries.at(x, i, j);
            }
        }
        return matrix;
    }

    /** ½ xᵀ A x, with an A that is not symmetric. */
    @Nested
    class Quadratic {
        private static final double[][] A = {{2, 1, -0.5}, {0.25, 3, 1.5}, {-1, 0.75, 1}};

        private GradientReport check(Entries entries) {
            return GradientCheck.ofHessian(
                            x -> {
                                double[] gradient = new double[3];
                                for (int i = 0; i < 3; i++) {
                                    for (int j = 0; j < 3; j++) {
                                        gradient[i] += (A[i][j] + A[j][i]) / 2 * x[j];
                                    }
                                }
                                return gradient;
                            },
                            x -> matrix(x, entries))
                    .at(new double[] {0.5, -1, 2});
        }

        @Test
        void theHalfIsForgotten() {
            assertCause("second derivative = 2 × numeric at all 9 entries", check((x, i, j) -> A[i][j] + A[j][i]));
        }

        @Test
        void theMatrixItselfIsTaken() {
            assertCause(
                    "the second derivative is not symmetric: ∂dx[0]/∂x[1] is 1.00000, ∂dx[1]/∂x[0] is 0.250000;"
                            + " the mean of the two is right: A where ½ (A + Aᵀ) should be",
                    check((x, i, j) -> A[i][j]));
        }
    }

    /** log Σ e^x, whose gradient y is that of softmax: diag(y) − y yᵀ. */
    @Nested
    class LogSumExp {
        private static double[] softmax(double[] x) {
            return new Softmax(0).apply(Tensor.of(x)).toDoubleArray();
        }

        private GradientReport check(Entries ofSoftmax) {
            return GradientCheck.ofHessian(LogSumExp::softmax, x -> matrix(softmax(x), ofSoftmax))
                    .at(new double[] {0.5, -1, 2});
        }

        @Test
        void oneOfTheTwoTermsIsForgotten() {
            assertCause(
                    "second derivative = numeric + g gᵀ, g being the gradient", check((y, i, j) -> i == j ? y[i] : 0));
            assertCause("only the diagonal of the second derivative is wrong", check((y, i, j) -> -y[i] * y[j]));
        }

        @Test
        void aSignIsLost() {
            assertCause(
                    "second derivative = −1 × numeric at 6 of 9 entries, all off the diagonal, and right at the others",
                    check((y, i, j) -> i == j ? y[i] * (1 - y[i]) : y[i] * y[j]));
            assertCause(
                    "second derivative = numeric + 2 × g gᵀ, g being the gradient",
                    check((y, i, j) -> (i == j ? y[i] : 0) + y[i] * y[j]));
        }

        @Test
        void theGradientIsTakenTwice() {
            assertCause("second derivative = g gᵀ, the gradient times itself", check((y, i, j) -> y[i] * y[j]));
        }
    }

    /** 100 (x₁ − x₀²)² + (1 − x₀)². */
    @Nested
    class Rosenbrock {
        private GradientReport check(double ofSquare, double ofOther, double two, double mixed) {
            return GradientCheck.ofHessian(
                            x -> new double[] {
                                -400 * x[0] * (x[1] - x[0] * x[0]) - 2 * (1 - x[0]), 200 * (x[1] - x[0] * x[0])
                            },
                            x -> new double[][] {
                                {ofSquare * x[0] * x[0] - ofOther * x[1] + two, mixed * x[0]}, {mixed * x[0], 200}
                            })
                    .at(new double[] {0.7, -0.3});
        }

        @Test
        void theEntryThatLacksATermIsNamed() {
            assertEquals(Verdict.PASS, check(1200, 400, 2, -400).verdict());
            assertCause("only ∂dx[0]/∂x[0] is wrong: 0.72394 × numeric", check(800, 400, 2, -400));
            assertCause("only ∂dx[0]/∂x[1] and ∂dx[1]/∂x[0] are wrong: −1 × numeric", check(1200, 400, 2, 400));
        }
    }

    record Layer(Tensor w, Tensor b) implements TensorTree<Layer> {}

    /** The mean cross-entropy of softmax regression: X Wᵀ + b, in both. */
    @Nested
    class SoftmaxRegression {
        private static final Tensor TARGET = Tensor.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});

        private static Tensor softmax(Layer p) {
            return new Softmax(1).apply(SAMPLES.matmul(p.w().transpose()).plus(p.b()));
        }

        private static final Operator<Layer, Tensor> LOSS = Operator.of(
                p -> TARGET.times(softmax(p).map(Math::log)).sum().times(-0.25),
                (p, c, dy) -> toParameters(softmax(p).minus(TARGET).times(0.25 * dy.item())));

        private static Layer toParameters(Tensor d) {
            return new Layer(d.transpose().matmul(SAMPLES), d.sum(0));
        }

        private static Tensor moved(Layer v, double ofBias) {
            return SAMPLES.matmul(v.w().transpose()).plus(v.b().times(ofBias));
        }

        private static Tensor bent(Layer p, Tensor moved) {
            Tensor y = softmax(p);
            return y.times(moved.minus(y.times(moved).sum(1).expandDims(1))).times(0.25);
        }

        private GradientReport check(BinaryOperator<Layer> product) {
            return GradientCheck.ofHessianProduct(LOSS, product)
                    .at(new Layer(
                            Tensor.of(new double[][] {{0.3, -0.5}, {1, 0.25}, {-0.75, 0.6}}),
                            Tensor.of(0.1, -0.2, 0.3)));
        }

        @Test
        void aRightProductPasses() {
            assertEquals(
                    Verdict.PASS,
                    check((p, v) -> toParameters(bent(p, moved(v, 1)))).verdict());
        }

        @Test
        void aSumStandsForTheMean() {
            assertCause(
                    "second derivative = 4 × numeric at all 54 entries",
                    check((p, v) -> toParameters(bent(p, moved(v, 1)).times(4))));
        }

        @Test
        void theCrossTermIsForgotten() {
            assertCause(
                    "the mixed second derivative by w and b is 0, and the rest is right",
                    check((p, v) -> new Layer(
                            toParameters(bent(p, moved(v, 0))).w(),
                            toParameters(bent(p, v.b().plus(Tensor.zeros(Shape.of(4, 3)))))
                                    .b())));
        }

        @Test
        void aTangentIsForgotten() {
            GradientReport report = check((p, v) -> toParameters(bent(p, moved(v, 0))));
            assertCause("the second derivative is 0 everywhere, and the derivative is not", report);
            assertTrue(report.toString().startsWith("FAIL in b: "), report::toString);
        }

        @Test
        void theVectorOrTheGradientComesBack() {
            assertCause("the product is the vector v itself: the second derivative is not in it", check((p, v) -> v));
            assertCause("the product is the same whatever the vector v", check((p, v) -> LOSS.forward(p)
                    .gradient()));
            assertCause("second derivative = g gᵀ, the gradient times itself", check((p, v) -> LOSS.forward(p)
                    .gradient()
                    .times(LOSS.forward(p).gradient().dot(v))));
        }

        @Test
        void aDifferenceOfGradientsIsNotLinear() {
            assertCause(
                    "the product with 2 v is not twice that with v, or that with a sum not the sum",
                    check((p, v) -> LOSS.forward(p.plus(v.times(1e-2)))
                            .gradient()
                            .minus(LOSS.forward(p).gradient())
                            .times(100)));
        }
    }

    record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) implements TensorTree<Net> {}

    /** Two layers with tanh between them, and half the mean squared error. */
    @Nested
    class TwoLayers {
        private static final Tensor TARGET = Tensor.of(new double[][] {{1}, {-0.5}, {0.25}, {2}});

        private static Tensor hidden(Net p) {
            return SAMPLES.matmul(p.w1().transpose()).plus(p.b1()).map(Math::tanh);
        }

        private static Tensor dy(Net p) {
            return hidden(p)
                    .matmul(p.w2().transpose())
                    .plus(p.b2())
                    .minus(TARGET)
                    .times(0.25);
        }

        private static Net toParameters(Tensor dz, Tensor dy, Tensor h) {
            return new Net(
                    dz.transpose().matmul(SAMPLES), dz.sum(0), dy.transpose().matmul(h), dy.sum(0));
        }

        private static final Operator<Net, Tensor> LOSS =
                Operator.of(p -> dy(p).times(dy(p)).sum().times(2), (p, c, upstream) -> {
                    Tensor h = hidden(p);
                    Tensor dy = dy(p).times(upstream.item());
                    return toParameters(dy.matmul(p.w2()).times(h.map(t -> 1 - t * t)), dy, h);
                });

        /** How much of four terms is kept: dy Ẇ₂ and dyᵀ ḣ, which belong together, f″, and what begins at the loss. */
        private static GradientReport check(double ofWeight, double ofHidden, double bending, double ofLoss) {
            Random random = new Random(3);
            Net at = new Net(
                    Tensor.draw(Shape.of(2, 2), random::nextGaussian),
                    Tensor.draw(Shape.of(2), random::nextGaussian),
                    Tensor.draw(Shape.of(1, 2), random::nextGaussian),
                    Tensor.of(0.3));
            return GradientCheck.ofHessianProduct(LOSS, (Net p, Net v) -> {
                        Tensor h = hidden(p);
                        Tensor slope = h.map(t -> 1 - t * t);
                        Tensor dy = dy(p);
                        Tensor moved =
                                SAMPLES.matmul(v.w1().transpose()).plus(v.b1()).times(slope);
                        Tensor dyMoved = moved.matmul(p.w2().transpose())
                                .plus(h.matmul(v.w2().transpose()))
                                .plus(v.b2())
                                .times(0.25 * ofLoss);
                        Tensor dz = dyMoved.matmul(p.w2())
                                .plus(dy.matmul(v.w2()).times(ofWeight))
                                .times(slope)
                                .plus(dy.matmul(p.w2()).times(h).times(moved).times(-2 * bending));
                        Net product = toParameters(dz, dyMoved, h);
                        return new Net(
                                product.w1(),
                                product.b1(),
                                product.w2().plus(dy.transpose().matmul(moved).times(ofHidden)),
                                product.b2());
                    })
                    .at(at);
        }

        @Test
        void aRightProductPasses() {
            assertEquals(Verdict.PASS, check(1, 1, 1, 1).verdict());
        }

        @Test
        void theGaussNewtonTermIsAlone() {
            assertEquals(
                    "positive semi-definite",
                    check(0, 0, 0, 1).diagnoses().get(0).name());
        }

        @Test
        void theBendingOfTanhIsForgottenOrHasTheWrongFactor() {
            assertCause("only the second derivatives by w1 and itself, b1 are wrong", check(1, 1, 0, 1));
            assertCause("only the second derivatives by w1 and itself, b1 are wrong", check(1, 1, 0.5, 1));
            assertCause("only the second derivatives by w1 and itself, b1 are wrong", check(1, 1, -1, 1));
        }

        @Test
        void oneOfTheMixedTermsIsForgotten() {
            assertCause(
                    "the second derivative is not symmetric: ∂dw1[0, 0]/∂w2[0, 0] is -0.178257,"
                            + " ∂dw2[0, 0]/∂w1[0, 0] is 1.22383; the second is right",
                    check(0, 1, 1, 1));
            assertCause(
                    "the second derivative is not symmetric: ∂dw2[0, 0]/∂w1[0, 0] is -0.178257,"
                            + " ∂dw1[0, 0]/∂w2[0, 0] is 1.22383; the second is right",
                    check(1, 0, 1, 1));
        }

        @Test
        void bothMixedTermsAreForgotten() {
            assertCause("only the second derivatives by w1 and w2 are wrong", check(0, 0, 1, 1));
        }
    }
}
