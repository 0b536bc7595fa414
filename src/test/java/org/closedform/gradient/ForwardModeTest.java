package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.operator.Lstm;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** Forward and backward hold each other, and differences say which of the two is wrong. */
class ForwardModeTest {
    private static final int MOST_PUSHES = 100_000;
    private static final Tensor POINT = Tensor.of(new double[][] {{0.5, -1, 2}, {1.5, 0.25, -0.75}});

    /** Softmax of rows with a derivation in forward mode. */
    private static Operator<Tensor, Tensor> softmax(Operator.Pushforward<Tensor, Tensor> pushforward) {
        return softmax(ForwardModeTest::dx, pushforward);
    }

    private static Operator<Tensor, Tensor> softmax(
            Operator.Backward<Tensor, Tensor> backward, Operator.Pushforward<Tensor, Tensor> pushforward) {
        return Operator.of(new Softmax(1)::apply, backward, pushforward);
    }

    private static Tensor dx(Tensor x, Tensor y, Tensor dy) {
        return y.times(dy.minus(y.times(dy).sum(1).expandDims(1)));
    }

    private static Tensor right(Tensor x, Tensor y, Tensor tangent) {
        return y.times(tangent).minus(y.times(y.times(tangent).sum(1).expandDims(1)));
    }

    private static GradientReport check(Operator.Pushforward<Tensor, Tensor> pushforward) {
        return GradientCheck.of(softmax(pushforward)).at(POINT);
    }

    private static String cause(GradientReport report) {
        return report.diagnoses().get(0).cause();
    }

    @Test
    void aRightPairPassesAndSaysSo() {
        GradientReport report = check(ForwardModeTest::right);
        assertEquals(Verdict.PASS, report.verdict());
        assertTrue(report.toString().endsWith("; forward mode agrees with backward"), report::toString);
        assertEquals(6, report.comparisons().size());
        assertEquals(6, report.part("x, forward mode").comparisons().size());
    }

    @Test
    void withoutAPushforwardNothingIsSaidOfIt() {
        GradientReport with = check(ForwardModeTest::right);
        GradientReport without = GradientCheck.of(
                        Operator.<Tensor, Tensor>of(new Softmax(1)::apply, ForwardModeTest::dx))
                .at(POINT);
        assertEquals(List.of(), without.forward());
        assertEquals(with.parts(), without.parts());
        assertEquals(with.evaluations(), without.evaluations());
        assertTrue(!without.toString().contains("forward"), without::toString);
    }

    @Test
    void theOneThatIsWrongIsNamed() {
        GradientReport report = check((x, y, tangent) -> right(x, y, tangent).times(-1));
        assertEquals(Verdict.FAIL, report.verdict());
        assertEquals(Verdict.PASS, report.part("x").verdict());
        assertEquals(Verdict.FAIL, report.part("x, forward mode").verdict());
        assertEquals("pushforward = −1 × numeric at all 36 entries", cause(report));
        assertTrue(report.toString().startsWith("FAIL in x, forward mode: "), report::toString);
        assertTrue(report.toString().endsWith("\n  right: x"), report::toString);
    }

    @Test
    void aRightPushforwardBesideAWrongBackwardIsRight() {
        GradientReport report = GradientCheck.of(
                        softmax((x, y, dy) -> dx(x, y, dy).times(2), ForwardModeTest::right))
                .at(POINT);
        assertEquals(Verdict.FAIL, report.part("x").verdict());
        assertEquals(Verdict.PASS, report.part("x, forward mode").verdict());
        assertTrue(report.toString().endsWith("\n  right: x, forward mode"), report::toString);
    }

    @Test
    void twoDerivationsThatAgreeSuspectTheFunction() {
        Operator<Tensor, Tensor> tripled = Operator.of(
                x -> new Softmax(1).apply(x).times(3),
                (x, y, dy) -> dx(x, y.times(1.0 / 3), dy),
                (x, y, tangent) -> right(x, y.times(1.0 / 3), tangent));
        GradientReport report = GradientCheck.of(tripled).at(POINT);
        assertEquals(Verdict.FAIL, report.part("x").verdict());
        assertEquals(Verdict.FAIL, report.part("x, forward mode").verdict());
        assertEquals(1, report.diagnoses().size());
        assertTrue(report.toString().endsWith("is the function another than meant?"), report::toString);
    }

    @Test
    void bothMayBeWrongEachInItsWay() {
        GradientReport report = GradientCheck.of(
                        softmax((x, y, dy) -> dx(x, y, dy).times(2), (x, y, tangent) -> right(x, y, tangent)
                                .times(-1)))
                .at(POINT);
        assertEquals(
                List.of("constant factor", "sign"),
                report.diagnoses().stream().map(d -> d.name()).toList());
    }

