package org.closedform.onnx;

import java.util.List;
import java.util.stream.Stream;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.operator.Traversal;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** ONNX's recurrent layers, each direction said in this library's. */
final class OnnxRecurrent {
    private OnnxRecurrent() {}

    static List<Tensor> lstm(ConformanceCase onnx) {
        onnx.requireKnown("hidden_size", "layout", "direction");
        return directions(onnx, (traversal, x, h0, c0, w, r, b) -> {
            Lstm.Output out = new Lstm(traversal).apply(new Lstm.Inputs(x, h0, c0, Lstm.fromOnnx(w, r, b)));
            return List.of(out.y(), out.hLast(), out.cLast());
        });
    }

    static List<Tensor> gru(ConformanceCase onnx) {
        onnx.requireKnown("hidden_size", "layout", "direction", "linear_before_reset");
        Gru.Reset reset = onnx.flag("linear_before_reset", false) ? Gru.Reset.AFTER : Gru.Reset.BEFORE;
        return directions(onnx, (traversal, x, h0, c0, w, r, b) -> {
            Gru.Output out = new Gru(reset, traversal).apply(new Gru.Inputs(x, h0, Gru.fromOnnx(w, r, b)));
            return List.of(out.y(), out.hLast());
        });
    }

    static List<Tensor> rnn(ConformanceCase onnx) {
        onnx.requireKnown("hidden_size", "layout", "direction");
        return directions(onnx, (traversal, x, h0, c0, w, r, b) -> {
            int hidden = r.shape().dimension(1);
            RecurrentParameters parameters =
                    new RecurrentParameters(w, r, b.slice(0, 0, hidden), b.slice(0, hidden, 2 * hidden));
            Rnn.Output out = new Rnn(Rnn.Nonlinearity.TANH, traversal).apply(new Rnn.Inputs(x, h0, parameters));
            return List.of(out.y(), out.hLast());
        });
    }

    /** One direction, to y and the last states. */
    @FunctionalInterface
    private interface Layer {
        List<Tensor> apply(Traversal traversal, Tensor x, Tensor h0, Tensor c0, Tensor w, Tensor r, Tensor b);
    }

    /** Each direction with its own slice of every input, stacked along an axis of directions. */
    private static List<Tensor> directions(ConformanceCase onnx, Layer layer) {
        boolean batchFirst = onnx.flag("layout", false);
        Tensor x = batchFirst ? onnx.tensor(0).permute(1, 0, 2) : onnx.tensor(0);
        List<Integer> lengths = onnx.input(4).map(ConformanceArray::integers).orElse(List.of());
        List<Traversal.Direction> directions =
                switch (onnx.text("direction", "forward")) {
                    case "forward" -> List.of(Traversal.Direction.FORWARD);
                    case "reverse" -> List.of(Traversal.Direction.REVERSE);
                    default -> List.of(Traversal.Direction.FORWARD, Traversal.Direction.REVERSE);
                };
        List<List<Tensor>> outputs = Stream.iterate(0, d -> d + 1)
                .limit(directions.size())
                .map(d -> {
                    Tensor w = onnx.tensor(1).select(0, d);
                    Tensor r = onnx.tensor(2).select(0, d);
                    Tensor noBias = Tensor.zeros(Shape.of(2 * w.shape().dimension(0)), w.elementType());
                    Tensor b = onnx.input(3)
                            .map(array -> array.tensor().select(0, d))
                            .orElse(noBias);
                    Tensor zeros = Tensor.zeros(
                            Shape.of(x.shape().dimension(1), r.shape().dimension(1)), x.elementType());
                    Tensor h0 = state(onnx, 5, batchFirst, d, zeros);
                    Tensor c0 = state(onnx, 6, batchFirst, d, zeros);
                    return layer.apply(new Traversal(directions.get(d), lengths), x, h0, c0, w, r, b);
                })
                .toList();
        Tensor y = stacked(outputs, 0, 1);
        return Stream.concat(
                        Stream.of(batchFirst ? y.permute(2, 0, 1, 3) : y),
                        Stream.iterate(1, i -> i + 1)
                                .limit(outputs.get(0).size() - 1)
                                .map(i -> stacked(outputs, i, batchFirst ? 1 : 0)))
                .toList();
    }

    private static Tensor state(ConformanceCase onnx, int input, boolean batchFirst, int direction, Tensor zeros) {
        return onnx.input(input)
                .map(array -> array.tensor().select(batchFirst ? 1 : 0, direction))
                .orElse(zeros);
    }

    private static Tensor stacked(List<List<Tensor>> outputs, int part, int axis) {
        return Tensor.stack(
                axis, outputs.stream().map(output -> output.get(part)).toArray(Tensor[]::new));
    }
}
