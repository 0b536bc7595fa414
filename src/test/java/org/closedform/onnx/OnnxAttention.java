package org.closedform.onnx;

import java.util.List;
import org.closedform.operator.Attention;
import org.closedform.tensor.Tensor;

/** ONNX's attention without past keys, said in this library's. */
final class OnnxAttention {
    private OnnxAttention() {}

    static List<Tensor> attention(ConformanceCase onnx) {
        onnx.requireKnown("q_num_heads", "kv_num_heads", "scale", "is_causal", "softcap");
        Attention attention = onnx.flag("is_causal", false) ? new Attention().causal() : new Attention();
        if (onnx.attributes().containsKey("scale")) {
            attention = attention.withScale(onnx.real("scale", 0));
        }
        if (onnx.real("softcap", 0) != 0) {
            attention = attention.withSoftcap(onnx.real("softcap", 0));
        }
        if (onnx.input(3).isPresent()) {
            ConformanceArray mask = onnx.input(3).get();
            attention =
                    mask.type().equals("bool") ? attention.withMask(mask.mask()) : attention.withBias(mask.tensor());
        }
        Tensor y = attention.apply(new Attention.Inputs(
                heads(onnx, 0, "q_num_heads"), heads(onnx, 1, "kv_num_heads"), heads(onnx, 2, "kv_num_heads")));
        return List.of(onnx.tensor(0).rank() == 3 ? joined(y) : y);
    }

    /** [batch, length, heads · width] to [batch, heads, length, width], where it is not that already. */
    private static Tensor heads(ConformanceCase onnx, int input, String attribute) {
        Tensor x = onnx.tensor(input);
        if (x.rank() == 4) {
            return x;
        }
        int heads = onnx.integer(attribute, 0);
        return x.reshape(x.shape().dimension(0), x.shape().dimension(1), heads, -1)
                .permute(0, 2, 1, 3);
    }

    private static Tensor joined(Tensor y) {
        return y.permute(0, 2, 1, 3).reshape(y.shape().dimension(0), y.shape().dimension(2), -1);
    }
}
