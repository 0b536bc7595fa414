package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * The parameters that a network's layers hold. Layers that hold the same tensor in the same role share a parameter: it has one symbol, is
 * given once, and its gradient is the sum of the layers' shares.
 */
final class Parameters {
    private final Map<Tensor, Map<String, Parameter>> found = new IdentityHashMap<>();
    private final Map<String, Parameter> bySymbol = new LinkedHashMap<>();

    /** A parameter, the first layer that uses it, how many do, and the shares of its gradient. */
    private static final class Parameter {
        private final NamedTensor given;
        private final int layer;
        private final List<NamedTensor> shares = new ArrayList<>();
        private int uses;

        private Parameter(NamedTensor given, int layer) {
            this.given = given;
            this.layer = layer;
        }
    }

    /** The symbol of a part that a layer holds, and calls so in its own explanation. */
    String symbol(String own, NamedTensor part, int layer) {
        Parameter parameter = found.computeIfAbsent(part.tensor(), tensor -> new LinkedHashMap<>())
                .computeIfAbsent(part.name(), name -> {
                    String symbol = LayerSymbols.numbered(own, layer);
                    return new Parameter(new NamedTensor(symbol, part.tensor()), layer);
                });
        parameter.uses++;
        bySymbol.putIfAbsent(parameter.given.name(), parameter);
        return parameter.given.name();
    }

    /** The symbol of a layer's gradient of a parameter; empty for a share that the layer finds a symbol for. */
    String gradient(String symbol, int layer) {
        Parameter parameter = bySymbol.get(symbol);
        return parameter.uses == 1 ? "d" + symbol : parameter.layer == layer ? LayerSymbols.primed("d" + symbol) : "";
    }

    /** Takes a layer's gradient of a parameter. */
    void share(String symbol, NamedTensor gradient) {
        bySymbol.get(symbol).shares.add(gradient);
    }

    List<NamedTensor> given() {
        return bySymbol.values().stream().map(parameter -> parameter.given).toList();
    }

    /** Adds the sums of the gradients of shared parameters to the sections of the layers that use them first. */
    void addSums(List<Draft> drafts) {
        for (Parameter parameter : bySymbol.values()) {
            if (parameter.uses > 1) {
                List<NamedTensor> shares = new ArrayList<>(parameter.shares);
                Collections.reverse(shares);
                Tensor sum = shares.stream()
                        .map(NamedTensor::tensor)
                        .reduce(Tensor::plus)
                        .orElseThrow();
                String symbol = parameter.given.name();
                Draft draft = drafts.get(parameter.layer - 1);
                List<NamedTensor> others = shares.stream()
                        .filter(share -> !Traced.isAmong(share.name(), draft.backward()))
                        .toList();
                Step total = Fork.total(
                        new NamedTensor("d" + symbol, sum),
                        "gradient of " + symbol,
                        "Several layers use " + symbol + ", and C depends on it by each: the gradients add up.",
                        shares);
                drafts.set(parameter.layer - 1, draft.with(total, others));
            }
        }
    }
}
