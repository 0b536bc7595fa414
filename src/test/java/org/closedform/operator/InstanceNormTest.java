package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instance norm by hand; what it shares with group norm is tested there. */
class InstanceNormTest {
    private static BatchNorm.Inputs inputs(Tensor x) {
        return new BatchNorm.Inputs(x, Tensor.of(10, 20), Tensor.of(5, 6));
    }

    @Test
    void normalisesEachChannelOfEachSampleThenScalesAndShiftsIt() {
        Tensor x = Tensor.of(new double[][][] {{{1, 3}, {8, 0}}, {{7, 7.5}, {-2, -1}}});
        Tensor y = new InstanceNorm(1, 0).apply(inputs(x));
        assertEquals(Tensor.of(new double[][][] {{{-5, 15}, {26, -14}}, {{-5, 15}, {-14, 26}}}), y);
    }

    @Test
    void parametersHaveGradientsFromAllSamples() {
        Tensor x = Tensor.of(new double[][][] {{{1, 3}, {8, 0}}, {{7, 7.5}, {-2, -1}}});
        Tensor dy = Tensor.of(new double[][][] {{{0, 1}, {2, 0}}, {{0, 3}, {4, 0}}});
        BatchNorm.Inputs d = new InstanceNorm(1, 0).forward(inputs(x)).backward(dy);
        assertEquals(Tensor.of(1 + 3, 2 - 4), d.gamma());
        assertEquals(Tensor.of(1 + 3, 2 + 4), d.beta());
    }

    @ParameterizedTest
    @EnumSource
    void gradientAgreesWithFiniteDifferences(ElementType type) {
        SplittableRandom random = new SplittableRandom(5);
        Tensor x = Tensor.draw(Shape.of(3, 4, 2), () -> random.nextDouble(-3, 3));
        GradientCheck.of(new InstanceNorm(-1, 1e-5))
                .at(inputs(x).mapTensors(part -> part.to(type)))
                .assertPasses();
    }

    @Test
    void epsilonIsAFiniteNumberOfAtLeast0() {
        assertEquals(
                "InstanceNorm: epsilon is -1.0; a finite number of at least 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> new InstanceNorm(1, -1))
                        .getMessage());
    }
}