    @Test
    void causesAreThoseOfAPushforward() {
        Tensor w = Tensor.of(new double[][] {{1, 2, -1}, {0.5, -3, 4}, {2, 0.25, 1.5}});
        Operator<Tensor, Tensor> transposed =
                Operator.of(x -> w.matmul(x), (x, y, dy) -> w.transpose().matmul(dy), (x, y, tangent) -> w.transpose()
                        .matmul(tangent));
        GradientReport report = GradientCheck.of(transposed).at(Tensor.of(1, -2, 0.5));
        assertEquals("the pushforward multiplies by Jᵀ, not by J", cause(report));
        GradientReport diagonal =
                check((x, y, tangent) -> y.times(y.map(v -> 1 - v)).times(tangent));
        assertEquals("off-diagonal missing", diagonal.diagnoses().get(0).name());
    }

    /** What no difference shows: two derivations that are apart by a part in 2e12. */
    @Test
    void whatIsBelowTheResolutionOfDifferencesFailsAsAPair() {
        GradientReport report = check((x, y, tangent) -> right(x, y, tangent).times(1 + 5e-13));
        assertEquals(Verdict.FAIL, report.verdict());
        assertEquals("not adjoint", report.diagnoses().get(0).name());
        assertEquals(Verdict.PASS, report.part("x").verdict());
    }

    @Test
    void anUnlinearPushforwardIsNamed() {
        assertEquals(
                "ignores tangent",
                check((x, y, tangent) -> right(x, y, x)).diagnoses().get(0).name());
        GradientReport added = check((x, y, tangent) -> right(x, y, tangent).plus(1));
        assertEquals("not linear in tangent", added.diagnoses().get(0).name());
        GradientReport squared = check((x, y, tangent) -> right(x, y, tangent).plus(tangent.times(tangent)));
        assertEquals("not linear in tangent", squared.diagnoses().get(0).name());
    }

    /** A product of two tangents shows only where both parts move. */
    @Test
    void productsOfTangentsAreSeen() {
        record Factors(Tensor a, Tensor b) implements TensorTree<Factors> {}

        Operator<Factors, Tensor> product = Operator.of(
                in -> in.a().times(in.b()),
                (in, y, dy) -> new Factors(dy.times(in.b()), dy.times(in.a())),
                (in, y, tangent) -> in.a()
                        .times(tangent.b())
                        .plus(tangent.a().times(in.b()))
                        .plus(tangent.a().times(tangent.b())));
        GradientReport report = GradientCheck.of(product).at(new Factors(Tensor.of(1, 2, -3), Tensor.of(0.5, -1, 2)));
        assertEquals("not linear in tangent", report.diagnoses().get(0).name());
    }

    @Test
    void aRandomPushforwardIsNotDeterministic() {
        AtomicInteger calls = new AtomicInteger();
        GradientReport report =
                check((x, y, tangent) -> right(x, y, tangent).times(1 + 1e-3 * calls.incrementAndGet()));
        assertEquals(Verdict.NONDETERMINISTIC, report.verdict());
    }

    @Test
    void errorsNameThePushforward() {
        GradientCheck<Tensor> throwing = GradientCheck.of(softmax((x, y, tangent) -> {
            throw new IllegalStateException("no way");
        }));
        assertEquals(
                "GradientCheck: the pushforward throws at this point: java.lang.IllegalStateException: no way",
                assertThrows(IllegalArgumentException.class, () -> throwing.at(POINT))
                        .getMessage());
        GradientCheck<Tensor> reshaped = GradientCheck.of(softmax((x, y, tangent) -> tangent.sum(0)));
        String message = assertThrows(IllegalArgumentException.class, () -> reshaped.at(POINT))
                .getMessage();
        assertTrue(message.contains("pushforward") && message.contains("[2, 3]"), message);
    }

