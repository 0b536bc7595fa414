package org.closedform.flow;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A gradient flow as a table. */
final class FlowText {
    private static final int SHOWN_WHOLE = 20;
    private static final int EDGE = 5;

    private FlowText() {}

    static String of(GradientFlow flow) {
        List<LayerGradient> layers = flow.layers();
        int width =
                layers.stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
        int column = Math.max(width, "layer".length());
        boolean whole = layers.size() <= SHOWN_WHOLE;
        String lines = IntStream.range(0, layers.size())
                .filter(i -> whole || i <= EDGE || i >= layers.size() - EDGE)
                .mapToObj(i -> !whole && i == EDGE ? "…\n" : line(layers.get(i), column))
                .collect(Collectors.joining());
        String head = format("%-" + column + "s  %10s  %10s  %10s  %s\n", "layer", "‖∂C/∂y‖", "‖J‖", "∏‖J‖", "‖∂C/∂…‖");
        String verdict = "%s: %.3g of the gradient arrives, a factor of %.3g per layer";
        return head + lines + format(verdict, flow.verdict(), flow.ratio(), flow.rate());
    }

    private static String line(LayerGradient layer, int column) {
        String parameters = layer.gradients().stream()
                .map(part -> format("%s %.3e", part.name(), part.tensor().norm()))
                .collect(Collectors.joining(", "));
        String row = "%-" + column + "s  %10.3e  %10.3e  %10.3e  %s";
        return format(row, layer.name(), layer.upstreamNorm(), layer.factor(), layer.product(), parameters)
                        .stripTrailing()
                + "\n";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
