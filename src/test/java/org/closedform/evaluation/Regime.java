package org.closedform.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;

/**
 * Operators, and how large their inputs are.
 *
 * @param name for the table
 * @param families the operators
 * @param type of all tensors
 * @param least the smallest scale of an input
 * @param greatest the largest; scales between are drawn evenly by their logarithm
 */
record Regime(String name, List<Family> families, ElementType type, double least, double greatest) {
    private static final int ATTEMPTS = 20;

    /** The case of one number, drawn again where the output or the gradient is not finite. */
    Optional<Case<?, ?>> numbered(long seed, int number) {
        Family family = families.get(number % families.size());
        SplittableRandom random = new SplittableRandom(1_000_003L * seed + 7919L * number + name.hashCode());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double scale = least * Math.pow(greatest / least, random.nextDouble());
            Case<?, ?> drawn = family.draw(new Draw(random, type, scale));
            if (drawn.isFinite()) {
                String where = " [" + name + ", seed " + seed + ", number " + number + "]";
                return Optional.of(drawn.withCommonMistakes(random).named(drawn.name() + where));
            }
        }
        return Optional.empty();
    }
}
