package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.closedform.gradient.DifferenceCurve.Point;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The V of plain finite differences. */
class DifferenceCurveTest {
    private final DifferenceCurve curve = GradientCheck.of(new Sigmoid()).curve(Tensor.of(0.5), "x[0]");

    private static double bestStep(DifferenceCurve curve, Comparator<Point> error) {
        return curve.points().stream().min(error).orElseThrow().step();
    }

    @Test
    void errorsFallWithCurvatureAndRiseWithRounding() {
        List<Point> points = curve.points();
        assertEquals(1, points.get(0).step());
        assertEquals(1e-15, points.get(15).step());
        for (int i = 1; i < 4; i++) {
            double forward = points.get(i).forwardError() / points.get(i + 1).forwardError();
            double central = points.get(i).centralError() / points.get(i + 1).centralError();
            assertTrue(forward > 9 && forward < 11, "a tenth of the step, a tenth of the error: " + forward);
            assertTrue(central > 90 && central < 110, "a tenth of the step, a hundredth of the error: " + central);
        }
        assertTrue(points.get(15).centralError() > 1e-4);
    }

    @Test
    void theBestFixedStepsAreThoseOfTheTextbook() {
        double forward = bestStep(curve, Comparator.comparingDouble(Point::forwardError));
        double central = bestStep(curve, Comparator.comparingDouble(Point::centralError));
        assertTrue(forward <= 1e-7 && forward >= 1e-9, "√ε: " + forward);
        assertTrue(central <= 1e-4 && central >= 1e-7, "∛ε: " + central);
    }

    @Test
    void errorsAreThoseOfTheDifferences() {
        for (Point p : curve.points()) {
            assertEquals(Math.abs(p.forward() - curve.analytic()), p.forwardError());
            assertEquals(Math.abs(p.central() - curve.analytic()), p.centralError());
        }
    }

    @Test
    void aLineATimeIsDrawn() {
        String[] lines = curve.toString().split("\n");
        assertEquals(2 + 16, lines.length);
        assertTrue(lines[0].startsWith("x[0], analytic 2.35"), lines[0]);
        assertEquals(1, lines[4].chars().filter(c -> c == 'c').count());
        assertEquals(1, lines[4].chars().filter(c -> c == 'f').count());
    }

    @Test
    void errorsAboveOneAreDrawnAtTheEnd() {
        DifferenceCurve steep = GradientCheck.of(new Elementwise(x -> 100 * x * x, x -> 200 * x))
                .curve(Tensor.of(1.0), "x[0]");
        String[] lines = steep.toString().split("\n");
        assertTrue(lines[2].endsWith("f|"), lines[2]);
        assertTrue(lines[3].endsWith("f|"), lines[3]);
        assertTrue(!lines[5].endsWith("f|"), lines[5]);
    }

    @Test
    void severalOutputsAreWeighed() {
        DifferenceCurve softmax = GradientCheck.of(new Softmax(0)).curve(Tensor.of(1, 2, 3), "x[0]");
        assertTrue(softmax.analytic() != 0);
        assertTrue(
                softmax.points().stream().mapToDouble(Point::centralError).min().orElseThrow() < 1e-9);
    }

    @Test
    void anElementThatIsNotThereIsRefused() {
        assertEquals(
                "GradientCheck.curve: the input has no element x[2]; elements are called like x[0], or gamma[3] in a"
                        + " record",
                assertThrows(IllegalArgumentException.class, () -> GradientCheck.of(new Sigmoid())
                                .curve(Tensor.of(1, 2), "x[2]"))
                        .getMessage());
    }
}
