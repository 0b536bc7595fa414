package org.closedform.lesson;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.operator.Chain;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** The symbols of what passes between the layers of a network. */
final class NetworkSymbols {
    /** What goes into a layer or comes out, where it has no name of its own. */
    private static final List<String> OF_ANY_LAYER = List.of("x", "y", "a", "L");

    private NetworkSymbols() {}

    /** The names of the parts; dx is δx where it would be taken for a gradient, of a part x beside it or of another layer's x. */
    static List<String> names(TensorTree<?> tree, String alone) {
        Set<String> others = tree.parts().stream().map(NamedTensor::name).collect(Collectors.toSet());
        others.addAll(OF_ANY_LAYER);
        return tree.parts().stream()
                .map(NamedTensor::name)
                .map(name ->
                        name.startsWith("d") && others.contains(name.substring(1)) ? "δ" + name.substring(1) : name)
                .map(name -> name.isEmpty() ? alone : name)
                .toList();
    }

    /** The symbols of the parts of an operator's input in the operator's own explanation. */
    static List<String> inputs(Operator<?, ?> operator, TensorTree<?> x) {
        if (operator instanceof Chain<?, ?, ?> chain) {
            return inputs(chain.first(), x);
        }
        return Explanations.of(operator)
                .map(explanation -> x.parts().stream()
                        .map(part -> explanation.inputSymbol(part.name()))
                        .toList())
                .orElse(names(x, "x"));
    }

    /** Outputs are a₁, a₂, … and a loss at the end L; parts with a name keep it. */
    static List<String> outputs(Operator<?, ?> operator, TensorTree<?> output, int layer, boolean isLast) {
        List<NamedTensor> parts = output.parts();
        List<String> names = names(output, "y");
        return IntStream.range(0, parts.size())
                .mapToObj(part -> {
                    String symbol = Explanations.of(operator)
                            .map(explanation ->
                                    explanation.upstreamSymbol(parts.get(part).name()))
                            .filter(upstream -> upstream.startsWith("d"))
                            .map(upstream -> upstream.substring(1))
                            .orElse(names.get(part));
                    boolean isMain =
                            symbol.equals("y") || symbol.equals("Y") || parts.size() == 1 && symbol.equals("a");
                    return symbol.equals("L") && isLast
                            ? "L"
                            : isMain ? "a" + LayerSymbols.subscript(layer) : LayerSymbols.numbered(symbol, layer);
                })
                .toList();
    }

    /** The symbols of what an addition computes, one number or several parts. */
    static List<String> numbered(TensorTree<?> output, String alone, int layer) {
        List<String> symbols = names(output, "").stream()
                .map(part ->
                        part.isEmpty() ? alone + LayerSymbols.subscript(layer) : LayerSymbols.numbered(part, layer))
                .toList();
        return LayerSymbols.distinct(symbols, List.of());
    }

    /** The symbols that are wanted, and those of shares of gradients that come back through a fork where none is. */
    static List<String> shares(TensorTree<?> x, int number, List<String> wanted) {
        List<String> names = names(x, "x");
        List<String> shares = IntStream.range(0, names.size())
                .mapToObj(part ->
                        wanted.get(part).isEmpty() ? LayerSymbols.share(names.get(part), number) : wanted.get(part))
                .toList();
        return LayerSymbols.distinct(shares, List.of());
    }
}
