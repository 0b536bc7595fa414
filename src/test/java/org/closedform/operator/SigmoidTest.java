package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SigmoidTest extends OperatorContract<Tensor, Tensor> {
    private final Sigmoid sigmoid = new Sigmoid();

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 3)
                .flatMap(shape -> TensorArbitraries.tensors(shape, type).map(x -> Case.rowwise(new Sigmoid(), x)));
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-40, 40).ofScale(12),
                Arbitraries.doubles().between(-760, 760).ofScale(6),
                Arbitraries.of(
                        0.0, -0.0, Double.MIN_VALUE, 1e-300, 1e300, -1e300, -745.1, -708.4, 36.7, -103.9, -87.3));
    }

    @Property
    void matchesHighPrecision(@ForAll("numbers") double number) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(number).to(type);
            if (!Double.isFinite(x.item())) {
                continue;
            }
            BigDecimal y = HighPrecision.sigmoid(x.item());
            BigDecimal slope = y.multiply(HighPrecision.sigmoid(-x.item()));
            Elementwise.Pass pass = sigmoid.forward(x);
            Ulps.assertWithin(2, pass.output(), y);
            Ulps.assertWithin(4, pass.slope(), slope);
        }
    }

    @Property
    void isTheSoftmaxOfTwoClasses(@ForAll("numbers") double x) {
        double twoClasses = new Softmax(0).apply(Tensor.of(x, 0)).at(0);
        Ulps.assertWithin(6, sigmoid.apply(Tensor.scalar(x)), new BigDecimal(twoClasses));
    }

    @Property
    void ofTheOppositeIsTheComplement(@ForAll("numbers") double x) {
        double sum = sigmoid.apply(Tensor.scalar(x)).item()
                + sigmoid.apply(Tensor.scalar(-x)).item();
        assertEquals(1, sum, 2 * Math.ulp(1.0));
    }

    @Property
    void slopeIsAtMostAQuarterAndOnlyAtZero(@ForAll("numbers") double x) {
        double slope = sigmoid.forward(Tensor.scalar(x)).slope().item();
        if (Math.abs(x) > 1e-7) { // closer to 0 the slope rounds to 1/4
            assertTrue(slope < 0.25, () -> "slope at " + x + " is " + slope);
        }
        assertTrue(slope <= 0.25 && slope >= 0, () -> "slope at " + x + " is " + slope);
        assertEquals(0.25, sigmoid.forward(Tensor.scalar(0)).slope().item());
    }

    @Nested
    class SpecialValues {
        @Test
        void saturateWithoutSlope() {
            Elementwise.Pass pass =
                    sigmoid.forward(Tensor.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN));
            assertEquals(Tensor.of(0, 1, Double.NaN), pass.output());
            assertEquals(Tensor.of(0, 0, Double.NaN), pass.slope());
        }
    }

    @Nested
    class WrongDerivations {
        @Test
        void areCaught() {
            assertCaught((x, y, dy) -> y.times(y.map(v -> 1 + v)).times(dy));
            assertCaught((x, y, dy) -> y.times(y.map(v -> v - 1)).times(dy));
            assertCaught((x, y, dy) -> y.times(dy));
            assertCaught((x, y, dy) -> y.times(y.map(v -> 1 - v)));
            assertCaught((x, y, dy) -> y.times(y.map(v -> 1 - v)).times(dy).times(1 + 1e-8));
        }

        private void assertCaught(Operator.Backward<Tensor, Tensor> wrong) {
            Operator<Tensor, Tensor> mutant = Operator.of(sigmoid::apply, wrong);
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(mutant).at(Tensor.of(-1.5, 0.3, 2)).verdict());
        }
    }

    @Test
    void jacobianIsDiagonal() {
        Elementwise.Pass pass = sigmoid.forward(Tensor.of(0, 1));
        Tensor dense = pass.jacobian().toDense();
        assertEquals(0.25, dense.at(0, 0));
        assertEquals(0, dense.at(0, 1));
        assertEquals(pass.slope().at(1), dense.at(1, 1));
    }

    @Test
    void namesTheUpstreamThatDoesNotFit() {
        assertEquals(
                "Elementwise.backward: dy has shape [2], but [1] is needed",
                assertThrows(ShapeException.class, () -> sigmoid.forward(Tensor.of(1))
                                .backward(Tensor.of(1, 2)))
                        .getMessage());
    }
}
