package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;

/** The product of two square matrices. */
public class MatMulBenchmark extends OperatorBenchmark {

    /** Of both. */
    @Param({"256x256", "512x512"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "textbook", "LibTorch", "EJML"})
    public String library;

    @Override
    Computation<?> computation() {
        Tensor matrix = Inputs.matrix(shape, elementType);
        return Library.named(library, elementType).matMul(matrix, matrix);
    }
}
