package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.NamedTensor;

/** Where two ways come together: a sum on the way forward, and on the way back both get its gradient. */
final class AdditionLayer implements NetworkLayer {
    private final int number;
    private final List<NamedTensor> first;
    private final List<NamedTensor> second;
    private final List<NamedTensor> sums;
    private final List<List<NamedTensor>> layers;
    private List<NamedTensor> upstream;

    /** @param layers the terms that are outputs of layers, and get a gradient of their own */
    AdditionLayer(
            int number,
            List<NamedTensor> first,
            List<NamedTensor> second,
            List<NamedTensor> sums,
            List<List<NamedTensor>> layers) {
        this.number = number;
        this.first = first;
        this.second = second;
        this.sums = sums;
        this.layers = layers;
    }

    void back(List<NamedTensor> gradient) {
        this.upstream = gradient;
    }

    @Override
    public Draft draft() {
        List<NamedTensor> given = new ArrayList<>(first);
        given.addAll(second);
        List<Step> forward = IntStream.range(0, sums.size()).mapToObj(this::sum).toList();
        List<Step> backward =
                layers.stream().flatMap(term -> passedOn(term).stream()).toList();
        return new Draft(number + ". Addition", given, forward, upstream, backward, backward.size());
    }

    private Step sum(int part) {
        String sum = sums.get(part).name();
        List<String> terms = List.of(first.get(part).name(), second.get(part).name());
        return Step.of(
                Phase.FORWARD,
                sum,
                "sum",
                sum + " = " + terms.get(0) + " + " + terms.get(1),
                "",
                terms,
                sums.get(part).tensor());
    }

    private List<Step> passedOn(List<NamedTensor> term) {
        return IntStream.range(0, term.size())
                .mapToObj(part -> {
                    NamedTensor from = upstream.get(part);
                    String symbol = "d" + term.get(part).name();
                    return Step.of(
                            Phase.BACKWARD,
                            symbol,
                            "gradient of " + term.get(part).name(),
                            symbol + " = " + from.name(),
                            "A sum passes its gradient on to each of its terms.",
                            List.of(from.name()),
                            from.tensor());
                })
                .toList();
    }
}
