package org.closedform.examples.app;

import java.util.List;
import org.closedform.exercise.Attempt;
import org.closedform.exercise.Exercise;
import org.closedform.exercise.Exercises;
import org.closedform.expression.ExpressionException;

/** Checks a backward that somebody typed. */
final class DerivePanel implements Panel {
    private static final int LONGEST = 500;

    @Override
    public String path() {
        return "/api/derive";
    }

    @Override
    public List<String> parameters() {
        return List.of("exercise", "backward");
    }

    @Override
    public Attempt answer(Query query) {
        List<String> names = Exercises.story().stream().map(Exercise::name).toList();
        Exercise exercise = Exercises.named(query.choice("exercise", names));
        try {
            return exercise.attempt(query.text("backward", LONGEST));
        } catch (ExpressionException e) {
            throw new BadQueryException(e.sentence());
        }
    }
}
