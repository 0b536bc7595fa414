package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A pushforward is linear in its tangent, and the same each time. */
class TangentTest {
    private static final Tensor X = Tensor.of(0.5, -1, 2);

    private static String trouble(Tensor point, Operator.Pushforward<Tensor, Tensor> pushforward) {
        Operator<Tensor, Tensor> operator = Operator.of(x -> x.map(Math::exp), (x, y, dy) -> y.times(dy), pushforward);
        FlatOperator<Tensor, Tensor> f = new FlatOperator<>(operator, point);
        return new Tangent(f, List.of(new InputPart("x", point, 0)), new SplittableRandom(1))
                .trouble()
                .map(report -> report.diagnoses().get(0).name())
                .orElse("");
    }

    @Test
    void aLinearOneIsNoTrouble() {
        assertEquals("", trouble(X, (x, y, v) -> y.times(v)));
        assertEquals("", trouble(X.to(ElementType.FLOAT32), (x, y, v) -> y.times(v)));
        assertEquals("", trouble(X.times(100), (x, y, v) -> y.times(v)));
    }

    @Test
    void roundingIsNoTrouble() {
        assertEquals("", trouble(X, (x, y, v) -> v.times(1.0 / 3).times(0.7).minus(v.times(0.1))));
        assertEquals("", trouble(X, (x, y, v) -> v.plus(v.times(1e9)).minus(v.times(1e9))));
    }

    @Test
    void whatIsNotLinearIsNamed() {
        assertEquals("ignores tangent", trouble(X, (x, y, v) -> y));
        assertEquals("not linear in tangent", trouble(X, (x, y, v) -> y.times(v).plus(1e-3)));
        assertEquals("not linear in tangent", trouble(X, (x, y, v) -> y.times(v).times(v)));
        assertEquals("not linear in tangent", trouble(X, (x, y, v) -> y.times(v.map(Math::abs))));
    }

    @Test
    void oneThatChangesIsNotDeterministic() {
        AtomicInteger calls = new AtomicInteger();
        assertEquals("not deterministic", trouble(X, (x, y, v) -> v.times(calls.incrementAndGet())));
    }

    /** The comparison with the backward tells more of it. */
    @Test
    void whatIsNotFiniteIsLeftToOthers() {
        assertEquals("", trouble(X, (x, y, v) -> y.times(v).times(Double.NaN)));
    }
}
