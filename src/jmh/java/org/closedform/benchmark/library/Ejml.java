package org.closedform.benchmark.library;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML, the most used library of matrices in plain Java; its operations on one thread. */
final class Ejml implements Library {

    @Override
    public Computation<?> matMul(Tensor left, Tensor right) {
        int rows = left.shape().dimension(0);
        int columns = right.shape().dimension(1);
        if (left.elementType() == ElementType.FLOAT32) {
            FMatrixRMaj a = float32(left);
            FMatrixRMaj b = float32(right);
            return Computation.of(
                    () -> CommonOps_FDRM.mult(a, b, new FMatrixRMaj(rows, columns)),
                    c -> List.of(IntStream.range(0, c.data.length)
                            .mapToDouble(i -> c.data[i])
                            .toArray()));
        }
        DMatrixRMaj a = float64(left);
        DMatrixRMaj b = float64(right);
        return Computation.of(() -> CommonOps_DDRM.mult(a, b, new DMatrixRMaj(rows, columns)), c -> List.of(c.data));
    }

    private static FMatrixRMaj float32(Tensor matrix) {
        Shape shape = matrix.shape();
        return new FMatrixRMaj(shape.dimension(0), shape.dimension(1), true, matrix.toFloatArray());
    }

    private static DMatrixRMaj float64(Tensor matrix) {
        Shape shape = matrix.shape();
        return new DMatrixRMaj(shape.dimension(0), shape.dimension(1), true, matrix.toDoubleArray());
    }
}
