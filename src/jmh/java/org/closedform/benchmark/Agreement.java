package org.closedform.benchmark;

import java.util.List;
import java.util.function.Function;
import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.benchmark.library.Work;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** Sees to it, before anything is timed, that all libraries compute the same. */
final class Agreement {
    private static final double FLOAT32_TOLERANCE = 1e-4;
    private static final double FLOAT64_TOLERANCE = 1e-12;

    private static final List<String> FAMILY = List.of(
            "4x6 layer",
            "4x6 RMS",
            "4x16x3x2 group",
            "4x16x3x2 instance",
            "50 GELU",
            "50 GELU tanh",
            "50 SiLU",
            "50 Mish",
            "1x2x5x4 attention",
            "1x2x5x4 causal attention");

    private Agreement() {}

    /**
     * Compares small results of all libraries with ours.
     *
     * @throws IllegalStateException if one differs
     */
    static void check() {
        for (ElementType type : ElementType.values()) {
            Tensor x = Inputs.logits("4x5x3", type);
            compare("softmax", type, library -> library.softmax(x, 1), "textbook", "LibTorch");
            compare("log-softmax", type, library -> library.logSoftmax(x, -1), "textbook", "LibTorch");
            compare(
                    "softmax of rows",
                    type,
                    library -> library.softmax(x, -1),
                    "Closedform of arrays",
                    "LibTorch of arrays");
            compare("sigmoid", type, library -> library.sigmoid(x), "textbook", "LibTorch", "Closedform in place");
            compare("tanh", type, library -> library.tanh(x), "textbook", "LibTorch");

            Tensor logits = Inputs.logits("6x5", type);
            int[] labels = Inputs.labels(logits);
            compare(
                    "cross-entropy",
                    type,
                    library -> library.crossEntropy(logits, labels),
                    "textbook",
                    "LibTorch",
                    "LibTorch-bare",
                    "Closedform in place",
                    "LibTorch of arrays");

            BatchNorm.Inputs batch = Inputs.batch("4x5x3", type);
            Tensor dy = Inputs.upstream("4x5x3", type);
            compare("batch norm", type, library -> library.batchNorm(batch), "textbook", "LibTorch");
            compare(
                    "batch norm with gradient",
                    type,
                    library -> library.batchNormWithGradient(batch, dy),
                    "textbook",
                    "LibTorch",
                    "LibTorch-bare");

            Tensor square = Inputs.matrix("5x5", type);
            compare("matmul", type, library -> library.matMul(square, square), "textbook", "LibTorch", "EJML");

            for (String text : FAMILY) {
                Work<?> work = Works.of(text, type);
                Tensor upstream = Inputs.upstream(text.split(" ")[0], type);
                compare(text, type, library -> library.value(work), "LibTorch");
                compare(text + " with gradient", type, library -> library.gradient(work, upstream), "LibTorch");
            }
        }
    }

    private static void compare(
            String work, ElementType type, Function<Library, Computation<?>> operator, String... libraries) {
        List<double[]> ours = results(operator, "Closedform", type);
        for (String library : libraries) {
            List<double[]> theirs = results(operator, library, type);
            for (int i = 0; i < ours.size(); i++) {
                double distance =
                        Tensor.of(theirs.get(i)).minus(Tensor.of(ours.get(i))).norm();
                double size = Tensor.of(ours.get(i)).norm();
                if (!(distance <= size * (type == ElementType.FLOAT32 ? FLOAT32_TOLERANCE : FLOAT64_TOLERANCE))) {
                    throw new IllegalStateException("%s of %s, result %d: %s is off by %s of %s"
                            .formatted(work, type, i, library, distance, size));
                }
            }
        }
    }

    private static List<double[]> results(
            Function<Library, Computation<?>> operator, String library, ElementType type) {
        return operator.apply(Library.named(library, type)).results();
    }
}
