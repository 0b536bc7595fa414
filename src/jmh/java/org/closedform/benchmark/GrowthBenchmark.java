package org.closedform.benchmark;

import java.util.List;
import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;

/** Each operator of this library at growing sizes, beside copying as many bytes. */
public class GrowthBenchmark extends OperatorBenchmark {

    /** Of the input: 1e4, 1e6 and 1e7 elements. */
    @Param({"10x1000", "1000x1000", "10000x1000"})
    public String shape;

    /** What is computed. */
    @Param({"copy", "softmax", "cross-entropy", "sigmoid", "tanh", "batch norm", "batch norm with gradient"})
    public String work;

    @Override
    Computation<?> computation() {
        Library library = Library.named("Closedform", elementType);
        Tensor x = Inputs.logits(shape, elementType);
        return switch (work) {
            case "copy" ->
                Computation.of(
                        elementType == ElementType.FLOAT32 ? x::toFloatArray : x::toDoubleArray, copy -> List.of());
            case "softmax" -> library.softmax(x, 1);
            case "cross-entropy" -> library.crossEntropy(x, Inputs.labels(x));
            case "sigmoid" -> library.sigmoid(x);
            case "tanh" -> library.tanh(x);
            case "batch norm" -> library.batchNorm(Inputs.batch(shape, elementType));
            case "batch norm with gradient" ->
                library.batchNormWithGradient(Inputs.batch(shape, elementType), Inputs.upstream(shape, elementType));
            default -> throw new IllegalArgumentException("no work is called " + work);
        };
    }
}
