package org.closedform.onnx;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.NormPass;
import org.closedform.operator.RmsNorm;
import org.closedform.tensor.Tensor;

/** ONNX's norms within samples, each said in this library's. */
final class OnnxNorms {
    private OnnxNorms() {}

    private static double epsilon(ConformanceCase onnx) {
        return onnx.real("epsilon", 1e-5);
    }

    /** That axis, by default the last, and all after it. */
    private static List<Integer> axes(ConformanceCase onnx) {
        int rank = onnx.tensor(0).rank();
        return IntStream.range(Math.floorMod(onnx.integer("axis", -1), rank), rank)
                .boxed()
                .toList();
    }

    static List<Tensor> layer(ConformanceCase onnx) {
        onnx.requireKnown("axis", "epsilon", "stash_type");
        Tensor x = onnx.tensor(0);
        Tensor scale = onnx.tensor(1);
        Tensor shift = onnx.input(2).map(ConformanceArray::tensor).orElseGet(scale::zerosLike);
        NormPass<LayerNorm.Inputs> pass =
                new LayerNorm(axes(onnx), epsilon(onnx)).forward(new LayerNorm.Inputs(x, scale, shift));
        return List.of(
                pass.output(),
                pass.mean().to(x.elementType()),
                pass.inverseDeviation().to(x.elementType()));
    }

    static List<Tensor> rms(ConformanceCase onnx) {
        onnx.requireKnown("axis", "epsilon", "stash_type");
        RmsNorm.Inputs inputs = new RmsNorm.Inputs(onnx.tensor(0), onnx.tensor(1));
        return List.of(new RmsNorm(axes(onnx), epsilon(onnx)).apply(inputs));
    }

    private static BatchNorm.Inputs channels(ConformanceCase onnx) {
        return new BatchNorm.Inputs(onnx.tensor(0), onnx.tensor(1), onnx.tensor(2));
    }

    /** Since opset 21 there is a scale and a shift for each channel; before, for each group. */
    static List<Tensor> group(ConformanceCase onnx) {
        onnx.requireKnown("num_groups", "epsilon", "stash_type");
        return List.of(new GroupNorm(onnx.integer("num_groups", 0), 1, epsilon(onnx)).apply(channels(onnx)));
    }

    static List<Tensor> instance(ConformanceCase onnx) {
        onnx.requireKnown("epsilon");
        return List.of(new InstanceNorm(1, epsilon(onnx)).apply(channels(onnx)));
    }
}
