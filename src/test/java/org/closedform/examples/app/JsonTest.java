package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class JsonTest {
    private enum Colour {
        RED
    }

    private record Sample(int count, boolean known, List<Double> numbers, Colour colour) {}

    @Test
    void aRecordIsAnObjectOfItsComponents() {
        assertEquals(
                "{\"count\":3,\"known\":true,\"numbers\":[1.5,-2.0],\"colour\":\"RED\"}",
                Json.of(new Sample(3, true, List.of(1.5, -2.0), Colour.RED)));
    }

    @Test
    void aTensorIsAnArrayForEachAxis() {
        assertEquals("2.5", Json.of(Tensor.scalar(2.5)));
        assertEquals("[1.0,2.0]", Json.of(Tensor.of(1, 2)));
        assertEquals("[[1.0,2.0],[3.0,4.0]]", Json.of(Tensor.of(new double[][] {{1, 2}, {3, 4}})));
        assertEquals("[[],[]]", Json.of(Tensor.zeros(Shape.of(2, 0))));
    }

    @Test
    void whatJsonHasNoNumberForIsAString() {
        assertEquals(
                "[\"NaN\",\"Infinity\",\"-Infinity\"]",
                Json.of(Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
    }

    @Test
    void quotesBackslashesAndControlCharactersAreEscaped() {
        assertEquals("\"\\\"\\\\\\u000a\\u0000 ∂ℓ\"", Json.of("\"\\\n\0 ∂ℓ"));
    }

    @Property
    void aStrictReaderReadsTheSame(@ForAll String text, @ForAll double number) {
        Object read = org.closedform.onnx.Json.parse(Json.of(new Pair(text, number)));
        Map<?, ?> members = (Map<?, ?>) read;
        assertEquals(text, members.get("text"));
        assertEquals(number, Double.parseDouble(((org.closedform.onnx.Json.Literal) members.get("number")).text()));
    }

    private record Pair(String text, double number) {}

    @Test
    void otherTypesAreRefused() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Json.of(List.of(Map.of())));
        assertTrue(refusal.getMessage().startsWith("Json: {} is no record"), refusal.getMessage());
    }
}
