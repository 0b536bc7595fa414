package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Elementwise;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** No false alarm on right gradients, and no wrong factor unseen, over points and scales. */
class GradientCheckLawsTest {
    private static final int SIZE = 3;

    /** A textbook operator, and whether its domain is the positive numbers. */
    enum Textbook {
        SOFTMAX(new Softmax(-1), false),
        LOG_SOFTMAX(new LogSoftmax(-1), false),
        SIGMOID(new Sigmoid(), false),
        EXP(new Elementwise(StrictMath::exp, StrictMath::exp), false),
        CUBE(new Elementwise(x -> x * x * x, x -> 3 * x * x), false),
        SIN(new Elementwise(StrictMath::sin, StrictMath::cos), false),
        RECIPROCAL(new Elementwise(x -> 1 / x, x -> -1 / (x * x)), true),
        SQRT(new Elementwise(Math::sqrt, x -> 0.5 / Math.sqrt(x)), true),
        LOG(new Elementwise(StrictMath::log, x -> 1 / x), true);

        private final Operator<Tensor, Tensor> operator;
        private final boolean positive;

        Textbook(Operator<Tensor, Tensor> operator, boolean positive) {
            this.operator = operator;
            this.positive = positive;
        }
    }

    record Point(Textbook textbook, Tensor x) {
        GradientReport check() {
            return GradientCheck.of(textbook.operator).at(x);
        }

        /** The check of a backward that is wrong by a factor. */
        GradientReport checkTimes(double factor) {
            return GradientCheck.<Tensor, Tensor>of(at -> {
                        Operator.Pass<Tensor, Tensor> pass = textbook.operator.forward(at);
                        return Operator.Pass.of(
                                pass.output(), dy -> pass.backward(dy).times(factor));
                    })
                    .at(x);
        }
    }

    private static Arbitrary<Point> points(double lowest, double highest) {
        Arbitrary<Double> exponents = Arbitraries.doubles().between(lowest, highest);
        Arbitrary<double[]> units = Arbitraries.doubles()
                .between(0.05, 1)
                .array(Double[].class)
                .ofSize(SIZE)
                .map(row -> new double[] {row[0], row[1], row[2]});
        return Combinators.combine(
                        Arbitraries.of(Textbook.values()),
                        exponents,
                        units,
                        Arbitraries.integers().between(0, (1 << SIZE) - 1))
                .as((textbook, exponent, unit, signs) -> {
                    double[] x = new double[SIZE];
                    for (int i = 0; i < SIZE; i++) {
                        boolean negative = !textbook.positive && (signs >> i & 1) == 1;
                        x[i] = (negative ? -1 : 1) * unit[i] * StrictMath.pow(10, exponent);
                    }
                    return new Point(textbook, Tensor.of(x));
                });
    }

    /** Scales 1e-3 to 1e3, as far as the output is a finite number: e^700 is, e^1000 is not. */
    @Provide
    Arbitrary<Point> wide() {
        return points(-3, 3).filter(p -> p.textbook != Textbook.EXP || p.x.norm() < 700);
    }

    /** Where no gradient has saturated: scales 0.1 to 3. */
    @Provide
    Arbitrary<Point> unsaturated() {
        return points(-1, 0.5);
    }

    @Property(tries = 2000)
    void rightGradientsPassAtEveryScale(@ForAll("wide") Point p) {
        assertEquals(Verdict.PASS, p.check().verdict(), () -> p + ": " + p.check());
    }

    /** From 0.05 to 3: float32 has fewer digits, and what they hide is INCONCLUSIVE, but never FAIL. */
    @Property(tries = 1000)
    void rightGradientsInFloat32DoNotFail(@ForAll("moderate") Point p) {
        Point single = new Point(p.textbook, p.x.to(ElementType.FLOAT32));
        assertNotEquals(Verdict.FAIL, single.check().verdict(), () -> single + ": " + single.check());
    }

    @Provide
    Arbitrary<Point> moderate() {
        return points(0, 0.5);
    }

    /** Points where no output is 0. */
    @Provide
    Arbitrary<Point> awayFromRoots() {
        return moderate()
                .filter(p -> Arrays.stream(p.textbook.operator.apply(p.x).toDoubleArray())
                        .allMatch(y -> Math.abs(y) > 1e-6));
    }

    @Property(tries = 1000)
    void wrongFactorsAreFound(@ForAll("unsaturated") Point p, @ForAll("errors") double error) {
        GradientReport report = p.checkTimes(1 + error);
        assertEquals(Verdict.FAIL, report.verdict(), () -> p + " times 1 + " + error + ": " + report);
    }

    @Provide
    Arbitrary<Double> errors() {
        return Arbitraries.of(1e-2, -1e-2, 1e-4, -1e-4, 1e-6, -1e-6, 1e-8, -1e-8);
    }

    @Property(tries = 500)
    void wrongFactorsOfTwoPercentAreFoundInFloat32(@ForAll("awayFromRoots") Point p) {
        GradientReport report = new Point(p.textbook, p.x.to(ElementType.FLOAT32)).checkTimes(1.02);
        assertNotEquals(Verdict.PASS, report.verdict(), () -> p + ": " + report);
    }

    @Property(tries = 500)
    void theErrorBarOfAPassHoldsTheDifference(@ForAll("wide") Point p) {
        for (Comparison c : p.check().comparisons()) {
            assertTrue(Math.abs(c.analytic() - c.numeric()) <= c.error(), () -> p + ": " + c);
        }
    }
}
