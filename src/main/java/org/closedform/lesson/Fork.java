package org.closedform.lesson;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.lesson.OperatorLayer.Input;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.NamedTensor;

/** Where numbers go several ways: nothing is computed on the way forward, and on the way back their gradients add up. */
final class Fork implements NetworkLayer {
    private final int number;
    private final List<NamedTensor> given;
    private final List<Input> inputs;
    private List<List<NamedTensor>> shares;
    private List<NamedTensor> totals;

    Fork(int number, List<NamedTensor> given, List<Input> inputs) {
        this.number = number;
        this.given = given;
        this.inputs = inputs;
    }

    /** Takes the gradients that come back, for each of what is given one a way, and their sums. */
    void back(List<List<NamedTensor>> shares, List<NamedTensor> totals) {
        this.shares = shares;
        this.totals = totals;
    }

    @Override
    public Draft draft() {
        List<Step> parameters = sums(true);
        List<Step> others = sums(false);
        List<NamedTensor> upstream =
                shares.stream().flatMap(List::stream).distinct().toList();
        List<Step> sums = Stream.of(parameters, others).flatMap(List::stream).toList();
        return new Draft(number + ". Fork", given, List.of(), upstream, sums, others.size());
    }

    private List<Step> sums(boolean ofParameters) {
        return IntStream.range(0, given.size())
                .filter(part -> inputs.get(part).isParameter() == ofParameters)
                .mapToObj(this::sum)
                .toList();
    }

    private Step sum(int part) {
        return total(
                totals.get(part),
                "gradient of " + given.get(part).name(),
                given.get(part).name() + " goes several ways, and C depends on it by each: the gradients add up.",
                shares.get(part));
    }

    /** A step that adds up the shares of a gradient. */
    static Step total(NamedTensor total, String name, String note, List<NamedTensor> shares) {
        List<String> symbols = shares.stream().map(NamedTensor::name).toList();
        String formula = total.name() + " = " + symbols.stream().collect(Collectors.joining(" + "));
        return Step.of(Phase.BACKWARD, total.name(), name, formula, note, symbols, total.tensor());
    }
}
