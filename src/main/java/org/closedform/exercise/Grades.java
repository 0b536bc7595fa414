package org.closedform.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.closedform.argument.Copied;

/**
 * What somebody has solved, in how many tries, and which slips were made on the way.
 *
 * <p>An exercise gives 10 points, one less for each wrong try before the first right one, but at least 5; unsolved it gives none.
 *
 * @param exercises those that count
 * @param attempts in their order
 */
public record Grades(List<Exercise> exercises, List<Attempt> attempts) {
    private static final int BEST = 10;
    private static final int LEAST = 5;

    /**
     * Copies the lists.
     *
     * @param exercises those that count
     * @param attempts in their order
     * @throws NullPointerException if an argument or an element is null
     * @throws IllegalArgumentException if an attempt is at another exercise
     */
    public Grades {
        exercises = Copied.of(exercises, "Grades: exercises");
        attempts = Copied.of(attempts, "Grades: attempts");
        List<String> names = exercises.stream().map(Exercise::name).toList();
        for (Attempt attempt : attempts) {
            if (!names.contains(attempt.exercise())) {
                throw new IllegalArgumentException(
                        "Grades: an attempt is at " + attempt.exercise() + ", but the exercises are " + names);
            }
        }
    }

    /**
     * {@return grades without an attempt yet}
     *
     * @param exercises those that count, such as {@link Exercises#story}
     */
    public static Grades of(List<Exercise> exercises) {
        Objects.requireNonNull(exercises, "Grades.of: exercises is null");
        return new Grades(exercises, List.of());
    }

    /**
     * {@return the grades after another attempt}
     *
     * @param attempt the latest
     */
    public Grades with(Attempt attempt) {
        Objects.requireNonNull(attempt, "Grades.with: attempt is null");
        return new Grades(
                exercises, Stream.concat(attempts.stream(), Stream.of(attempt)).toList());
    }

    /** {@return how many exercises are solved} */
    public int solved() {
        return (int) exercises.stream().filter(this::isSolved).count();
    }

    /** {@return the points of all exercises} */
    public int points() {
        return exercises.stream().mapToInt(this::pointsOf).sum();
    }

    /** {@return the points that can be had} */
    public int possible() {
        return BEST * exercises.size();
    }

    boolean isSolved(Exercise exercise) {
        return attempts.stream().anyMatch(attempt -> isAt(exercise, attempt) && attempt.isSolved());
    }

    int pointsOf(Exercise exercise) {
        return isSolved(exercise) ? Math.max(LEAST, BEST - wrongOf(exercise).size()) : 0;
    }

    /** The attempts before the first right one. */
    List<Attempt> wrongOf(Exercise exercise) {
        List<Attempt> wrong = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (isAt(exercise, attempt) && attempt.isSolved()) {
                return wrong;
            }
            if (isAt(exercise, attempt)) {
                wrong.add(attempt);
            }
        }
        return wrong;
    }

    private static boolean isAt(Exercise exercise, Attempt attempt) {
        return attempt.exercise().equals(exercise.name());
    }

    /**
     * The grades as JSON (RFC 8259), for a course's own tools.
     *
     * <pre>{@code
     * {"format": "closedform grades 1", "points": 9, "possible": 120, "solved": 1, "exercises": [
     *   {"name": "sigmoid", "points": 9, "solved": true, "tries": 2, "slips": ["ignores upstream"], "answer": "dy*y*(1 - y)"}, …]}
     * }</pre>
     *
     * <p>{@code tries} counts up to the first right answer, {@code slips} are the diagnoses of the wrong ones in their order, and
     * {@code answer} is the first right one, or empty.
     *
     * @return one line
     */
    public String toJson() {
        return GradesJson.of(this);
    }
}
