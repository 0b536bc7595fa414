package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TanhTest extends OperatorContract<Tensor, Tensor> {
    private final Tanh tanh = new Tanh();

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 3)
                .flatMap(shape -> TensorArbitraries.tensors(shape, type).map(x -> Case.rowwise(new Tanh(), x)));
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-25, 25).ofScale(12),
                Arbitraries.doubles().between(-1e-3, 1e-3).ofScale(20),
                Arbitraries.of(0.0, Double.MIN_VALUE, 1e-300, 1e300, -1e300, 354.0, 372.5, -51.9));
    }

    /** tanh x = sign(x) · (1 − e) / (1 + e) and tanh′ x = 4e / (1 + e)², with e = e^−2|x| to 60 digits. */
    @Property
    void matchesHighPrecision(@ForAll("numbers") double number) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(number).to(type);
            if (!Double.isFinite(x.item())) {
                continue;
            }
            BigDecimal exact = new BigDecimal(x.item());
            BigDecimal e = HighPrecision.exp(exact.abs().multiply(BigDecimal.valueOf(-2)));
            BigDecimal sum = BigDecimal.ONE.add(e);
            BigDecimal size = exact.abs().compareTo(BigDecimal.valueOf(1e-15)) < 0
                    ? exact.abs()
                    : BigDecimal.ONE.subtract(e).divide(sum, HighPrecision.DIGITS);
            BigDecimal y = x.item() < 0 ? size.negate() : size;
            BigDecimal slope = e.multiply(BigDecimal.valueOf(4)).divide(sum.multiply(sum), HighPrecision.DIGITS);
            Elementwise.Pass pass = tanh.forward(x);
            Ulps.assertWithin(2, pass.output(), y);
            Ulps.assertWithin(4, pass.slope(), slope);
        }
    }

    @Property
    void isTheSigmoidStretched(@ForAll("numbers") double x) {
        double sigmoid = new Sigmoid().apply(Tensor.scalar(2 * x)).item();
        assertEquals(2 * sigmoid - 1, tanh.apply(Tensor.scalar(x)).item(), 8 * Math.ulp(1.0));
    }

    @Property
    void isOdd(@ForAll("numbers") double x) {
        assertEquals(tanh.apply(Tensor.scalar(x)).negate(), tanh.apply(Tensor.scalar(-x)));
    }

    @Property
    void slopeIsAtMostOne(@ForAll("numbers") double x) {
        double slope = tanh.forward(Tensor.scalar(x)).slope().item();
        assertTrue(slope <= 1, () -> "slope at " + x + " is " + slope);
        assertTrue(slope < 1 || Math.abs(x) < 1e-7, () -> "slope at " + x + " is 1");
    }

    @Nested
    class SpecialValues {
        @Test
        void saturateWithoutSlope() {
            Elementwise.Pass pass =
                    tanh.forward(Tensor.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, -0.0, 0.0));
            assertEquals(Tensor.of(-1, 1, Double.NaN, -0.0, 0.0), pass.output());
            assertEquals(Tensor.of(0, 0, Double.NaN, 1, 1), pass.slope());
        }
    }

    @Nested
    class WrongDerivations {
        @Test
        void areCaught() {
            assertCaught((x, y, dy) -> dy.times(y.map(v -> 1 - v)));
            assertCaught((x, y, dy) -> dy.times(y.map(v -> v * v - 1)));
            assertCaught((x, y, dy) -> y.map(v -> 1 - v * v));
        }

        private void assertCaught(Operator.Backward<Tensor, Tensor> wrong) {
            Operator<Tensor, Tensor> mutant = Operator.of(tanh::apply, wrong);
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(mutant).at(Tensor.of(-1.5, 0.3, 2)).verdict());
        }
    }
}
