package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.onnx.Json;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedAnswersTest {
    private record Part(String name, double number) {}

    private record Sample(Tensor numbers, List<Part> parts, List<String> words, boolean known) {}

    private record One(double number) {}

    private static final String LONG = "a text that is long enough to be written once";

    @Test
    void whatOccursAgainIsWrittenOnceAndComesBackTwice() {
        Tensor many = Tensor.of(0.125, 0.25, 0.375, 0.5, 0.625, 0.75);
        Sample first = new Sample(many, List.of(new Part(LONG, 1.5), new Part("b", -2)), List.of(), true);
        Sample second = new Sample(many, List.of(new Part(LONG, 3.5)), List.of(LONG, "c"), false);
        String text = PackedAnswers.of(List.of("q=1", "q=2"), List.of(first, second));

        assertEquals(1, occurrences(text, LONG));
        assertEquals(1, occurrences(text, "0.125"));
        UnpackedAnswers answers = new UnpackedAnswers(text);
        Agreement.require("q=1", server(first), answers.answer("q=1"));
        Agreement.require("q=2", server(second), answers.answer("q=2"));
    }

    @Test
    void runsOfEqualElementsAreCounted() {
        Sample sample =
                new Sample(Tensor.of(1, 1, 1, 1, 1, 1, 1, 1, 2, 2), List.of(), List.of("a", "a", "a", "b"), true);
        String text = PackedAnswers.of(List.of("q"), List.of(sample));
        assertTrue(text.contains("{\"*\":[8,1,2,2]}"), text);
        assertTrue(text.contains("[\"a\",\"a\",\"a\",\"b\"]"), text);
        Agreement.require("q", server(sample), new UnpackedAnswers(text).answer("q"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1234567,0.123457",
        "-1.00000049,-1",
        "12345.6784,12345.678",
        "123456.784,123457",
        "100000000,1E+8",
        "3E-310,3E-310",
        "1.2345678E300,1.23457E+300",
        "0.00012345678,0.000123457",
        "0,0.0",
        "-0.0,-0.0",
        "NaN,'\"NaN\"'",
        "Infinity,'\"Infinity\"'",
    })
    void numbersHaveSixDigitsOrThreeDecimals(double number, String written) {
        String text = PackedAnswers.of(List.of("q"), List.of(new One(number)));
        assertEquals(
                "{\"questions\":{\"q\":0},\n\"answers\":{\"|\":{\"number\":[" + written + "]}},\n\"table\":[]}", text);
    }

    private static Object server(Record answer) {
        return Json.parse(org.closedform.examples.app.Json.of(answer));
    }

    private static int occurrences(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
