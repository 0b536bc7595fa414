package org.closedform.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.closedform.operator.Celu;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.Relu;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** ONNX's activations, with its defaults where they are not ours. */
final class OnnxActivations {
    static final Map<String, Function<ConformanceCase, List<Tensor>>> BY_NAME = Map.ofEntries(
            Map.entry("Sigmoid", elementwise(onnx -> new Sigmoid())),
            Map.entry("Softplus", elementwise(onnx -> new Softplus())),
            Map.entry("Relu", elementwise(onnx -> new Relu())),
            Map.entry("Tanh", elementwise(onnx -> new Tanh())),
            Map.entry("Gelu", elementwise(OnnxActivations::gelu, "approximate")),
            Map.entry("Swish", elementwise(onnx -> new Silu(onnx.real("alpha", 1)), "alpha")),
            Map.entry("Mish", elementwise(onnx -> new Mish())),
            Map.entry("LeakyRelu", elementwise(onnx -> new LeakyRelu(onnx.real("alpha", 0.01)), "alpha")),
            Map.entry("Elu", elementwise(onnx -> new Elu(onnx.real("alpha", 1)), "alpha")),
            Map.entry("Celu", elementwise(onnx -> new Celu(onnx.real("alpha", 1)), "alpha")),
            Map.entry("Selu", elementwise(OnnxActivations::selu, "alpha", "gamma")),
            Map.entry("Softsign", elementwise(onnx -> new Softsign())),
            Map.entry("HardSigmoid", elementwise(OnnxActivations::hardSigmoid, "alpha", "beta")),
            Map.entry("HardSwish", elementwise(onnx -> new HardSwish())),
            Map.entry("PRelu", OnnxActivations::parametricRelu));

    private OnnxActivations() {}

    private static Function<ConformanceCase, List<Tensor>> elementwise(
            Function<ConformanceCase, Operator<Tensor, Tensor>> operator, String... attributes) {
        return onnx -> {
            onnx.requireKnown(attributes);
            return List.of(operator.apply(onnx).apply(onnx.tensor(0)));
        };
    }

    private static Gelu gelu(ConformanceCase onnx) {
        return new Gelu(
                Gelu.Approximation.valueOf(onnx.text("approximate", "none").toUpperCase(Locale.ROOT)));
    }

    private static Selu selu(ConformanceCase onnx) {
        Selu usual = new Selu();
        return new Selu(onnx.real("alpha", usual.alpha()), onnx.real("gamma", usual.gamma()));
    }

    private static HardSigmoid hardSigmoid(ConformanceCase onnx) {
        return HardSigmoid.ofLine(onnx.real("alpha", 0.2), onnx.real("beta", 0.5));
    }

    private static List<Tensor> parametricRelu(ConformanceCase onnx) {
        onnx.requireKnown();
        return List.of(new PRelu(-1).apply(new PRelu.Inputs(onnx.tensor(0), onnx.tensor(1))));
    }
}
