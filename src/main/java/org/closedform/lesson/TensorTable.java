package org.closedform.lesson;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;
import org.closedform.text.HtmlTable;
import org.closedform.text.Markup;
import org.closedform.words.Words;

/** Writes a tensor as a table in HTML, one for each matrix of a larger one; long axes show only their ends. */
final class TensorTable {
    private static final int SHOWN_WHOLE = 200;
    private static final int EDGE = 3;
    private static final int GAP = -1;
    private static final String ELLIPSIS = "…";

    private final Tensor tensor;
    private final String symbol;
    private final int digits;
    private final Words words;

    private TensorTable(Tensor tensor, String symbol, int digits, Words words) {
        this.tensor = tensor;
        this.symbol = symbol;
        this.digits = digits;
        this.words = words;
    }

    static String of(Tensor tensor, String symbol, int digits, Words words) {
        TensorTable table = new TensorTable(tensor, symbol, digits, words);
        if (tensor.size() == 0) {
            return table.paragraph(tensor.elementType() + tensor.shape().toString());
        }
        return tensor.rank() == 0
                ? table.paragraph(Decimals.shown(tensor.item(), digits))
                : table.tables(tensor, List.of());
    }

    private String paragraph(String value) {
        return Markup.element("p", Markup.escaped(symbol + " = " + value)) + "\n";
    }

    /** The indices along an axis that are shown, with a gap where some are left out. */
    private List<Integer> indices(Tensor part, int axis) {
        int length = part.shape().dimension(axis);
        return tensor.size() <= SHOWN_WHOLE || length <= 2 * EDGE
                ? IntStream.range(0, length).boxed().toList()
                : List.of(0, 1, 2, GAP, length - 3, length - 2, length - 1);
    }

    private String tables(Tensor part, List<String> index) {
        if (part.rank() <= 2) {
            return table(part, index.isEmpty() ? symbol : symbol + "[" + String.join(", ", index) + "]");
        }
        return indices(part, 0).stream()
                .map(i -> i == GAP
                        ? Markup.element("p", ELLIPSIS) + "\n"
                        : tables(part.select(0, i), longer(index, Integer.toString(i))))
                .collect(Collectors.joining());
    }

    private static List<String> longer(List<String> list, String last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }

    private String table(Tensor matrix, String name) {
        Stream<String> columns = indices(matrix, matrix.rank() - 1).stream().map(TensorTable::header);
        List<List<String>> rows = matrix.rank() == 1
                ? List.of(row(name, matrix))
                : indices(matrix, 0).stream()
                        .map(i -> i == GAP ? gap(matrix) : row(header(i), matrix.select(0, i)))
                        .toList();
        return HtmlTable.of(
                words.label("values", name),
                Stream.concat(Stream.of(""), columns).toList(),
                rows);
    }

    private static String header(int index) {
        return index == GAP ? ELLIPSIS : Integer.toString(index);
    }

    private List<String> row(String header, Tensor numbers) {
        Stream<String> cells =
                indices(numbers, 0).stream().map(i -> i == GAP ? ELLIPSIS : Decimals.shown(numbers.at(i), digits));
        return Stream.concat(Stream.of(header), cells).toList();
    }

    private List<String> gap(Tensor matrix) {
        Stream<String> cells = indices(matrix, 1).stream().map(j -> ELLIPSIS);
        return Stream.concat(Stream.of(ELLIPSIS), cells).toList();
    }
}
