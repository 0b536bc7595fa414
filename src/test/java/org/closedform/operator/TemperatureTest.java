package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 3).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        Arbitraries.doubles().between(0.25, 8).ofScale(3))
                .as((x, t) -> Case.rowwise(new Temperature(t), x)));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        return List.of(SpecialValue.of(
                        new Temperature(2), Tensor.of(INF, -INF, Double.NaN, 3), Tensor.of(INF, -INF, Double.NaN, 1.5))
                .withGradient(Tensor.of(1, 2, 3, 4), Tensor.of(0.5, 1, 1.5, 2)));
    }

    @Test
    void aHighOneMakesAllAlikeAndALowOneChooses() {
        Tensor x = Tensor.of(3, 2, 1);
        Tensor hot = new Temperature(1e6).then(new Softmax(0)).apply(x);
        Tensor cold = new Temperature(0.01).then(new Softmax(0)).apply(x);
        assertEquals(0, hot.minus(1 / 3.0).norm(), 1e-6);
        assertEquals(0, cold.minus(Tensor.of(1, 0, 0)).norm(), 1e-40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, INF})
    void whatIsNoTemperatureIsRefused(double t) {
        assertEquals(
                "Temperature: temperature is " + t + "; a finite number above 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> new Temperature(t))
                        .getMessage());
    }
}
