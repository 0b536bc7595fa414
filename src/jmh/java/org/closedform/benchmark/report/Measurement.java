package org.closedform.benchmark.report;

import java.util.Arrays;
import java.util.Map;

/**
 * What JMH measured of one benchmark with one choice of parameters.
 *
 * @param benchmark the operator, such as {@code Softmax}
 * @param parameters shape, element type, library, …
 * @param forks nanoseconds a call: the median of each fork, in ascending order
 * @param allocated bytes a call
 * @param processors seconds of processor time a call; NaN where only time was measured
 * @param jvm where ours was called
 */
record Measurement(
        String benchmark,
        Map<String, String> parameters,
        double[] forks,
        double allocated,
        double processors,
        Jvm jvm) {

    String shape() {
        return parameters.get("shape");
    }

    boolean isFloat32() {
        return parameters.get("elementType").equals("FLOAT32");
    }

    String elementType() {
        return isFloat32() ? "float32" : "float64";
    }

    String library() {
        return parameters.get("library");
    }

    boolean isOurs() {
        return "Closedform".equals(library());
    }

    /** Whether another library, or version, did the same. */
    boolean isSameWork(Measurement other) {
        return benchmark.equals(other.benchmark) && shape().equals(other.shape()) && isFloat32() == other.isFloat32();
    }

    /** The operator, the shape and the element type. */
    String work() {
        return benchmark + " " + shape() + " " + elementType();
    }

    /** How many elements the input, or the result, has. */
    int elements() {
        return Arrays.stream(shape().split(" ")[0].split("x"))
                .mapToInt(Integer::parseInt)
                .reduce(1, Math::multiplyExact);
    }

    int bytes() {
        return elements() * (isFloat32() ? Float.BYTES : Double.BYTES);
    }

    /** Nanoseconds a call, in the middle of the forks. */
    double median() {
        return median(forks);
    }

    double best() {
        return forks[0];
    }

    double worst() {
        return forks[forks.length - 1];
    }

    static double median(double... sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
