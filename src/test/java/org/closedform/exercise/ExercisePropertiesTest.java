package org.closedform.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.closedform.expression.ExpressionException;

/** Whatever is typed is judged or refused, and never breaks the exercise. */
class ExercisePropertiesTest {
    private static final Set<String> NAMES =
            Set.of("x", "y", "dy", "t", "w", "h", "gamma", "var", "N", "0", "1e200", "0.5");

    @Provide
    Arbitrary<Exercise> exercises() {
        return Arbitraries.of(Exercises.story());
    }

    @Provide
    Arbitrary<String> formulas() {
        return Arbitraries.recursive(() -> Arbitraries.of(NAMES), ExercisePropertiesTest::larger, 0, 4);
    }

    private static Arbitrary<String> larger(Arbitrary<String> inner) {
        return Arbitraries.oneOf(
                Combinators.combine(inner, Arbitraries.of("+", "-", "*", "/", "^"), inner)
                        .as((left, sign, right) -> "(" + left + sign + right + ")"),
                Combinators.combine(
                                Arbitraries.of(
                                        List.of("exp", "log", "sqrt", "step", "sum", "mean_n", "sum_i", "softmax")),
                                inner)
                        .as((function, part) -> function + "(" + part + ")"),
                inner.map(part -> "dy*" + part));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whateverIsTypedIsJudgedOrRefused(@ForAll("exercises") Exercise exercise, @ForAll("formulas") String typed) {
        try {
            Attempt attempt = exercise.attempt(typed);
            assertEquals(attempt.isSolved(), attempt.hint().isEmpty(), attempt::toString);
            assertEquals(attempt, exercise.attempt(typed));
        } catch (ExpressionException e) {
            assertFalse(e.sentence().isBlank());
        }
    }
}
