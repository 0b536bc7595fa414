package org.closedform.benchmark;

import org.closedform.benchmark.library.Work;
import org.closedform.operator.Attention;
import org.closedform.operator.Gelu;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Silu;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** Norms, activations and attention, as the benchmarks write them behind a shape: {@code 256x512 layer}. */
final class Works {
    private static final int GROUPS = 8;

    private Works() {}

    static Work<?> of(String text, ElementType type) {
        String shape = text.substring(0, text.indexOf(' '));
        String name = text.substring(shape.length() + 1);
        Tensor x = Inputs.logits(shape, type);
        int length = x.shape().dimension(-1);
        return switch (name) {
            case "layer" -> layerNorm(x, length);
            case "RMS" ->
                new Work<>(
                        new RmsNorm(),
                        new RmsNorm.Inputs(x, Inputs.gamma(length, type)),
                        "torch.rms_norm(a, [%d], b, 1e-05)".formatted(length));
            case "group" ->
                new Work<>(
                        new GroupNorm(GROUPS),
                        Inputs.batch(shape, type),
                        "torch.group_norm(a, %d, b, c, 1e-05)".formatted(GROUPS));
            case "instance" ->
                new Work<>(
                        new InstanceNorm(),
                        Inputs.batch(shape, type),
                        "torch.instance_norm(a, b, c, None, None, True, 0.1, 1e-05, False)");
            case "GELU" -> activation(new Gelu(), x, "torch.gelu(a)");
            case "GELU tanh" -> activation(new Gelu(Gelu.Approximation.TANH), x, "torch.gelu(a, approximate=\"tanh\")");
            case "SiLU" -> activation(new Silu(), x, "torch.silu(a)");
            case "Mish" -> activation(new Mish(), x, "torch.mish(a)");
            case "attention" -> attention(new Attention(), shape, type, "False");
            case "causal attention" -> attention(new Attention().causal(), shape, type, "True");
            default -> throw new IllegalArgumentException("no work is called " + name);
        };
    }

    private static Work<LayerNorm.Inputs> layerNorm(Tensor x, int length) {
        Tensor gamma = Inputs.gamma(length, x.elementType());
        return new Work<>(
                new LayerNorm(),
                new LayerNorm.Inputs(x, gamma, gamma.minus(1)),
                "torch.layer_norm(a, [%d], b, c, 1e-05)".formatted(length));
    }

    private static Work<Tensor> activation(Operator<Tensor, Tensor> operator, Tensor x, String script) {
        return new Work<>(operator, x, script);
    }

    private static Work<Attention.Inputs> attention(
            Attention operator, String shape, ElementType type, String isCausal) {
        Tensor query = Inputs.matrix(shape, type);
        return new Work<>(
                operator,
                new Attention.Inputs(query, Inputs.upstream(shape, type), query.times(-1)),
                "torch.scaled_dot_product_attention(a, b, c, None, 0., %s)".formatted(isCausal));
    }
}
