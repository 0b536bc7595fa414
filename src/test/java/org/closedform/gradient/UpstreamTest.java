package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Backwards of one upstream, given 0.75, twice, half and three halves of it. */
class UpstreamTest {
    private static final PartReport PASS = PartReport.of("x", List.of(), List.of());

    private static PartReport judge(ElementType type, DoubleUnaryOperator backward) {
        Tensor x = Tensor.of(1.0).to(type);
        Operator<Tensor, Tensor> operator =
                Operator.of(new Elementwise(v -> v, v -> 1)::apply, (in, y, dy) -> dy.map(backward));
        FlatOperator<Tensor, Tensor> f = new FlatOperator<>(operator, x);
        return new Upstream(f, new double[] {0.75}).judge(new InputPart("x", x, 0), PASS);
    }

    private static void assertLinear(DoubleUnaryOperator backward) {
        assertSame(PASS, judge(ElementType.FLOAT64, backward));
    }

    private static void assertNotLinear(DoubleUnaryOperator backward) {
        PartReport report = judge(ElementType.FLOAT64, backward);
        assertEquals(Verdict.FAIL, report.verdict());
        assertEquals("not linear in upstream", report.diagnoses().get(0).name());
    }

    /** A million times the upstream, off by a part of it where that is more than a number. */
    private static DoubleUnaryOperator off(double part, double from, double to) {
        return dy -> 1e6 * dy * (dy > from && dy < to ? 1 + part : 1);
    }

    @Test
    void theGradientOfTwiceTheUpstreamIsTwiceTheGradientButForRounding() {
        assertLinear(off(4e-14, 1.4, 1.6));
        assertNotLinear(off(1e-13, 1.4, 1.6));
    }

    @Test
    void thatOfTheNegativeIsTheNegative() {
        assertLinear(off(4e-14, -1, 0));
        assertNotLinear(off(2e-13, -1, 0));
        assertNotLinear(Math::abs);
    }

    @Test
    void thatOfASumIsTheSumButForSixDigits() {
        assertLinear(off(1e-7, 1.1, 1.2));
        assertNotLinear(off(1e-5, 1.1, 1.2));
    }

    private static PartReport ofTwo(Operator.Backward<Tensor, Tensor> backward, double... x) {
        InputPart part = new InputPart("x", Tensor.of(x), 0);
        return new Upstream(
                        new FlatOperator<>(Operator.of(in -> in, backward), part.tensor()),
                        new double[] {1.3125, -0.75})
                .judge(part, PASS);
    }

    /** 1 − (1 − tanh² x) computed in float32, and in float64 p (vᵀdy − pᵀ(v dy)) of a p that is nearly 1. */
    @Test
    void thatOfASumMayBeOffByTheRoundingOfTermsThatCancel() {
        for (double x = 1e-4; x < 0.1; x *= 1.25) {
            double y = StrictMath.tanh(x);
            float slope = (float) ((1 - y) * (1 + y));
            assertLinear(dy -> (float) dy - (float) dy * slope);
            double large = 1e9 / x;
            assertSame(
                    PASS,
                    ofTwo(
                            (in, out, dy) -> dy.plus(dy.sum().times(large))
                                    .minus(dy.sum().times(large)),
                            x,
                            -x));
        }
    }

    /** Each of them is right for twice the upstream, and for its negative. */
    @Test
    void whatIsOnlyRightForMultiplesOfAnUpstreamIsNotLinear() {
        Operator.Backward<Tensor, Tensor> normalized =
                (x, y, dy) -> dy.map(Math::signum).times(dy.norm());
        Operator.Backward<Tensor, Tensor> larger =
                (x, y, dy) -> dy.map(u -> Math.abs(u) == dy.map(Math::abs).max().item() ? u : 0);
        assertEquals(Verdict.FAIL, ofTwo(normalized, 1, 2).verdict());
        assertEquals(Verdict.FAIL, ofTwo(larger, 1, 2).verdict());
    }

    @Test
    void thatOfZeroIsZeroButForUnderflow() {
        assertLinear(dy -> dy == 0 ? 1e-293 : dy);
        assertNotLinear(dy -> dy == 0 ? 1e-290 : dy);
        assertSame(PASS, judge(ElementType.FLOAT32, dy -> dy == 0 ? 1e-32 : dy));
        assertEquals(
                Verdict.FAIL,
                judge(ElementType.FLOAT32, dy -> dy == 0 ? 1e-30 : dy).verdict());
    }

    @Test
    void aGradientThatIsAlwaysTheSameIsNamed() {
        assertEquals(
                "ignores upstream",
                judge(ElementType.FLOAT64, dy -> 3).diagnoses().get(0).name());
        assertLinear(dy -> 0);
    }

    @Test
    void whatIsNotFiniteIsLeftToTheReport() {
        assertLinear(dy -> Double.NaN);
        assertLinear(dy -> Double.POSITIVE_INFINITY);
    }
}
