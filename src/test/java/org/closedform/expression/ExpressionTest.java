package org.closedform.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Scope SCOPE = Scope.empty()
            .with("x", X)
            .with("y", X.times(10))
            .with("dy", X.minus(2))
            .with("t", Tensor.of(new double[][] {{7}, {8}}))
            .with("gamma", Tensor.of(2, 0.5, -1))
            .with("eps", Tensor.scalar(0.25));

    private static Tensor value(String formula) {
        return Expression.parse(formula).evaluate(SCOPE);
    }

    @Nested
    class Value {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "1 + 2*3 | 7",
                    "(1 + 2)*3 | 9",
                    "7 - 2 - 1 | 4",
                    "8/4/2 | 1",
                    "8/4*2 | 4",
                    "-2^2 | -4",
                    "(-2)^2 | 4",
                    "2^3^2 | 512",
                    "2^-1 | .5",
                    "2*-3 | -6",
                    "+-+2 | -2",
                    "--2 | 2",
                    "1e-2*1.5E+2 | 1.5",
                    ".5 + 5. | 5.5",
                    "exp(0) + log(1) | 1",
                    "ln(1) | 0",
                    "sqrt(9) | 3",
                    "tanh(0) + sigmoid(0) | .5",
                    "step(3) + step(0) + step(-2) | 1",
                    "max(2, -3) | 2",
                    "N*C | 6",
                    "eps | .25"
                })
        void ofNumbers(String formula, double expected) {
            assertEquals(Tensor.scalar(expected), value(formula));
        }

        @Test
        void ofNumbersThatRepeat() {
            assertEquals(X, value("x"));
            assertEquals(Tensor.of(new double[][] {{2, 1, -3}, {8, 2.5, -6}}), value("x*gamma"));
            assertEquals(Tensor.of(new double[][] {{8, 9, 10}, {12, 13, 14}}), value("t + x"));
            assertEquals(Tensor.of(new double[][] {{14, 3.5, -7}, {16, 4, -8}}), value("t*gamma"));
        }

        @Test
        void alongAnAxis() {
            assertEquals(Tensor.of(new double[][] {{6}, {15}}), value("sum(x)"));
            assertEquals(Tensor.of(new double[][] {{6}, {15}}), value("sum_i(x)"));
            assertEquals(Tensor.of(new double[][] {{5, 7, 9}}), value("sum_n(x)"));
            assertEquals(Tensor.of(new double[][] {{2}, {5}}), value("mean_k(x)"));
            assertEquals(Tensor.of(new double[][] {{4, 5, 6}}), value("max_n(x)"));
            assertEquals(Tensor.of(new double[][] {{3}, {6}}), value("max(x)"));
            assertEquals(Tensor.scalar(21), value("sum_n(sum(x))"));
            assertEquals(Tensor.of(new double[][] {{.5}, {.5}}), value("softmax_n(0*t)"));
        }

        @Test
        void alongTheAxisOfTheScope() {
            assertEquals(
                    Tensor.of(new double[][] {{5, 7, 9}}),
                    Expression.parse("sum(x)").evaluate(SCOPE.along(Axis.SAMPLES)));
        }

        @Test
        void ofOneSampleWithoutAName() {
            Scope scope = Scope.empty().with("x", Tensor.of(1, 2)).with("a", Tensor.scalar(3));
            assertEquals(Tensor.of(3, 6), Expression.parse("a*x").evaluate(scope));
            assertEquals(Tensor.scalar(3), Expression.parse("sum(x)").evaluate(scope));
            assertEquals(List.of("x", "a", "C"), scope.names());
        }

        @Test
        void isFloat64() {
            Scope scope = Scope.empty().with("x", Tensor.of(1f, 2f));
            assertEquals(
                    ElementType.FLOAT64, Expression.parse("x").evaluate(scope).elementType());
        }

        @ParameterizedTest
        @CsvSource({
            "0/0, NaN",
            "1/0, Infinity",
            "log(-1), NaN",
            "log(0), -Infinity",
            "(-8)^(1/3), NaN",
            "step(0/0), NaN"
        })
        void ofNumbersNeverThrows(String formula, double expected) {
            assertEquals(expected, value(formula).item());
        }
    }

    @Nested
    class Spelled {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "y·(dy − Σ(y·dy)) | y*(dy - sum(y*dy))",
                    "y ⊙ dy × x ⋅ x ∗ x | y*dy*x*x*x",
                    "x ÷ y ∕ x ⁄ y | x/y/x/y",
                    "γ·x + β − μ | gamma*x + beta - mu",
                    "√(σ² + ε) | sqrt(sigma^2 + eps)",
                    "σ(x)*σ | sigmoid(x)*sigma",
                    "x⁻¹ + x¹⁰ | x^-1 + x^10",
                    "Σₙ(x) + ∑_i(x) + Σ_n(x) | sum_n(x) + sum_i(x) + sum_n(x)",
                    "x̂·dγ | xhat*dgamma",
                    "（ｘ＋１）＊２ | (x + 1)*2",
                    "max（0，x） | max(0, x)",
                    "ln(x) + epsilon + x_hat | log(x) + eps + xhat",
                    "sum_samples(x) + mean_classes(x) | sum_n(x) + mean_i(x)",
                    "((x)) + (x*y) - (x - y) | x + x*y - (x - y)",
                    "1e-5 − 1e−5 | 1e-5 - 1e-5",
                })
        void asInALesson(String formula, String plain) {
            assertEquals(plain, Expression.parse(formula).toString());
        }

        @Test
        void doesNotMatter() {
            assertEquals(Expression.parse("y·(1−y)"), Expression.parse(" (y) * (1 - y) "));
            assertEquals(
                    Expression.parse("y·(1−y)").hashCode(),
                    Expression.parse("y*(1-y)").hashCode());
            assertNotEquals(Expression.parse("1 - y"), Expression.parse("y - 1"));
            assertEquals(
                    Set.of("y", "dy"), Expression.parse("y*(dy - sum(y*dy))").names());
        }
    }

    @Nested
    class Errors {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "'' | 1 | there is no formula yet",
                    "'  ' | 3 | there is no formula yet",
                    "2x | 2 | an operator is missing before x; to multiply, write 2*x",
                    "x y | 3 | an operator is missing before y; to multiply, write x*y",
                    "(x)(y) | 4 | an operator is missing before (; to multiply, write * between",
                    "y(1 - y) | 1 | y is not a function",
                    "sin(x) | 1 | sin is not a function: these are exp, log, sqrt, tanh, sigmoid, step, sum, mean, max and softmax",
                    "x + | 4 | a number, a name or a ( is missing before the end",
                    "x + * y | 5 | a number, a name or a ( is missing before *",
                    "(x + y | 1 | this bracket is never closed",
                    "x + y) | 6 | this ) closes no bracket",
                    "exp(x | 4 | this bracket is never closed",
                    "exp() | 5 | a number, a name or a ( is missing before )",
                    "sum*x | 1 | sum is a function; write sum(…)",
                    "x**2 | 3 | a power is written ^ here",
                    "dx = y | 4 | there is no =",
                    "[x] | 1 | brackets are round here",
                    "y' | 2 | there is no sign for a derivative",
                    "1,5*x | 2 | a comma stands only between the two arguments of max; a decimal point is .",
                    "exp(1,5) | 1 | exp takes one argument, but has 2",
                    "1.2.3 | 4 | a number has one decimal point",
                    ". | 1 | a decimal point needs a digit",
                    "1e309 | 1 | the number is too large",
                    "1e-400 | 1 | the number is too small",
                    "x^⁻ | 3 | a power without a digit",
                    ".e5 | 1 | a decimal point needs a digit",
                    "max(1, 2, 3) | 1 | max takes one argument or two, but has 3",
                    "x⁻ | 2 | a power without a digit",
                    "dx | 1 | dx is unknown here; there are x, y, dy, t, gamma, eps, N and C",
                    "y*(dx - 1) | 4 | dx is unknown here",
                    "Y | 1 | write y for Y",
                    "Sum(x) | 1 | write sum for Sum",
                    "y_i | 1 | y_i has an index; write y",
                    "e^x | 1 | e is unknown; write exp(x)",
                    "sum_z(x) | 1 | the index of sum_z is unknown; _n is over the samples, and _i over the classes",
                    "exp_n(x) | 1 | exp is of each number, along no axis",
                    "sum(sum(x)) | 1 | sum(…) adds up over the classes, but sum(x) has one number for each sample; over the samples it is sum_n(…)",
                    "2*mean_n(gamma) | 3 | mean_n(…) averages over the samples, but gamma has one number for each class; over the classes it is mean_i(…)",
                    "sum(3) | 1 | sum(…) adds up over the classes, but 3 has one number; it needs one for each of the classes",
                    "x + ٣ | 5 | there is no ٣ here",
                    "x + 😀 | 5 | there is no character U+1F600 here",
                    "😀 | 1 | there is no character U+1F600",
                    "∂y | 1 | a derivative has a name here: ∂C/∂y is dy",
                    "dy.*y | 3 | a decimal point needs a digit, as in 0.5; a product is * alone",
                    "dy*(x>0) | 6 | there are no comparisons; step(x) is 1",
                    "tanh^2(x) | 1 | tanh is a function; write tanh(…)",
                    "diag(y) | 1 | diag is not a function",
                    "relu(x) | 1 | relu is not a function here; write max(0, x)",
                    "dy*Abs(x) | 4 | Abs is not a function here; write max(x, -x)",
                    "cosh(x) | 1 | cosh is not a function here; write (exp(x) + exp(-x))/2",
                    "x*var(x) | 3 | var is not a function here; write mean((x - mean(x))^2)",
                    "Variance(x) | 1 | Variance is not a function here; write mean((x - mean(x))^2)",
                    "Average(x) | 1 | write mean for Average",
                    "y*LN(x) | 3 | write log for LN",
                    "x @ y | 3 | there is no @ here",
                    "dy*np.exp(x) | 6 | a name has no point here; write exp(x), not np.exp(x)",
                    "x.sum() | 2 | a name has no point here",
                    "ｎｐ.exp(x) | 3 | a name has no point here",
                    "dy .* y | 4 | a decimal point needs a digit",
                })
        void pointAtTheCharacter(String formula, int character, String reason) {
            ExpressionException e = assertThrows(
                    ExpressionException.class, () -> Expression.parse(formula).evaluate(SCOPE));
            assertTrue(e.sentence().startsWith("At character " + character + ": " + reason), e::sentence);
            assertTrue(e.sentence().endsWith("."), e::sentence);
        }

        @Test
        void showACaretBelowTheFormula() {
            ExpressionException e =
                    assertThrows(ExpressionException.class, () -> Expression.parse("y*(dy - 2 sum(y))"));
            assertEquals(
                    """
                    Expression: At character 11: an operator is missing before sum; to multiply, write 2*sum.
                      y*(dy - 2 sum(y))
                                ^""",
                    e.getMessage());
            assertEquals(10, e.position());
            assertEquals("y*(dy - 2 sum(y))", e.formula());
        }

        @Test
        void showControlCharactersAsBoxes() {
            ExpressionException e =
                    assertThrows(ExpressionException.class, () -> Expression.parse("x +\u0007 y\u202E"));
            assertTrue(e.sentence().startsWith("At character 4: there is no character U+0007 here"), e::sentence);
            assertTrue(e.getMessage().endsWith("\n  x +□ y□\n     ^"), e::getMessage);
        }

        @Test
        void showTheSignsOfALessonAboveTheirCaret() {
            ExpressionException e = assertThrows(ExpressionException.class, () -> Expression.parse("√(x̂²)·∂y + Σ(γ"));
            assertTrue(e.sentence().endsWith(": a derivative has a name here: ∂C/∂y is dy."), e::sentence);
            assertTrue(e.getMessage().endsWith("\n  √(x̂²)·∂y + Σ(γ\n        ^"), e::getMessage);
        }

        @Test
        void showThePlaceInALongFormula() {
            String formula = "x + ".repeat(100) + "!";
            ExpressionException e = assertThrows(ExpressionException.class, () -> Expression.parse(formula));
            String[] lines = e.getMessage().split("\n");
            assertEquals('!', lines[1].charAt(lines[2].indexOf('^')));
        }
    }

    @Nested
    class Limits {
        @Test
        void ofLength() {
            assertTrue(refusal("x" + " ".repeat(500)).contains("501 characters; at most 500 are possible"));
            assertEquals(X, value("x" + " ".repeat(499)));
            assertTrue(refusal("(".repeat(1_000_000)).contains("at most 500"));
        }

        @Test
        void ofDepth() {
            assertEquals(X, value("(".repeat(39) + "x" + ")".repeat(39)));
            for (String formula : List.of(
                    "(".repeat(40) + "x" + ")".repeat(40),
                    "-".repeat(499) + "x",
                    "x^".repeat(249) + "x",
                    "exp(".repeat(100) + "x",
                    "(".repeat(500))) {
                assertTrue(refusal(formula).contains("nested more than 40 deep"), formula);
            }
        }

        @Test
        void ofParts() {
            assertTrue(refusal("x+".repeat(249) + "x").contains("more than 200 parts"));
            assertEquals(X.times(100), value("x+".repeat(99) + "x"));
        }

        @Test
        void ofTensors() {
            assertThrows(ShapeException.class, () -> SCOPE.with("w", Tensor.of(1, 2)));
            assertThrows(ShapeException.class, () -> SCOPE.with("w", Tensor.zeros(Shape.of(2, 3, 1))));
            assertThrows(ShapeException.class, () -> SCOPE.with("w", Tensor.zeros(Shape.of(0))));
            assertThrows(IllegalArgumentException.class, () -> Scope.empty().with("w", Tensor.zeros(Shape.of(10_001))));
            Scope column = Scope.empty().with("w", Tensor.zeros(Shape.of(200, 1)));
            assertThrows(IllegalArgumentException.class, () -> column.with("v", Tensor.zeros(Shape.of(200))));
        }

        @ParameterizedTest
        @CsvSource({"sum", "N", "C", "x_1", "1x", "γ", "''", "x y"})
        void ofNames(String name) {
            assertThrows(IllegalArgumentException.class, () -> SCOPE.with(name, Tensor.scalar(1)));
        }

        private static String refusal(String formula) {
            return assertThrows(ExpressionException.class, () -> Expression.parse(formula))
                    .sentence();
        }
    }
}
