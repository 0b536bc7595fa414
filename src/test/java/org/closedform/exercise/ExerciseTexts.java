package org.closedform.exercise;

import java.util.List;
import java.util.stream.Stream;

/** All that exercises say in words, and what the gradient check says to the usual slips. */
public final class ExerciseTexts {
    /** Wrong answers that no exercise knows by itself, each behind the name of its exercise. */
    private static final String SLIPS =
            """
            neuron: dy
            neuron: dy*x
            neuron: sum(dy*x*w)
            sigmoid: y*(1 - y)
            sigmoid: dy + y
            sigmoid: dy/0
            sigmoid: dy*(1 - y)
            sigmoid: dy*(1 - y^2)
            sigmoid: dy*x*(1 - x)
            sigmoid: dy*y
            sigmoid: dy
            sigmoid: dy*y^3
            softmax: y*dy*(1 - y)
            softmax: -y*sum(y*dy)
            softmax: -y*(dy - sum(y*dy))
            softmax: 2*y*(dy - sum(y*dy))
            softmax: y*(dy - sum(y*dy))/C
            softmax: N*y*(dy - sum(y*dy))
            softmax: y*(dy - sum_n(y*dy))
            softmax: y*(dy - mean(dy))
            softmax: y*dy - dy*sum(y^2)
            log-softmax: dy - sum(softmax(x)*dy)
            cross-entropy: 0*x
            cross-entropy: mean(y - t)
            cross-entropy: (y - t)/C
            two-classes: 2.5*(y - t)/N
            two-classes: t - y
            relu: 0*dy
            batch-norm-scale: dy
            batch-norm-scale: dy*xhat
            batch-norm-scale: sum_i(dy*xhat)
            batch-norm-scale: mean(dy*xhat)
            batch-norm-input: gamma*dy/sqrt(var + eps)
            batch-norm-input: gamma/sqrt(var + eps)*(dy - mean(dy))
            batch-norm-input: gamma/sqrt(var + eps)*(dy - xhat*mean(dy*xhat))
            """;

    private ExerciseTexts() {}

    /** {@return the causes and hints of usual slips} */
    public static List<String> ofSlips() {
        return SLIPS.lines()
                .map(line -> line.split(": "))
                .map(line -> Exercises.named(line[0]).attempt(line[1]))
                .flatMap(attempt -> Stream.of(attempt.cause(), attempt.hint()))
                .toList();
    }

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
