package org.closedform.gradient.measurement;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.operator.Elementwise;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** A function of one number at a point, as the parts of a check see it. */
public record Along(FlatOperator<Tensor, Tensor> f, Channels channels, Path path) {
    public static final boolean[] ALL = {true};

    public static Along of(DoubleUnaryOperator f, DoubleUnaryOperator slope, double x, ElementType type) {
        Tensor point = Tensor.of(x).to(type);
        FlatOperator<Tensor, Tensor> flat = new FlatOperator<>(new Elementwise(f, slope), point);
        Channels channels = new Channels(flat, new SplittableRandom(1));
        Direction direction = Direction.coordinate("x", point, 0, 0);
        return new Along(flat, channels, new Path(flat, channels, direction, Math.abs(x)));
    }

    public static Along of(DoubleUnaryOperator f, DoubleUnaryOperator slope, double x) {
        return of(f, slope, x, ElementType.FLOAT64);
    }
}