    @Test
    void oneElementOfALargeInputIsFound() {
        Operator<Tensor, Tensor> square =
                Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2), (x, y, tangent) -> {
                    double[] movement = tangent.times(x).times(2).toDoubleArray();
                    movement[1234] *= 1.01;
                    return Tensor.of(x.shape(), movement);
                });
        Tensor x = Tensor.generate(Shape.of(50, 60), at -> 1 + Math.sin(at[0] + 0.1 * at[1]));
        assertEquals(
                "only x[20, 34] of those looked at is wrong",
                cause(GradientCheck.of(square).at(x)));
    }

    /** An LSTM in all of its inputs, whose pushforward is wrong and counts its calls. */
    private static GradientReport lstm(AtomicInteger pushes, BinaryOperator<Lstm.Inputs> seen, double factor) {
        Random random = new Random(5);
        Lstm.Inputs x = new Lstm.Inputs(
                        Tensor.zeros(Shape.of(3, 2, 2)),
                        new RecurrentParameters(
                                Tensor.zeros(Shape.of(12, 2)),
                                Tensor.zeros(Shape.of(12, 3)),
                                Tensor.zeros(Shape.of(12)),
                                Tensor.zeros(Shape.of(12))))
                .mapTensors(tensor -> Tensor.draw(tensor.shape(), random::nextGaussian));
        Operator<Lstm.Inputs, Lstm.Output> wrong = in -> {
            Operator.Pass<Lstm.Inputs, Lstm.Output> right = new Lstm().forward(in);
            return Operator.Pass.of(right.output(), right::backward, v -> {
                pushes.incrementAndGet();
                return right.pushforward(seen.apply(in, v)).times(factor);
            });
        };
        return GradientCheck.of(wrong).at(x);
    }

    /** Each column of J at each point that is looked at would be a million pushes. */
    @Test
    void aWrongPushforwardOfManyInputsIsDiagnosedByFewPushes() {
        AtomicInteger pushes = new AtomicInteger();
        GradientReport forgotten =
                lstm(pushes, (in, v) -> new Lstm.Inputs(v.x(), v.h0(), v.c0().zerosLike(), v.parameters()), 1);
        assertEquals(
                "all zero",
                forgotten.part("c0, forward mode").diagnoses().get(0).name());
        assertEquals(Verdict.PASS, forgotten.part("x, forward mode").verdict());
        GradientReport factor = lstm(pushes, (in, v) -> v, 1 + 1e-6);
        assertEquals("constant factor", factor.diagnoses().get(0).name());
        assertTrue(pushes.get() < MOST_PUSHES, () -> pushes + " pushes");
    }

    /** At its corner max(0, x) may have any slope from 0 to 1, also two of them. */
    @Test
    void slopesOfACornerMayDiffer() {
        Operator<Tensor, Tensor> relu = Operator.of(
                x -> x.map(v -> Math.max(v, 0)),
                (x, y, dy) -> dy.times(x.map(v -> v > 0 ? 1 : 0)),
                (x, y, tangent) -> tangent.times(x.map(v -> v >= 0 ? 1 : 0)));
        GradientReport report = GradientCheck.of(relu).at(Tensor.of(-1, 0, 2));
        assertEquals(Verdict.KINK, report.verdict(), report::toString);
    }

    /** Two formulas of one slope, each with its own rounding: at all scales, in both element types. */
    @Property(tries = 300)
    void twoFormulasOfOneSlopeNeverFail(
            @ForAll @DoubleRange(min = -8, max = 3) double exponent, @ForAll long seed, @ForAll ElementType type) {
        SplittableRandom random = new SplittableRandom(seed);
        double scale = StrictMath.pow(10, exponent);
        Tensor x =
                Tensor.draw(Shape.of(4), () -> scale * random.nextDouble(-2, 2)).to(type);
        assertSilent(v -> 1 / (1 + Math.exp(-v)), v -> sigmoid(v) * (1 - sigmoid(v)), v -> sigmoid(v) * sigmoid(-v), x);
        assertSilent(Math::tanh, v -> 1 - Math.tanh(v) * Math.tanh(v), v -> 1 / (Math.cosh(v) * Math.cosh(v)), x);
        assertSilent(
                v -> Math.sqrt(1 + v * v) - 1,
                v -> v / Math.sqrt(1 + v * v),
                v -> 1 / Math.sqrt(1 + 1 / (v * v)) * Math.signum(v),
                x);
    }

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    private static void assertSilent(
            DoubleUnaryOperator f, DoubleUnaryOperator one, DoubleUnaryOperator other, Tensor x) {
        Operator<Tensor, Tensor> operator = Operator.of(
                in -> in.map(f),
                (in, y, dy) -> dy.times(in.map(one)),
                (in, y, tangent) -> tangent.times(in.map(other)));
        GradientReport report = GradientCheck.of(operator).at(x);
        Verdict verdict = report.part("x, forward mode").verdict();
        assertTrue(verdict != Verdict.FAIL, report::toString);
    }

    /** Batches of two leave nothing but rounding of a normalisation; so do large offsets. */
    @Property(tries = 100)
    void normalisationsNeverFail(@ForAll long seed, @ForAll @DoubleRange(min = -6, max = 6) double exponent) {
        SplittableRandom random = new SplittableRandom(seed);
        double offset = StrictMath.pow(10, exponent);
        Tensor x = Tensor.draw(Shape.of(random.nextInt(2, 5), 2), () -> offset + random.nextDouble(-2, 2));
        Operator<Tensor, Tensor> normalise = in -> {
            Tensor centred = in.minus(in.mean(0));
            Tensor sigma = centred.times(centred).mean(0).map(v -> Math.sqrt(v + 1e-5));
            Tensor xHat = centred.dividedBy(sigma);
            return Operator.Pass.of(
                    xHat,
                    dy -> dy.minus(dy.mean(0))
                            .minus(xHat.times(dy.times(xHat).mean(0)))
                            .dividedBy(sigma),
                    tangent -> {
                        Tensor moved = tangent.minus(tangent.mean(0));
                        Tensor deviation = centred.times(moved).mean(0).dividedBy(sigma);
                        return moved.dividedBy(sigma).minus(centred.times(deviation.dividedBy(sigma.times(sigma))));
                    });
        };
        GradientReport report = GradientCheck.of(normalise).at(x);
        Verdict verdict = report.part("x, forward mode").verdict();
        assertTrue(verdict != Verdict.FAIL, report::toString);
    }
}
