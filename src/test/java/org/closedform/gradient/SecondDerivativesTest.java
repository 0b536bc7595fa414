package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Second derivatives against differences of first ones: right ones pass, and slips have their names. */
class SecondDerivativesTest {
    private static final double[] POINT = {0.5, -1, 2};

    /** Of log Σ e^x. */
    private static double[] softmax(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v);
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(x[i]) / sum;
        }
        return y;
    }

    private static double[][] covariance(double[] x) {
        double[] y = softmax(x);
        double[][] hessian = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                hessian[i][j] = (i == j ? y[i] : 0) - y[i] * y[j];
            }
        }
        return hessian;
    }

    private interface Entry {
        double of(int i, int j, double right);
    }

    private static GradientReport check(Entry wrong) {
        Function<double[], double[][]> hessian = x -> {
            double[][] rows = covariance(x);
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < rows.length; j++) {
                    rows[i][j] = wrong.of(i, j, rows[i][j]);
                }
            }
            return rows;
        };
        return GradientCheck.ofHessian(SecondDerivativesTest::softmax, hessian).at(POINT);
    }

    private static String name(GradientReport report) {
        assertEquals(Verdict.FAIL, report.verdict(), report::toString);
        return report.diagnoses().get(0).name();
    }

    private static String cause(GradientReport report) {
        return report.diagnoses().get(0).cause();
    }

    @Test
    void aRightHessianPasses() {
        GradientReport report = check((i, j, h) -> h);
        assertEquals(Verdict.PASS, report.verdict());
        assertTrue(
                report.toString().startsWith("PASS: 3 derivatives agree with finite differences of the gradient to "),
                report::toString);
    }

    @Test
    void slipsHaveTheirNames() {
        assertEquals("diagonal alone", name(check((i, j, h) -> i == j ? h : 0)));
        assertEquals("diagonal missing", name(check((i, j, h) -> i == j ? 0 : h)));
        assertEquals("one triangle", name(check((i, j, h) -> i <= j ? h : 0)));
        assertEquals("one triangle", name(check((i, j, h) -> i >= j ? h : 0)));
        assertEquals("not symmetric", name(check((i, j, h) -> i < j ? 2 * h : h)));
        assertEquals("sign", name(check((i, j, h) -> -h)));
        assertEquals("all zero", name(check((i, j, h) -> 0)));
        assertEquals("partial factor", name(check((i, j, h) -> i == j ? h : 2 * h)));
    }

    @Test
    void factorsAreNamed() {
        assertEquals("second derivative = 2 × numeric at all 9 entries", cause(check((i, j, h) -> 2 * h)));
        assertEquals("second derivative = ½ × numeric at all 9 entries", cause(check((i, j, h) -> h / 2)));
    }

    @Test
    void anAsymmetryNamesTheTwoEntries() {
        String cause = cause(check((i, j, h) -> i == 0 && j == 2 ? h / 3 : h));
        assertTrue(cause.contains("∂dx[0]/∂x[2] is") && cause.contains("∂dx[2]/∂x[0] is"), cause);
    }

    @Test
    void aSlightAsymmetryIsSeen() {
        assertEquals("not symmetric", name(check((i, j, h) -> i < j ? h * (1 + 1e-11) : h)));
    }

    @Test
    void aHessianOfTheWrongSizeIsNamed() {
        GradientCheck<double[]> check =
                GradientCheck.ofHessian(SecondDerivativesTest::softmax, x -> new double[][] {{1, 2, 3}, {4, 5}});
        assertEquals(
                "GradientCheck: the Hessian has rows of lengths [3, 2], but [i][j] = [3][3] is needed",
                assertThrows(IllegalArgumentException.class, () -> check.at(POINT))
                        .getMessage());
    }

    @Test
    void aGradientThatIsNotFiniteIsNamed() {
        GradientCheck<double[]> check =
                GradientCheck.ofHessian(x -> new double[] {1 / x[0]}, x -> new double[][] {{-1 / (x[0] * x[0])}});
        assertThrows(IllegalArgumentException.class, () -> check.at(new double[] {0}));
        assertEquals(Verdict.PASS, check.at(new double[] {0.25}).verdict());
    }

    /** x ↦ x³, whose curvature is 6 x dy ẋ. */
    private record Cubes(BinaryOperator<Tensor> curvature) implements Operator<Tensor, Tensor> {
        private record Cube(Tensor x, BinaryOperator<Tensor> product) implements Pass<Tensor, Tensor> {
            @Override
            public Tensor output() {
                return x.times(x).times(x);
            }

            @Override
            public Tensor backward(Tensor dy) {
                return dy.times(x).times(x).times(3);
            }

            @Override
            public Tensor curvature(Tensor dy, Tensor tangent) {
                return product.apply(x.times(dy), tangent);
            }
        }

        @Override
        public Pass<Tensor, Tensor> forward(Tensor x) {
            return new Cube(x, curvature);
        }
    }

    private static GradientReport cubes(BinaryOperator<Tensor> curvature, Tensor x) {
        return GradientCheck.ofCurvature(new Cubes(curvature)).at(x);
    }

    @Test
    void theCurvatureOfAnOperatorIsChecked() {
        BinaryOperator<Tensor> right = (xdy, v) -> xdy.times(v).times(6);
        assertEquals(Verdict.PASS, cubes(right, Tensor.of(POINT)).verdict());
        assertEquals(
                Verdict.PASS,
                cubes(right, Tensor.of(POINT).to(ElementType.FLOAT32)).verdict());
        assertEquals(
                "second derivative = 2 × numeric at all 9 entries",
                cause(cubes((xdy, v) -> xdy.times(v).times(12), Tensor.of(POINT))));
        assertEquals(
                "not linear in vector",
                name(cubes((xdy, v) -> xdy.times(v).times(6).plus(1), Tensor.of(POINT))));
        assertEquals("ignores vector", name(cubes((xdy, v) -> xdy.times(6), Tensor.of(POINT))));
    }

    @Test
    void anOperatorWithoutASecondDerivativeIsNamed() {
        Operator<Tensor, Tensor> square =
                Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));
        String message = assertThrows(IllegalArgumentException.class, () -> GradientCheck.ofCurvature(square)
                        .at(Tensor.of(POINT)))
                .getMessage();
        assertTrue(message.startsWith("GradientCheck: the curvature throws at this point: "), message);
        assertTrue(message.endsWith("has no second derivative; override curvature"), message);
    }

    private record Pair(Tensor a, Tensor b) implements TensorTree<Pair> {}

    /** ½ (a · b)², whose second derivatives are b bᵀ, a aᵀ and (a · b) I + b aᵀ between the two. */
    private static final Operator<Pair, Tensor> HALF_SQUARE = Operator.of(
            x -> Tensor.scalar(x.a().dot(x.b()) * x.a().dot(x.b()) / 2),
            (x, y, dy) -> new Pair(x.b(), x.a()).times(x.a().dot(x.b()) * dy.item()));

    private static final Pair AT = new Pair(Tensor.of(1, 2, -0.5), Tensor.of(0.25, -1, 3));

    private static Pair product(Pair x, Pair v) {
        double s = x.a().dot(x.b());
        double movement = v.a().dot(x.b()) + x.a().dot(v.b());
        return new Pair(
                x.b().times(movement).plus(v.b().times(s)),
                x.a().times(movement).plus(v.a().times(s)));
    }

    private static GradientReport check(BinaryOperator<Pair> product) {
        return GradientCheck.ofHessianProduct(HALF_SQUARE, product).at(AT);
    }

    @Test
    void productsAreCheckedOnTrees() {
        assertEquals(Verdict.PASS, check(SecondDerivativesTest::product).verdict());
        GradientReport missing = check((x, v) -> {
            double s = x.a().dot(x.b());
            return new Pair(x.b().times(v.a().dot(x.b())), x.a().times(v.b().dot(x.a())));
        });
        assertEquals("the mixed second derivative by a and b is 0, and the rest is right", cause(missing));
    }

    @Test
    void theGaussNewtonTermAloneIsToldByItsRankWhereNothingCurvesDownwards() {
        GradientReport report = check((x, v) -> {
            double movement = v.a().dot(x.b()) + x.a().dot(v.b());
            return new Pair(x.b().times(movement), x.a().times(movement));
        });
        assertEquals("low rank", name(report), report::toString);
    }

    /** Of the model a · b behind ½ y², whose J is (b, a): Jᵀ J v. */
    private static GradientReport gaussNewton(BinaryOperator<Pair> product) {
        Operator<Pair, Tensor> model = Operator.of(
                x -> Tensor.scalar(x.a().dot(x.b())), (x, y, dy) -> new Pair(x.b(), x.a()).times(dy.item()));
        Operator<Tensor, Tensor> loss = Operator.of(y -> y.times(y).times(0.5), (y, c, dy) -> y.times(dy));
        return GradientCheck.ofGaussNewtonProduct(model, loss, product).at(AT);
    }

    private static Pair movement(Pair x, Pair v) {
        return new Pair(x.b(), x.a()).times(v.a().dot(x.b()) + x.a().dot(v.b()));
    }

    @Test
    void gaussNewtonProductsAreCheckedWithoutTheBendingOfTheModel() {
        assertEquals(Verdict.PASS, gaussNewton(SecondDerivativesTest::movement).verdict());
        assertEquals(Verdict.FAIL, gaussNewton(SecondDerivativesTest::product).verdict());
        assertEquals(
                "constant factor", name(gaussNewton((x, v) -> movement(x, v).times(2))));
        assertEquals(
                "block missing",
                name(gaussNewton((x, v) -> new Pair(x.b().times(v.a().dot(x.b())), x.a().times(v.b().dot(x.a()))))));
    }

    @Test
    void aTransposedBlockIsNamed() {
        GradientReport report = check((x, v) -> {
            double s = x.a().dot(x.b());
            Tensor a = x.b().times(v.a().dot(x.b()))
                    .plus(x.b().times(x.a().dot(v.b())))
                    .plus(v.b().times(s));
            Tensor b = x.a().times(v.b().dot(x.a()))
                    .plus(x.b().times(x.a().dot(v.a())))
                    .plus(v.a().times(s));
            return new Pair(a, b);
        });
        assertEquals("transposed block", name(report), report::toString);
    }

    @Test
    void productsThatDoNotFitAreNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> check((x, v) -> new Pair(x.a(), Tensor.of(1, 2))))
                .getMessage();
        assertTrue(message.startsWith("GradientCheck: the product") && message.contains("[3]"), message);
        assertEquals(
                "GradientCheck: the product is null",
                assertThrows(IllegalArgumentException.class, () -> check((x, v) -> null))
                        .getMessage());
        String thrown = assertThrows(
                        IllegalArgumentException.class,
                        () -> check((x, v) -> {
                            throw new IllegalStateException("no way");
                        }))
                .getMessage();
        assertEquals(
                "GradientCheck: the product throws at this point: java.lang.IllegalStateException: no way", thrown);
    }

    /** Of two samples almost all of it cancels: what is left of terms around 1 is 1e-6, and large γ lets differences show its rounding. */
    @Test
    void whatRoundingLeavesOfABatchOfTwoIsNoFailure() {
        BatchNorm.Inputs wide = new BatchNorm.Inputs(
                Tensor.of(new double[][] {{1.46248}, {-1.75306}}), Tensor.of(-54162.6), Tensor.of(-1.19882e-6));
        assertNotEquals(
                Verdict.FAIL,
                GradientCheck.ofCurvature(new BatchNorm()).at(wide).verdict());
        BatchNorm.Inputs narrow = new BatchNorm.Inputs(
                        Tensor.of(new double[][] {{1.25952}, {-1.41076}}), Tensor.of(50128.2), Tensor.of(1.67804))
                .mapTensors(tensor -> tensor.to(ElementType.FLOAT32));
        assertNotEquals(
                Verdict.FAIL,
                GradientCheck.ofCurvature(new BatchNorm()).at(narrow).verdict());
        BatchNorm.Inputs apart = new BatchNorm.Inputs(
                Tensor.of(new double[][] {{958.956, 58.030, 711.812}, {459.186, -36.073, -786.300}}),
                Tensor.of(0.27901, -0.43028, -1.43579),
                Tensor.of(0.1, 0.2, 0.3));
        assertNotEquals(
                Verdict.FAIL,
                GradientCheck.ofCurvature(new BatchNorm()).at(apart).verdict());
    }

    /** Gradients that are what rounding leaves of terms around 1, as where attention has saturated: each is another function of it. */
    @Test
    void whatIsFarBelowTheRoundingOfTheFunctionIsNoFailure() {
        Operator<Tensor, Tensor> saturated = Operator.of(
                x -> Tensor.scalar(1 - 1e-20 * Math.sin(x.item())),
                (x, y, dy) -> x.map(v -> -1e-20 * Math.cos(v)).times(dy.item()));
        BinaryOperator<Tensor> halved =
                (x, v) -> x.map(u -> 0.5e-20 * Math.sin(u)).times(v);
        assertEquals(
                Verdict.INCONCLUSIVE,
                GradientCheck.ofHessianProduct(saturated, halved)
                        .at(Tensor.of(0.7))
                        .verdict());
    }

    /** What a user's own pass may answer. */
    private record Given(Tensor output, Tensor gradient) implements Operator.Pass<Tensor, Tensor> {
        @Override
        public Tensor backward(Tensor dy) {
            return gradient;
        }
    }

    @Test
    void aGradientOrAnOutputThatIsNullIsNamed() {
        Tensor x = Tensor.of(POINT);
        Operator<Tensor, Tensor> withoutGradient = at -> new Given(Tensor.scalar(1), null);
        Operator<Tensor, Tensor> withoutOutput = at -> new Given(null, at);
        assertRefused("gradient", () -> GradientCheck.ofHessianProduct(withoutGradient, (at, v) -> v)
                .at(x));
        assertRefused(
                "gradient", () -> GradientCheck.ofCurvature(withoutGradient).at(x));
        assertRefused("output", () -> GradientCheck.ofCurvature(withoutOutput).at(x));
    }

    private static void assertRefused(String missing, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertEquals("GradientCheck: the " + missing + " is null", refused.getMessage());
    }
}
