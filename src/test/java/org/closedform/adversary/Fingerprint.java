package org.closedform.adversary;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.array.ArrayRows;
import org.closedform.loss.LogNormalizer;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** All that can be told of a value, numbers bit by bit: what a call may not change. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Object value) {
        if (value instanceof Tensor tensor) {
            return tensor.elementType() + tensor.shape().toString() + bits(tensor.toDoubleArray());
        }
        if (value instanceof Double number) {
            return Long.toHexString(Double.doubleToRawLongBits(number));
        }
        if (value instanceof double[] numbers) {
            return bits(numbers);
        }
        if (value instanceof ArrayRows<?> rows) {
            return rows + of(rows.array());
        }
        if (value instanceof Buffer buffer) {
            return buffer.toString() + contents(buffer);
        }
        if (value instanceof Optional<?> optional) {
            return "Optional" + optional.map(Fingerprint::of);
        }
        if (value instanceof BatchStatistics s) {
            return "BatchStatistics"
                    + of(List.of(s.count(), s.mean(), s.meanRemainder(), s.m2(), s.m2Remainder(), s.variance()));
        }
        if (value instanceof ExactStatistics s) {
            return "ExactStatistics" + of(s.statistics());
        }
        if (value instanceof LogNormalizer z) {
            return "LogNormalizer" + of(z.values());
        }
        if (value instanceof WeightedSum<?> sum) {
            return "WeightedSum"
                    + of(List.of(sum.sum(), sum.remainder(), sum.weight(), sum.weightRemainder(), sum.mean()));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Fingerprint::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value != null && value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> of(Array.get(value, i)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Record) {
            return Arrays.stream(value.getClass().getRecordComponents())
                    .map(component -> component.getName() + "=" + of(component(value, component)))
                    .collect(Collectors.joining(", ", value.getClass().getSimpleName() + "(", ")"));
        }
        boolean isPlain = value == null
                || value instanceof Number
                || value instanceof CharSequence
                || value instanceof Enum
                || value instanceof Shape
                || value instanceof Labels
                || value instanceof Mask
                || value instanceof Boolean
                || value.getClass().getPackageName().equals("java.util");
        return isPlain
                ? String.valueOf(value)
                : value.getClass().getSimpleName() + "@" + System.identityHashCode(value);
    }

    private static String bits(double[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(x -> Long.toHexString(Double.doubleToRawLongBits(x)))
                .collect(Collectors.joining(" ", "{", "}"));
    }

    private static String contents(Buffer buffer) {
        if (buffer instanceof DoubleBuffer doubles) {
            double[] all = new double[doubles.capacity()];
            doubles.duplicate().clear().get(all);
            return bits(all);
        }
        float[] all = new float[buffer.capacity()];
        ((FloatBuffer) buffer).duplicate().clear().get(all);
        return of(all);
    }

    static Object component(Object value, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
