package org.closedform.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.Tensor;

/** Laws of the language. */
class ExpressionPropertiesTest {
    private static final Scope SCOPE = Scope.empty()
            .with("x", Tensor.of(new double[][] {{0.5, -1, 2}, {1.5, 0.25, -0.75}}))
            .with("y", Tensor.of(new double[][] {{3, 0.125, -2}, {0.75, 1, 0.5}}))
            .with("t", Tensor.of(1, 0, 2));

    /** Formulas in which every part has its brackets. */
    @Provide
    Arbitrary<String> bracketed() {
        Arbitrary<String> leaf = Arbitraries.of("x", "y", "t", "2", "0.5", "1e-3", "1e20", "N", "C");
        return Arbitraries.recursive(() -> leaf, ExpressionPropertiesTest::larger, 0, 4);
    }

    private static Arbitrary<String> larger(Arbitrary<String> inner) {
        return Arbitraries.oneOf(
                Combinators.combine(inner, Arbitraries.of("+", "-", "*", "/", "^"), inner)
                        .as((left, sign, right) -> "((" + left + ")" + sign + "(" + right + "))"),
                inner.map(part -> "(-(" + part + "))"),
                Combinators.combine(Arbitraries.of("exp", "log", "sqrt", "tanh", "sigmoid", "step"), inner)
                        .as((function, part) -> function + "(" + part + ")"),
                Combinators.combine(inner, inner).as((left, right) -> "max(" + left + "," + right + ")"),
                Combinators.combine(
                                Arbitraries.of("sum", "mean", "max", "softmax"), Arbitraries.of("", "_n", "_i"), inner)
                        .as((function, index, part) -> function + index + "((x + 0*y)*(" + part + "))"));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsPrintedReadsTheSame(@ForAll("bracketed") String formula) {
        if (formula.length() > 500) {
            return;
        }
        Expression expression = Expression.parse(formula);
        Expression again = Expression.parse(expression.toString());
        assertEquals(expression.toString(), again.toString());
        assertEquals(expression.names(), again.names());
        assertEquals(expression.evaluate(SCOPE), again.evaluate(SCOPE), expression::toString);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theExtentIsThatOfTheValue(@ForAll("bracketed") String formula) {
        if (formula.length() > 500) {
            return;
        }
        Expression expression = Expression.parse(formula);
        assertEquals(expression.extent(SCOPE), SCOPE.extentOf(expression.evaluate(SCOPE)));
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "x", "y", "dy", "sum", "Σ", "exp", "(", ")", "+", "-", "*", "/", "^", "²", ",", ".", "1", "e",
                        "_n", " ", "σ", "\u0000", "\uD800", "\u0302", "=", "max", "softmax", "1e999", "０")
                .list()
                .ofMaxSize(40)
                .map(list -> String.join("", list));
        return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(60));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anythingIsReadOrRefusedInOneSentence(@ForAll("anything") String formula) {
        try {
            Expression.parse(formula).evaluate(SCOPE);
        } catch (ExpressionException e) {
            assertTrue(e.position() >= 0 && e.position() <= formula.length(), e::getMessage);
            assertTrue(e.sentence().matches("At character [1-9][0-9]*: [^\\x00-\\x1f]+\\."), e::sentence);
            assertEquals(List.of(3), List.of(e.getMessage().split("\n").length));
        }
    }
}
