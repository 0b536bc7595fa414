package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownNumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1234567; 1.23457·10⁶",
                "-0.0; 0.0",
                "0.00012345678; 0.000123457",
                "0.000012345678; 1.23457·10⁻⁵",
                "0.0000000000000002; 2.0·10⁻¹⁶",
                "3; 3.0",
                "1e300; 1.0·10³⁰⁰",
                "999999.7; 1.0·10⁶",
                "NaN; NaN",
                "-Infinity; -∞",
            })
    void writesOneNumber(double value, String text) {
        assertEquals(text, NumberText.of(Tensor.scalar(value), 6));
    }

    @Test
    void writesAsManyDigitsAsAreWanted() {
        Tensor x = Tensor.of(1.0 / 3, 200.0 / 3);
        assertEquals("[ 0.3, 66.7]", NumberText.of(x, 3));
        assertEquals("[ 0.33333333, 66.66666667]", NumberText.of(x, 10));
        assertEquals("[ 0.3, 66.7]", NumberText.of(x, 1), "one decimal at least");
    }

    @Test
    void alignsColumnsAndKeepsSmallNumbersReadable() {
        assertEquals(
                "[[      1.0,       0.5],\n [2.5·10⁻¹⁰,       0.0]]",
                NumberText.of(Tensor.of(new double[][] {{1, 0.5}, {2.5e-10, -0.0}}), 6));
        assertTrue(NumberText.of(Tensor.zeros(Shape.of(300)), 6).contains("…"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0.0001; 0.0001", "1; 1", "-2.5; −2.5", "1e-12; 1·10^−12", "1.5e20; 1.5·10^20", "Infinity; ∞"})
    void writesSettings(double setting, String text) {
        assertEquals(text, NumberText.of(setting));
    }

    /** A constant upstream gives softmax and batch norm a gradient of 0, but for rounding. */
    @Test
    void showsRoundingErrorAsZero() {
        Tensor x = Tensor.of(new double[][] {{0.3, -1.7, 0.9}, {1.1, 0.2, -0.4}});
        for (ElementType type : ElementType.values()) {
            for (Operator<Tensor, Tensor> operator : List.<Operator<Tensor, Tensor>>of(
                    new Softmax(),
                    new BatchNorm()
                            .holding(
                                    a -> new BatchNorm.Inputs(
                                            a, Tensor.ones(Shape.of(3), type), Tensor.zeros(Shape.of(3), type)),
                                    BatchNorm.Inputs::x))) {
                Tensor at = x.to(type);
                WorkedExample example = WorkedExample.of(operator, at, at.onesLike());
                ShownNumbers numbers = ShownNumbers.of(example, 6);
                assertEquals(at.zerosLike(), numbers.value("dx"), example::toText);
                assertEquals(operator.forward(at).backward(at.onesLike()), example.value("dx"));
            }
        }
    }

    @Test
    void showsSmallNumbersThatAreMeant() {
        WorkedExample example = WorkedExample.of(new Softmax(), Tensor.of(0, -40));
        assertTrue(example.toText().contains("4.24835·10⁻¹⁸"), example.toText());
        WorkedExample saturated = WorkedExample.of(new Sigmoid(), Tensor.of(-40), Tensor.of(1));
        assertTrue(saturated.toText().contains("gradient: dx = y′ ⊙ dy\n       [4.24835·10⁻¹⁸]"), saturated.toText());
    }

    @Test
    void showsTheGradientOfASaturatedSoftmax() {
        WorkedExample loss =
                WorkedExample.of(CrossEntropyLoss.onLogits(Labels.of(1)), Tensor.of(new double[][] {{0, 40}}));
        ShownNumbers numbers = ShownNumbers.of(loss, 6);
        assertEquals(loss.value("g"), numbers.value("g"));
        assertTrue(loss.toText().contains("4.24835·10⁻¹⁸"), loss.toText());
    }
}
