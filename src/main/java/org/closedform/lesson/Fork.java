package org.closedform.lesson;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.NamedTensor;

/** Where numbers go several ways: nothing is computed on the way forward, and on the way back their gradients add up. */
final class Fork implements NetworkLayer {
    private final int number;
    private final List<NamedTensor> given;
    private List<List<NamedTensor>> shares;
    private List<NamedTensor> totals;

    Fork(int number, List<NamedTensor> given) {
        this.number = number;
        this.given = given;
    }

    /** Takes the gradients that come back, for each of what is given one a way, and their sums. */
    void back(List<List<NamedTensor>> shares, List<NamedTensor> totals) {
        this.shares = shares;
        this.totals = totals;
    }

    @Override
    public Draft draft() {
        List<Step> sums = IntStream.range(0, given.size()).mapToObj(this::sum).toList();
        List<NamedTensor> upstream =
                shares.stream().flatMap(List::stream).distinct().toList();
        return new Draft(number + ". Fork", given, List.of(), upstream, sums, sums.size());
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
