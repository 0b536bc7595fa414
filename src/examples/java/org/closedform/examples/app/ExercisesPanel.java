package org.closedform.examples.app;

import java.util.List;
import org.closedform.exercise.Exercise;
import org.closedform.exercise.Exercises;
import org.closedform.exercise.Symbol;

/** The exercises to choose from, without their answers. */
final class ExercisesPanel implements Panel {

    /** All exercises in their order. */
    record Answer(List<Task> exercises) {}

    /**
     * One exercise.
     *
     * @param name for requests
     * @param title for people
     * @param task what is asked
     * @param asked the name of the gradient, such as {@code dx}
     * @param formulas of the forward
     * @param symbols what the names mean
     */
    record Task(String name, String title, String task, String asked, List<String> formulas, List<Symbol> symbols) {

        static Task of(Exercise exercise) {
            return new Task(
                    exercise.name(),
                    exercise.title(),
                    exercise.task(),
                    exercise.forward().asked(),
                    exercise.forward().formulas(),
                    exercise.symbols());
        }
    }

    @Override
    public String path() {
        return "/api/exercises";
    }

    @Override
    public List<String> parameters() {
        return List.of();
    }

    @Override
    public Grid exported() {
        return Grid.ONE;
    }

    @Override
    public Answer answer(Query query) {
        return new Answer(Exercises.story().stream().map(Task::of).toList());
    }
}
