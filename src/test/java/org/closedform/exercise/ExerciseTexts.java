package org.closedform.exercise;

import java.util.List;
import java.util.stream.Stream;

/** All that exercises say in words. */
public final class ExerciseTexts {
    private ExerciseTexts() {}

    /** {@return the titles, tasks, meanings, names of points, causes and hints of all exercises} */
    public static List<String> all() {
        return Exercises.story().stream().flatMap(ExerciseTexts::of).toList();
    }

    private static Stream<String> of(Exercise exercise) {
        return Stream.of(
                        Stream.of(exercise.title(), exercise.task()),
                        exercise.symbols().stream().map(Symbol::meaning),
                        exercise.samples().stream().map(Sample::name),
                        exercise.mistakes().stream().flatMap(mistake -> Stream.of(mistake.cause(), mistake.hint())),
                        exercise.hints().stream().map(Hint::text))
                .flatMap(texts -> texts);
    }
}
