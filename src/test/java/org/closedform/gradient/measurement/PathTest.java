package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** From (3, −0.5) along the second coordinate, along which y = (1 / (2 − x₁), x₀), defined for x₁ below 4. */
class PathTest {
    private static Path path(ElementType input, ElementType output, double size) {
        Operator<Tensor, Tensor> f = Operator.of(
                x -> {
                    if (x.at(1) >= 4) {
                        throw new IllegalArgumentException("not defined");
                    }
                    return Tensor.of(1 / (2 - x.at(1)), x.at(0)).to(output);
                },
                (x, y, dy) -> Tensor.of(dy.at(1), dy.at(0) / ((2 - x.at(1)) * (2 - x.at(1))))
                        .to(input));
        Tensor x = Tensor.of(3, -0.5).to(input);
        FlatOperator<Tensor, Tensor> flat = new FlatOperator<>(f, x);
        return new Path(flat, new Channels(flat, new SplittableRandom(1)), Direction.coordinate("x", x, 0, 1), size);
    }

    private static Path path() {
        return path(ElementType.FLOAT64, ElementType.FLOAT64, 0.25);
    }

    @Test
    void outputsAreThoseFurtherOn() {
        assertArrayEquals(new double[] {1, 3}, path().outputs(1.5));
        assertEquals(0, path().outputs(5).length, "where the function throws there are none");
        assertEquals(0.16, path().analytic(0), 1e-15);
        assertEquals(0, path().analytic(1));
        assertEquals(0.4, path().size(0));
    }

    @Test
    void theTermsOfAChannelMayBeLargerThanIt() {
        assertEquals(0.4, path().terms(0), 1e-15);
        Operator<Tensor, Tensor> difference =
                Operator.of(x -> Tensor.of(x.at(0) - x.at(1)), (x, y, dy) -> Tensor.of(dy.at(0), -dy.at(0)));
        Tensor x = Tensor.of(1000, 999);
        FlatOperator<Tensor, Tensor> flat = new FlatOperator<>(difference, x);
        Channels channels = new Channels(flat, new SplittableRandom(1));
        assertEquals(1000, new Path(flat, channels, Direction.coordinate("x", x, 0, 1), 1).terms(0));
        assertEquals(1000, new Path(flat, channels, Direction.coordinate("x", x, 0, 1), 1).largestTerms(0));
        assertEquals(0.48, path().largestTerms(0), 1e-15);
    }

    @Test
    void itIsOpenWhereTheFunctionIsFinite() {
        assertTrue(path().isOpen(1.5));
        assertFalse(path().isOpen(2.5), "infinite");
        assertFalse(path().isOpen(5), "not defined");
    }

    @Test
    void theCoarserOfInputAndOutputCounts() {
        double single = Math.ulp(1f);
        assertEquals(Math.ulp(1.0), path().epsilon(0));
        assertEquals(single, path(ElementType.FLOAT32, ElementType.FLOAT64, 1).epsilon(0));
        assertEquals(single, path(ElementType.FLOAT64, ElementType.FLOAT32, 1).epsilon(0));
        assertEquals(Double.MIN_VALUE, path().channels().smallestOutput());
        assertEquals(
                Float.MIN_VALUE,
                path(ElementType.FLOAT64, ElementType.FLOAT32, 1).channels().smallestOutput());
    }

    @Test
    void itsScaleIsThatOfTheCoordinatesAroundButAtLeastOne() {
        assertEquals(1, path().scale());
        assertEquals(7, path(ElementType.FLOAT64, ElementType.FLOAT64, 7).scale());
        assertEquals(0.5, path().largest());
        assertEquals(0.5, path().smallest());
    }
}
