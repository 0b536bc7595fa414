package org.closedform.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.closedform.gradient.Verdict;
import org.junit.jupiter.api.Test;

class GradesTest {
    private static final Exercise SIGMOID = Exercises.named("sigmoid");
    private static final Exercise RELU = Exercises.named("relu");
    private static final Grades NONE = Grades.of(List.of(SIGMOID, RELU));

    private static Attempt attempt(Exercise exercise, Verdict verdict, String slip) {
        return new Attempt(exercise.name(), "dy*\"", verdict, slip, "", "", "", "");
    }

    @Test
    void countTriesAndSlips() {
        Grades grades = NONE.with(attempt(SIGMOID, Verdict.FAIL, "sign"))
                .with(attempt(RELU, Verdict.FAIL, "mask missing"))
                .with(attempt(SIGMOID, Verdict.INCONCLUSIVE, "\u0001"))
                .with(attempt(SIGMOID, Verdict.PASS, ""))
                .with(attempt(SIGMOID, Verdict.FAIL, "too late to count"));
        assertEquals(1, grades.solved());
        assertEquals(8, grades.points());
        assertEquals(20, grades.possible());
        assertEquals(
                "{\"format\": \"closedform grades 1\", \"points\": 8, \"possible\": 20, \"solved\": 1, \"exercises\": ["
                        + "{\"name\": \"sigmoid\", \"points\": 8, \"solved\": true, \"tries\": 3, \"slips\": [\"sign\", \"\\u0001\"],"
                        + " \"answer\": \"dy*\\\"\"}, "
                        + "{\"name\": \"relu\", \"points\": 0, \"solved\": false, \"tries\": 1, \"slips\": [\"mask missing\"],"
                        + " \"answer\": \"\"}]}",
                grades.toJson());
    }

    @Test
    void giveFivePointsAtLeastForARightAnswer() {
        Grades grades = NONE;
        for (int i = 0; i < 20; i++) {
            grades = grades.with(attempt(RELU, Verdict.FAIL, "unknown"));
        }
        assertEquals(0, grades.points());
        assertEquals(5, grades.with(attempt(RELU, Verdict.KINK, "")).points());
    }

    @Test
    void areOfTheirExercisesOnly() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> NONE.with(attempt(Exercises.named("softmax"), Verdict.PASS, "")));
        assertEquals("Grades: an attempt is at softmax, but the exercises are [sigmoid, relu]", e.getMessage());
    }
}
