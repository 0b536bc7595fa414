package org.closedform.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.closedform.tensor.Tensor;

/**
 * What an operator of ONNX makes of some inputs.
 *
 * @param name the case's name in ONNX's own tests
 * @param operator the operator's name
 * @param opset the version of the operator set that it belongs to
 * @param attributes the settings that differ from their defaults
 * @param inputs what goes in; empty where an optional one is left out
 * @param outputs what is to come out; empty where an optional one is not asked for
 */
record ConformanceCase(
        String name,
        String operator,
        int opset,
        Map<String, Object> attributes,
        List<Optional<ConformanceArray>> inputs,
        List<Optional<ConformanceArray>> outputs) {

    /** The data allow about this much, relative to a number and where it is tiny. */
    private static final double RELATIVE = 1e-6;

    private static final double ABSOLUTE = 1e-7;

    /** A case from its line of a file. */
    static ConformanceCase parse(String line) {
        Map<String, Object> members = members(Json.parse(line));
        return new ConformanceCase(
                (String) members.get("name"),
                (String) members.get("op"),
                integer(members.get("opset")),
                members(members.get("attributes")),
                arrays(members.get("inputs")),
                arrays(members.get("outputs")));
    }

    private static List<Optional<ConformanceArray>> arrays(Object json) {
        List<Optional<ConformanceArray>> arrays = new ArrayList<>();
        for (Object array : (List<?>) json) {
            arrays.add(Optional.ofNullable(array).map(present -> ConformanceArray.of(members(present))));
        }
        return arrays;
    }

    @SuppressWarnings("unchecked") // Json makes no other maps
    private static Map<String, Object> members(Object json) {
        return (Map<String, Object>) json;
    }

    private static int integer(Object json) {
        return Integer.parseInt(((Json.Literal) json).text());
    }

    /** Fails if the case has a setting that what follows does not know of. */
    void requireKnown(String... known) {
        Set<String> unknown = new TreeSet<>(attributes.keySet());
        unknown.removeAll(Set.of(known));
        assertEquals(Set.of(), unknown, () -> name + ": attributes of " + operator + " that are not known");
    }

    int integer(String attribute, int byDefault) {
        return attributes.containsKey(attribute) ? integer(attributes.get(attribute)) : byDefault;
    }

    boolean flag(String attribute, boolean byDefault) {
        return integer(attribute, byDefault ? 1 : 0) != 0;
    }

    double real(String attribute, double byDefault) {
        Object value = attributes.get(attribute);
        return value == null ? byDefault : Double.parseDouble(((Json.Literal) value).text());
    }

    String text(String attribute, String byDefault) {
        return (String) attributes.getOrDefault(attribute, byDefault);
    }

    List<Integer> integers(String attribute) {
        List<?> values = (List<?>) attributes.getOrDefault(attribute, List.of());
        return values.stream().map(ConformanceCase::integer).toList();
    }

    /** An input that may be left out. */
    Optional<ConformanceArray> input(int i) {
        return i < inputs.size() ? inputs.get(i) : Optional.empty();
    }

    /** An input of numbers that may not. */
    Tensor tensor(int i) {
        return input(i).orElseThrow().tensor();
    }

    /** Each output asked for: the same shape, element type and numbers; there may be more than are asked for. */
    void assertMatches(List<Tensor> actual) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).isPresent()) {
                if (i == actual.size()) {
                    fail(name + ": there is no output " + i + ", " + outputs.get(i));
                }
                assertNear(outputs.get(i).get(), actual.get(i));
            }
        }
    }

    /** Selu's data are αγ(e^x − 1) in float32, up to αγ = 6 times what the rounding of e^x took. */
    private double absolute() {
        return operator.equals("Selu") ? ABSOLUTE + 6 * 0x1p-25 : ABSOLUTE;
    }

    private void assertNear(ConformanceArray wanted, Tensor actual) {
        Tensor expected = wanted.tensor();
        assertEquals(expected.shape(), actual.shape(), () -> name + ": shape of " + wanted.name());
        assertEquals(expected.elementType(), actual.elementType(), () -> name + ": type of " + wanted.name());
        if (!actual.isClose(expected, RELATIVE, absolute())) {
            double[] want = expected.toDoubleArray();
            double[] have = actual.toDoubleArray();
            int wrong = 0;
            while (Tensor.of(have[wrong]).isClose(Tensor.of(want[wrong]), RELATIVE, absolute())) {
                wrong++;
            }
            fail(name + ": element " + wrong + " of " + wanted.name() + " " + actual.shape() + " is " + have[wrong]
                    + ", but " + want[wrong] + " is wanted, within " + RELATIVE + " of it plus " + absolute());
        }
    }
}
