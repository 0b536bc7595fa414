package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** What holds for every operator and loss, whatever the numbers. */
class WorkedExamplePropertiesTest {

    @Property(tries = 5)
    void everyExampleHoldsTogether(@ForAll long seed) {
        Subject.all(seed).forEach(WorkedExamplePropertiesTest::check);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void check(Subject<X, Y> subject) {
        WorkedExample example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        Set<String> known = new HashSet<>();
        learn(subject, known, example.given().stream().map(NamedTensor::name));
        example.forward().forEach(step -> follow(subject, known, step, Step.Phase.FORWARD));
        learn(subject, known, example.upstream().stream().map(NamedTensor::name));
        example.backward().forEach(step -> follow(subject, known, step, Step.Phase.BACKWARD));

        Operator.Pass<X, Y> pass = subject.operator().forward(subject.x());
        assertEquals(numbers(pass.output()), last(example.forward(), pass.output()), subject.name());
        X gradient = pass.backward(subject.dy());
        assertEquals(numbers(gradient), last(example.backward(), gradient), subject.name());
    }

    private static void learn(Subject<?, ?> subject, Set<String> known, Stream<String> symbols) {
        symbols.forEach(symbol -> assertTrue(known.add(symbol), () -> subject.name() + " has two " + symbol));
    }

    private static void follow(Subject<?, ?> subject, Set<String> known, Step step, Step.Phase phase) {
        assertEquals(phase, step.phase());
        assertTrue(known.containsAll(step.dependsOn()), () -> subject.name() + ": " + step + " comes too early");
        learn(subject, known, Stream.of(step.symbol()));
    }

    private static List<Tensor> numbers(TensorTree<?> tree) {
        return tree.parts().stream().map(NamedTensor::tensor).toList();
    }

    /** The numbers of the last steps, as many as a tree has parts. */
    private static List<Tensor> last(List<Step> steps, TensorTree<?> tree) {
        int count = tree.parts().size();
        return steps.subList(steps.size() - count, steps.size()).stream()
                .map(Step::value)
                .toList();
    }
}
