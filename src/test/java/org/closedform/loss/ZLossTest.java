package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class ZLossTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** Also as it is used: added to a cross-entropy. */
    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        Arbitraries.of(0.0, 0.01, 1.0),
                        Arbitraries.of(Reduction.values()))
                .flatAs((x, beta, reduction) -> {
                    ZLoss term = ZLoss.of(beta).withReduction(reduction);
                    return TensorArbitraries.labels(shape.without(shape.rank() == 1 ? 0 : 1), classes(x))
                            .flatMap(labels -> Arbitraries.of(
                                    Case.of((Operator<Tensor, Tensor>) term, x).gradientScale(40),
                                    Case.of(
                                                    CrossEntropyLoss.onLogits(labels)
                                                            .withReduction(reduction)
                                                            .plus(term),
                                                    x)
                                            .gradientScale(40)));
                }));
    }

    private static int classes(Tensor x) {
        return x.shape().dimension(x.rank() == 1 ? 0 : 1);
    }

    @Provide
    Arbitrary<Tensor> rows() {
        return Combinators.combine(Arbitraries.integers().between(1, 12), Arbitraries.of(ElementType.values()))
                .flatAs((classes, type) -> TensorArbitraries.logits(classes)
                        .map(row -> Tensor.of(row).to(type)));
    }

    @Property(tries = 500)
    void lossAndGradientAreTheFormulas(@ForAll("rows") Tensor x) {
        BigDecimal[] p = HighPrecision.softmax(x.toDoubleArray());
        BigDecimal[] log = HighPrecision.logSoftmax(x.toDoubleArray());
        BigDecimal z = new BigDecimal(x.at(0)).subtract(log[0]);
        double size = Math.max(x.map(Math::abs).max().item(), StrictMath.log(x.size()));
        Operator.Pass<Tensor, Tensor> pass = ZLoss.of(0.5).forward(x);
        Ulps.assertWithinOf(0.5 * size * size, 8, pass.output(), z.multiply(z).multiply(new BigDecimal("0.5")));
        for (int j = 0; j < p.length; j++) {
            if (p[j].doubleValue() * size > 1e-290) {
                Ulps.assertWithinOf(
                        p[j].doubleValue() * size, 8, pass.gradient().slice(0, j, j + 1), p[j].multiply(z));
            }
        }
    }

    @Test
    void pullsAllLogitsTogether() {
        // z = log 2 + 3
        double z = 3.693147180559945309;
        Operator.Pass<Tensor, Tensor> pass = ZLoss.of(1e-4).forward(Tensor.of(3, 3));
        assertEquals(1e-4 * z * z, pass.output().item(), 1e-18);
        assertEquals(1e-4 * z, pass.gradient().at(0), 1e-18);
        Operator<Tensor, Tensor> both = CrossEntropyLoss.onLogits(Labels.of(0)).plus(ZLoss.of(1e-4));
        Tensor x = Tensor.of(new double[][] {{3, 3}});
        assertEquals(0.693147180559945309 + 1e-4 * z * z, both.apply(x).item(), 1e-15);
        assertEquals(-0.5 + 1e-4 * z, both.forward(x).gradient().at(0, 0), 1e-16);
    }

    @Test
    void edgesAreThoseOfTheLogSum() {
        assertEquals(NAN, ZLoss.of(1).apply(Tensor.of(NAN, 0)).item());
        assertEquals(INF, ZLoss.of(1).apply(Tensor.of(INF, 0)).item());
        assertEquals(INF, ZLoss.of(1).apply(Tensor.of(-INF, -INF)).item());
        assertEquals(NAN, ZLoss.of(1).forward(Tensor.of(INF, 0)).gradient().at(1));
        assertEquals(Tensor.of(0, 4), ZLoss.of(1).forward(Tensor.of(-INF, 2)).gradient());
        for (double beta : new double[] {-1, NAN, INF}) {
            MeanSquaredErrorTest.assertMessage(
                    "ZLoss: beta is " + beta + "; a finite number from 0 on is needed",
                    assertThrows(IllegalArgumentException.class, () -> ZLoss.of(beta)));
        }
    }
}
