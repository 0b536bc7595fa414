package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.operator.Chain;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** The symbols of what passes between the layers of a network. */
final class NetworkSymbols {
    private NetworkSymbols() {}

    /** The symbol of a part of an operator's input in the operator's own explanation. */
    static String of(Operator<?, ?> operator, String part) {
        if (operator instanceof Chain<?, ?, ?> chain) {
            return of(chain.first(), part);
        }
        return Explanations.of(operator)
                .map(explanation -> explanation.inputSymbol(part))
                .orElse(part.isEmpty() ? "x" : part);
    }

    /** Outputs are a₁, a₂, … and a loss at the end L; parts with a name keep it. */
    static List<String> outputs(Operator<?, ?> operator, TensorTree<?> output, int layer, boolean isLast) {
        List<NamedTensor> parts = output.parts();
        return parts.stream()
                .map(part -> {
                    String symbol = Explanations.of(operator)
                            .map(explanation -> explanation.upstreamSymbol(part.name()))
                            .filter(upstream -> upstream.startsWith("d"))
                            .map(upstream -> upstream.substring(1))
                            .orElse(part.name().isEmpty() ? "y" : part.name());
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
        return output.parts().stream()
                .map(NamedTensor::name)
                .map(part ->
                        part.isEmpty() ? alone + LayerSymbols.subscript(layer) : LayerSymbols.numbered(part, layer))
                .toList();
    }

    /** The symbols that are wanted, and those of shares where none is. */
    static List<String> shares(TensorTree<?> x, int number, List<String> wanted) {
        List<NamedTensor> parts = x.parts();
        List<String> shares = IntStream.range(0, parts.size())
                .mapToObj(part -> wanted.get(part).isEmpty() ? share(parts.get(part), number) : wanted.get(part))
                .toList();
        return LayerSymbols.distinct(shares, List.of());
    }

    /** The symbol of the share of a gradient that comes back through a fork. */
    static String share(NamedTensor part, int number) {
        return LayerSymbols.share(part.name().isEmpty() ? "x" : part.name(), number);
    }
}
