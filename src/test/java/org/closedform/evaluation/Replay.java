package org.closedform.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** Prints one case again: its point, and the report on the right operator and on each mistake. */
public final class Replay {
    private Replay() {}

    /**
     * Prints it.
     *
     * @param arguments the regime's name, the seed and the number, as a line of the details has them
     */
    public static void main(String... arguments) {
        Regime regime = Stream.of(DevelopmentSet.REGIMES, BuiltIns.REGIMES, HeldOutSet.REGIMES)
                .flatMap(List::stream)
                .filter(candidate -> candidate.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Replay: no regime is named " + arguments[0]));
        Optional<Case<?, ?>> replayed = regime.numbered(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        replayed.ifPresentOrElse(Replay::print, () -> System.out.println("no point of that case is finite"));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void print(Case<X, Y> c) {
        System.out.println(c.name());
        c.x().parts()
                .forEach(part -> System.out.println(part.name() + " = "
                        + Arrays.toString(part.tensor().toDoubleArray()) + " "
                        + part.tensor().shape()));
        print("right", c, c.operator());
        c.withCommonMistakes(new SplittableRandom(c.name().hashCode()))
                .wrongHere()
                .forEach(mutant -> print(mutant.cause() + ": " + mutant.name(), c, mutant.operator()));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void print(
            String title, Case<X, Y> c, Operator<X, Y> operator) {
        System.out.println(
                "\n--- " + title + "\n" + c.derivative().check(operator).at(c.x()));
    }
}
