package org.closedform.exercise;

import java.util.List;
import java.util.stream.Collectors;

/** Grades as JSON. */
final class GradesJson {
    private GradesJson() {}

    static String of(Grades grades) {
        return "{\"format\": \"closedform grades 1\", \"points\": " + grades.points() + ", \"possible\": "
                + grades.possible()
                + ", \"solved\": " + grades.solved() + ", \"exercises\": "
                + grades.exercises().stream()
                        .map(exercise -> of(grades, exercise))
                        .collect(Collectors.joining(", ", "[", "]"))
                + "}";
    }

    private static String of(Grades grades, Exercise exercise) {
        List<Attempt> wrong = grades.wrongOf(exercise);
        boolean isSolved = grades.isSolved(exercise);
        String answer = grades.attempts().stream()
                .filter(attempt -> attempt.exercise().equals(exercise.name()) && attempt.isSolved())
                .map(Attempt::backward)
                .findFirst()
                .orElse("");
        return "{\"name\": " + text(exercise.name()) + ", \"points\": " + grades.pointsOf(exercise) + ", \"solved\": "
                + isSolved
                + ", \"tries\": " + (wrong.size() + (isSolved ? 1 : 0)) + ", \"slips\": "
                + wrong.stream().map(Attempt::slip).map(GradesJson::text).collect(Collectors.joining(", ", "[", "]"))
                + ", \"answer\": " + text(answer) + "}";
    }

    private static String text(String text) {
        return text.chars().mapToObj(GradesJson::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int unit) {
        if (unit == '"' || unit == '\\') {
            return "\\" + (char) unit;
        }
        return unit < ' ' ? String.format("\\u%04x", unit) : String.valueOf((char) unit);
    }
}
