package org.closedform.exercise;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Twelve exercises in the order in which a course meets them: a neuron, sigmoid, softmax, log-softmax, cross-entropy, two classes, entropy,
 * Kullback-Leibler divergence, two layers, ReLU, and two of batch norm.
 */
public final class Exercises {
    private static final List<Exercise> STORY = Stream.of(
                    ClassifierExercises.all(), LossExercises.all(), LayerExercises.all(), BatchNormExercises.all())
            .flatMap(List::stream)
            .toList();

    private Exercises() {}

    /** {@return all twelve, in their order} */
    public static List<Exercise> story() {
        return STORY;
    }

    /**
     * {@return the exercise of a name}
     *
     * @param name such as {@code softmax}
     * @throws IllegalArgumentException if there is none
     */
    public static Exercise named(String name) {
        Objects.requireNonNull(name, "Exercises.named: name is null");
        return STORY.stream()
                .filter(exercise -> exercise.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Exercises.named: name is \"" + name + "\"; there are "
                        + STORY.stream().map(Exercise::name).toList()));
    }
}
