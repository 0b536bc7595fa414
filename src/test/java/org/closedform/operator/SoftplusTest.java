package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

class SoftplusTest extends OperatorContract<Tensor, Tensor> {
    private final Softplus softplus = new Softplus();
    private final LogSigmoid logSigmoid = new LogSigmoid();

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 3).flatMap(shape -> TensorArbitraries.tensors(shape, type)
                .flatMap(x -> Arbitraries.of(Case.rowwise(new Softplus(), x), Case.rowwise(new LogSigmoid(), x))));
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-40, 40).ofScale(12),
                Arbitraries.doubles().between(-740, 740).ofScale(6),
                Arbitraries.of(0.0, Double.MIN_VALUE, 1e-300, 1e300, -1e300, -744.0, -87.0, 36.7));
    }

    /** max(x, 0) + log1p(e^−|x|) to 60 digits, and log σ(x) = −softplus(−x) beside it. */
    @Property
    void matchesHighPrecision(@ForAll("numbers") double number) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.scalar(number).to(type);
            if (!Double.isFinite(x.item())) {
                continue;
            }
            BigDecimal exact = new BigDecimal(x.item());
            BigDecimal log = HighPrecision.log1p(HighPrecision.exp(exact.abs().negate()));
            BigDecimal y = exact.max(BigDecimal.ZERO).add(log);
            Ulps.assertWithin(2, softplus.forward(x).output(), y);
            Ulps.assertWithin(2, softplus.forward(x).slope(), HighPrecision.sigmoid(x.item()));
            Ulps.assertWithin(2, logSigmoid.forward(x.negate()).output(), y.negate());
            Ulps.assertWithin(2, logSigmoid.forward(x.negate()).slope(), HighPrecision.sigmoid(x.item()));
        }
    }

    @Property
    void differenceOfBothSidesIsTheNumber(@ForAll("numbers") double x) {
        double difference = softplus.apply(Tensor.scalar(x)).item()
                - softplus.apply(Tensor.scalar(-x)).item();
        assertEquals(x, difference, 4 * Math.ulp(Math.max(1, Math.abs(x))));
    }

    @Nested
    class SpecialValues {
        private final Tensor special = Tensor.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);

        @Test
        void ofSoftplus() {
            assertEquals(
                    Tensor.of(0, Double.POSITIVE_INFINITY, Double.NaN),
                    softplus.forward(special).output());
            assertEquals(Tensor.of(0, 1, Double.NaN), softplus.forward(special).slope());
        }

        @Test
        void ofLogSigmoid() {
            assertEquals(
                    Tensor.of(Double.NEGATIVE_INFINITY, -0.0, Double.NaN),
                    logSigmoid.forward(special).output());
            assertEquals(
                    Tensor.of(1, 0, Double.NaN), logSigmoid.forward(special).slope());
        }
    }

    @Nested
    class WrongDerivations {
        @Test
        void areCaught() {
            assertCaught(softplus, (x, y, dy) -> dy.times(new Sigmoid().apply(x.negate())));
            assertCaught(softplus, (x, y, dy) -> new Sigmoid().apply(x));
            assertCaught(logSigmoid, (x, y, dy) -> dy.times(new Sigmoid().apply(x)));
            assertCaught(logSigmoid, (x, y, dy) -> dy.times(new Sigmoid().apply(x.negate()))
                    .negate());
        }

        private void assertCaught(Operator<Tensor, Tensor> right, Operator.Backward<Tensor, Tensor> wrong) {
            Operator<Tensor, Tensor> mutant = Operator.of(right::apply, wrong);
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(mutant).at(Tensor.of(-1.5, 0.3, 2)).verdict());
        }
    }
}
