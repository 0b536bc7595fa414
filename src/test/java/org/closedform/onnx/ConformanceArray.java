package org.closedform.onnx;

import java.util.List;
import java.util.Map;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * An input or output of a case: an array of numbers with a name.
 *
 * @param name what the case calls it
 * @param type the element type, in ONNX's words
 * @param shape its shape
 * @param numbers its elements as they are written, row-major
 */
record ConformanceArray(String name, String type, Shape shape, List<String> numbers) {

    static ConformanceArray of(Map<String, Object> members) {
        int[] dimensions =
                texts(members.get("shape")).stream().mapToInt(Integer::parseInt).toArray();
        return new ConformanceArray(
                (String) members.get("name"),
                (String) members.get("dtype"),
                Shape.of(dimensions),
                texts(members.get("data")));
    }

    /** Numbers, or strings where JSON has no number: NaN and the infinities, as Java writes them; or true and false. */
    private static List<String> texts(Object json) {
        return ((List<?>) json)
                .stream()
                        .map(number -> number instanceof Json.Literal literal ? literal.text() : number.toString())
                        .toList();
    }

    /** As a tensor, each number rounded once, from its decimal digits. */
    Tensor tensor() {
        double[] values = numbers.stream().mapToDouble(Double::parseDouble).toArray();
        return switch (type) {
            case "float64" -> Tensor.of(shape, values);
            case "float32" -> {
                float[] rounded = new float[values.length];
                for (int i = 0; i < rounded.length; i++) {
                    rounded[i] = Float.parseFloat(numbers.get(i));
                }
                yield Tensor.of(shape, rounded);
            }
            default -> throw new IllegalArgumentException(name + " is " + type + ", of which there are no tensors");
        };
    }

    /** As what takes part. */
    Mask mask() {
        boolean[] flags = new boolean[numbers.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = numbers.get(i).equalsIgnoreCase("true");
        }
        return Mask.of(shape, flags);
    }

    /** As class indices. */
    Labels labels() {
        return Labels.of(shape, integers().stream().mapToInt(i -> i).toArray());
    }

    List<Integer> integers() {
        if (!type.startsWith("int")) {
            throw new IllegalArgumentException(name + " is " + type + ", not integers");
        }
        return numbers.stream().map(Integer::valueOf).toList();
    }
}
