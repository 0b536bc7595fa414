package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.closedform.chart.Axis;
import org.closedform.chart.LineChart;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * The length of the gradient by layer, for every activation; the end of the net, where the length is 1, is at the right. The page makes
 * the line of the chosen activation strong.
 */
final class FlowChart {
    static final int HEIGHT = 330;

    private FlowChart() {}

    static LineChart of(
            Map<Activation, List<DeepNet.LayerGradient>> nets, Activation chosen, List<Double> weightNorms) {
        int depth = weightNorms.size();
        List<LineChart.Line> lines = new ArrayList<>();
        for (Activation activation : Activation.values()) {
            lines.add(new LineChart.Line(
                    activation.title(), counted(0, depth), norms(nets.get(activation)), activation.style()));
        }
        double[] weights = weightNorms.stream().mapToDouble(norm -> norm).toArray();
        lines.add(new LineChart.Line(
                "‖∂C/∂W‖, " + chosen.title(), counted(1, depth), Tensor.of(weights), chosen.style() + " dash"));
        return new LineChart(
                "The gradient’s length by layer",
                "A line for each activation, from the input at the left to the last layer at the right, where the length is 1; and the"
                        + " length of the weights’ gradient, dashed. All numbers are in the table of all layers.",
                Axis.linear("layer; the gradient’s way is ⟵").within(0, depth),
                Axis.logarithmic("‖∂C/∂y‖, what arrives").holding(1e-4, 1e2).marking(1, ""),
                lines);
    }

    /** At the input, and then behind each layer. */
    private static Tensor norms(List<DeepNet.LayerGradient> layers) {
        return Tensor.of(DoubleStream.concat(
                        DoubleStream.of(layers.get(0).inputNorm()),
                        layers.stream().mapToDouble(DeepNet.LayerGradient::upstreamNorm))
                .toArray());
    }

    private static Tensor counted(int from, int to) {
        return Tensor.generate(Shape.of(to - from + 1), index -> from + index[0]);
    }
}
