package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.closedform.tensor.ElementType;

/**
 * Operators, and how large their inputs are.
 *
 * @param name for the table
 * @param families the operators
 * @param type of all tensors
 * @param least the smallest scale of an input
 * @param greatest the largest; scales between are drawn evenly by their logarithm
 * @param apart whether each part of the input has a scale of its own
 */
record Regime(String name, List<Family> families, ElementType type, double least, double greatest, boolean apart) {
    private static final int ATTEMPTS = 20;

    /** One scale for all inputs of a case. */
    static Regime of(String name, List<Family> families, ElementType type, double least, double greatest) {
        return new Regime(name, families, type, least, greatest, false);
    }

    /** In float64. */
    static Regime of(String name, List<Family> families, double least, double greatest) {
        return of(name, families, FLOAT64, least, greatest);
    }

    /** A scale from 1e-12 to 1e12 for each part of the input. */
    static Regime apart(String name, List<Family> families, ElementType type) {
        return new Regime(name, families, type, 1e-12, 1e12, true);
    }

    /** The same points, for pushforwards. */
    Regime forward() {
        List<Family> all = families.stream().map(Family::forward).toList();
        return new Regime(name + ", forward mode", all, type, least, greatest, apart);
    }

    /** The same points, for second derivatives. */
    Regime bent() {
        List<Family> all = families.stream().map(Family::bent).toList();
        return new Regime(name + ", second derivatives", all, type, least, greatest, apart);
    }

    /** The case of one number, drawn again where the output or the gradient is not finite. */
    Optional<Case<?, ?>> numbered(long seed, int number) {
        Family family = families.get(number % families.size());
        SplittableRandom random = new SplittableRandom(1_000_003L * seed + 7919L * number + name.hashCode());
        DoubleSupplier scales = () -> least * Math.pow(greatest / least, random.nextDouble());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double shared = scales.getAsDouble();
            Case<?, ?> drawn = family.draw(new Draw(random, type, apart ? scales : () -> shared, apart));
            if (drawn.isFinite()) {
                return Optional.of(drawn.named(drawn.name() + " ['" + name + "' " + seed + " " + number + "]"));
            }
        }
        return Optional.empty();
    }
}
