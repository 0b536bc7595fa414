package org.closedform.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.onnx.Json;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void hasOneMemberALine() {
        JsonObject inner = new JsonObject().with("a", 1.5).with("b", 2);
        assertEquals(
                """
                {
                  "text": "x",
                  "object": {
                    "a": 1.5,
                    "b": 2
                  },
                  "objects": [{
                    "a": 1.5,
                    "b": 2
                  }],
                  "texts": ["y", "z"],
                  "numbers": [1, 2],
                  "none": []
                }""",
                new JsonObject()
                        .with("text", "x")
                        .with("object", inner)
                        .withObjects("objects", List.of(inner))
                        .withTexts("texts", List.of("y", "z"))
                        .withNumbers("numbers", List.of("1", "2"))
                        .withObjects("none", List.of())
                        .toString());
    }

    @Property
    void anyTextIsReadBack(@ForAll String name, @ForAll String text) {
        assertEquals(
                Map.of(name, text), Json.parse(new JsonObject().with(name, text).toString()));
    }

    @Test
    void whatJsonDoesNotHaveIsAString() {
        JsonObject odd = new JsonObject()
                .with("a", Double.NaN)
                .with("b", Double.POSITIVE_INFINITY)
                .with("c", Double.NEGATIVE_INFINITY);
        assertEquals(Map.of("a", "NaN", "b", "Infinity", "c", "-Infinity"), Json.parse(odd.toString()));
    }
}
