package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Columns of J, from a pushforward, in the place of elements of Jᵀ·dy. */
class TransposedPushforwardTest {
    private static final Tensor W = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    private static final Tensor X = Tensor.of(1, -1, 2);
    private static final Tensor DY = Tensor.of(1, 10);

    /** W x, with 0 for a backward. */
    private static Operator.Pass<Tensor, Tensor> pass(
            Operator.Pushforward<Tensor, Tensor> pushforward, int... coordinates) {
        Operator<Tensor, Tensor> product = Operator.of(W::matmul, (x, y, dy) -> x.zerosLike(), pushforward);
        return new TransposedPushforward<>(product, coordinates).forward(X);
    }

    @Test
    void theElementsAskedForComeFromThePushforward() {
        assertEquals(Tensor.of(41, 0, 63), pass((x, y, v) -> W.matmul(v), 0, 2).backward(DY));
        assertEquals(W.matmul(X), pass((x, y, v) -> W.matmul(v), 0).output());
    }

    @Test
    void everyColumnIsAskedForOnce() {
        AtomicInteger calls = new AtomicInteger();
        Operator.Pass<Tensor, Tensor> pass = pass(
                (x, y, v) -> {
                    calls.incrementAndGet();
                    return W.matmul(v);
                },
                1);
        pass.backward(DY);
        pass.backward(DY.times(2));
        assertEquals(1, calls.get());
    }

    @Test
    void nanThatNothingAsksForIsNone() {
        Operator.Pass<Tensor, Tensor> pass = pass((x, y, v) -> Tensor.of(Double.NaN, 7), 0);
        assertEquals(Tensor.of(70, 0, 0), pass.backward(Tensor.of(0, 10)));
        assertEquals(Tensor.of(Double.NaN, 0, 0), pass.backward(DY));
    }

    @Test
    void errorsNameThePushforward() {
        assertEquals(
                "GradientCheck: the pushforward throws at this point: java.lang.IllegalStateException: no way",
                message((x, y, v) -> {
                    throw new IllegalStateException("no way");
                }));
        String reshaped = message((x, y, v) -> Tensor.zeros(Shape.of(3)));
        assertTrue(reshaped.contains("pushforward") && reshaped.contains("[3]"), reshaped);
    }

    private static String message(Operator.Pushforward<Tensor, Tensor> pushforward) {
        return assertThrows(IllegalArgumentException.class, () -> pass(pushforward, 0)
                        .backward(DY))
                .getMessage();
    }
}
