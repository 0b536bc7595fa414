package org.closedform.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SpecialValueTest {
    private static final double NAN = Double.NaN;

    private static String saidOf(SpecialValue<?, ?> wrong) {
        return assertThrows(AssertionError.class, wrong::assertHolds).getMessage();
    }

    @Test
    void holdsWhereOutputAndGradientAreAsStated() {
        SpecialValue.of(new Relu(), Tensor.of(0, NAN), Tensor.of(0, NAN))
                .withGradient(Tensor.of(1, 1), Tensor.of(0, NAN))
                .assertHolds();
    }

    @Test
    void failsForAnotherOutput() {
        assertEquals(
                "the output of Relu[] at float32[1] [NaN] is float32[1] [NaN]\nbut right would be float32[1] [0.0]",
                saidOf(SpecialValue.of(new Relu(), Tensor.of(NAN), Tensor.of(0.0))));
    }

    @Test
    void failsForAnotherGradient() {
        assertEquals(
                "the gradient of Relu[] at float32[1] [0.0] for upstream float32[1] [3.0] is float32[1] [0.0]\n"
                        + "but right would be float32[1] [3.0]",
                saidOf(SpecialValue.of(new Relu(), Tensor.of(0.0), Tensor.of(0.0))
                        .withGradient(Tensor.of(3.0), Tensor.of(3.0))));
    }

    @Test
    void isHeldOnlyInTypesWithRoomForItsNumbers() {
        Operator<Tensor, Tensor> same = Operator.of(x -> x, (x, y, dy) -> dy);
        SpecialValue.of(same, Tensor.of(1e300), Tensor.of(1e300)).assertHolds();
        assertEquals(
                "the output of the operator at float64[1] [1.00000e+300] is float64[1] [1.00000e+300]\n"
                        + "but right would be float64[1] [0.1]",
                saidOf(SpecialValue.of(same, Tensor.of(1e300), Tensor.of(0.1))));
    }
}
