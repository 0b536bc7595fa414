package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What only shows in the last bits; values are tested through the tensors' matmul. */
class MatrixProductTest {
    private static double product(double[] row, double[] column) {
        return MatrixProduct.multiply(Buffer.of(row), Buffer.of(column), 1, 1, row.length, 1)
                .at(0);
    }

    @Test
    void fusesEachMultiplicationWithItsAddition() {
        double[] row = {-1, 1 + 0x1p-27};
        double[] column = {1, 1 - 0x1p-27};
        assertEquals(-0x1p-54, product(row, column), "(1 + 2⁻²⁷)(1 − 2⁻²⁷) − 1 without rounding the product");
    }

    @Test
    void addsInTheOrderOfTheColumns() {
        assertEquals(0, product(new double[] {1, 0x1p60, -0x1p60}, new double[] {1, 1, 1}));
        assertEquals(1, product(new double[] {0x1p60, -0x1p60, 1}, new double[] {1, 1, 1}));
    }

    @Test
    void isTheSameInEveryBatchAndRow() {
        int batch = 3;
        int m = 2;
        int k = 5;
        int n = 4;
        double[] a = new double[batch * m * k];
        double[] b = new double[batch * k * n];
        for (int i = 0; i < a.length; i++) {
            a[i] = 1.0 / (1 + i % k);
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = 1.0 / (1 + i / n % k);
        }
        Buffer product = MatrixProduct.multiply(Buffer.of(a), Buffer.of(b), batch, m, k, n);
        for (int i = 1; i < product.size(); i++) {
            assertEquals(product.at(0), product.at(i), "element " + i);
        }
    }
}
