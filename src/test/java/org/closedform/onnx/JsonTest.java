package org.closedform.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.closedform.onnx.Json.Literal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsNestedValuesWithBlanksBetween() {
        assertEquals(
                Map.of("a", Arrays.asList(new Literal("1"), Map.of(), List.of(), null), "b", true, "c", false),
                Json.parse(" { \"a\" : [1, {} ,[ ],null],\t\"b\":true,\r\n\"c\":false } "));
    }

    @Test
    void keepsTheOrderOfNames() {
        Map<?, ?> members = (Map<?, ?>) Json.parse("{\"z\":1,\"a\":2,\"m\":3}");
        assertEquals(List.of("z", "a", "m"), new ArrayList<>(members.keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.0", "10", "-1.5e-30", "3E+8", "0.1000000000000000055511151231257827"})
    void keepsNumbersAsTheyAreWritten(String number) {
        assertEquals(new Literal(number), Json.parse(number));
    }

    @Test
    void resolvesEscapes() {
        assertEquals(
                "\"\\/\b\f\n\r\té\uD83D\uDE00.", Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00.\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "True",
                "NaN",
                "-Infinity",
                "+1",
                "01",
                "-",
                ".5",
                "1.",
                "1e",
                "0x1",
                "1 2",
                "[1,]",
                "[,1]",
                "[1",
                "[1 2]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":1",
                "{\"a\":1 \"b\":2}",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"a\nb\"",
                "'a'",
                "[1]]",
                "{\"a\":1,\"a\":2}",
                "1\u0000",
                "[1] // one"
            })
    void refusesWhatIsNotJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
    }

    @Test
    void saysWhereAndWhatIsNeeded() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Json.parse("[1, 2; 3]"));
        assertEquals("JSON: ';' at character 5; needed: ','", thrown.getMessage());
    }
}
