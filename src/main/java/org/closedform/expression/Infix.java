package org.closedform.expression;

import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** An operator between two values. */
enum Infix {
    PLUS("+", " + ", Precedence.SUM, Tensor::plus),
    MINUS("-", " - ", Precedence.SUM, Tensor::minus),
    TIMES("*", "*", Precedence.PRODUCT, Tensor::times),
    DIVIDED_BY("/", "/", Precedence.PRODUCT, Tensor::dividedBy),
    POWER("^", "^", Precedence.POWER, (x, y) -> each(StrictMath::pow, x, y));

    private final String sign;
    private final String text;
    private final Precedence precedence;
    private final BinaryOperator<Tensor> f;

    Infix(String sign, String text, Precedence precedence, BinaryOperator<Tensor> f) {
        this.sign = sign;
        this.text = text;
        this.precedence = precedence;
        this.f = f;
    }

    boolean is(Token token) {
        return token.is(sign);
    }

    String text() {
        return text;
    }

    Precedence precedence() {
        return precedence;
    }

    Tensor of(Tensor left, Tensor right) {
        return f.apply(left, right);
    }

    /** A function of two numbers, for which tensors have no method. */
    static Tensor each(DoubleBinaryOperator f, Tensor left, Tensor right) {
        Shape shape = left.plus(right).shape();
        double[] x = left.broadcastTo(shape).toDoubleArray();
        double[] y = right.broadcastTo(shape).toDoubleArray();
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = f.applyAsDouble(x[i], y[i]);
        }
        return Tensor.of(shape, result);
    }
}
