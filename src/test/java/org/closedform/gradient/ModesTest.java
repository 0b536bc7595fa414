package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** J v of a pushforward beside Jᵀ w of a backward, output by output. */
class ModesTest {
    private static final Tensor X = Tensor.of(1, -2, 3);

    /** x ↦ x², whose pushforward is off by a factor in the second output. */
    private static Modes squares(double factor) {
        Tensor factors = Tensor.of(1, factor, 1);
        Operator<Tensor, Tensor> squares =
                Operator.of(x -> x.times(x), (x, y, dy) -> x.times(dy).times(2), (x, y, v) -> x.times(v)
                        .times(2)
                        .times(factors));
        FlatOperator<Tensor, Tensor> f = new FlatOperator<>(squares, X);
        Channels channels = new Channels(f, new SplittableRandom(1));
        return new Modes(f, channels, Direction.random("x", X, 0, new SplittableRandom(2)), new double[] {2, 4, 6});
    }

    @Test
    void aPairAgreesToRounding() {
        assertTrue(squares(1).agree());
        assertTrue(squares(1 + 1e-15).agree());
        assertEquals(squares(1).forward(), squares(1).backward());
    }

    @Test
    void whatIsApartByMoreIsFoundInItsOutput() {
        Modes apart = squares(1 + 1e-12);
        assertFalse(apart.agree());
        assertEquals(1, apart.worst());
        assertEquals(apart.backward() * (1 + 1e-12), apart.forward(), 1e-15 * Math.abs(apart.forward()));
        assertTrue(Math.abs(apart.forward() - apart.backward()) > apart.slack());
    }

    @Test
    void nanIsNoAgreement() {
        assertEquals(Double.POSITIVE_INFINITY, squares(Double.NaN).disagreement());
    }

    @Test
    void withoutOutputsThereIsNothingToDisagree() {
        Operator<Tensor, Tensor> none =
                Operator.of(x -> Tensor.zeros(Shape.of(0)), (x, y, dy) -> x.zerosLike(), (x, y, v) -> y);
        FlatOperator<Tensor, Tensor> f = new FlatOperator<>(none, X);
        Modes modes = new Modes(
                f, new Channels(f, new SplittableRandom(1)), Direction.coordinate("x", X, 0, 0), new double[] {0});
        assertTrue(modes.agree());
        assertEquals(0, modes.forward());
        assertEquals(0, modes.slack());
    }
}
