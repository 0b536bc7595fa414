package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.exercise.Exercise;
import org.closedform.exercise.Exercises;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivePanelTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static String question(String exercise, String backward) {
        return "/api/derive?exercise=" + exercise + "&backward=" + URLEncoder.encode(backward, StandardCharsets.UTF_8);
    }

    private static void assertRefused(String backward, String start) {
        HttpResponse<String> response = APP.get(question("softmax", backward));
        assertEquals(400, response.statusCode(), backward);
        assertTrue(response.body().startsWith(start), response::body);
        assertTrue(response.body().matches("[^\\n]+\\.\\n"), response::body);
    }

    @Test
    void listsTheExercisesWithoutTheirAnswers() {
        HttpResponse<String> response = APP.get("/api/exercises");
        List<Answer> exercises = APP.answer("/api/exercises").at("exercises").list();
        assertEquals(
                Exercises.story().stream().map(Exercise::name).toList(),
                exercises.stream().map(exercise -> exercise.text("name")).toList());
        assertEquals("dw", exercises.get(0).text("asked"));
        for (Exercise exercise : Exercises.story()) {
            assertFalse(response.body().contains("\"" + exercise.answer() + "\""), exercise.name());
        }
    }

    @Test
    void judgesAndNamesTheSlip() {
        Answer right = APP.answer(question("softmax", "y·(dy − Σ(y·dy))"));
        assertEquals("PASS", right.text("verdict"));
        assertEquals("y*(dy - sum(y*dy))", right.text("backward"));
        Answer wrong = APP.answer(question("softmax", "y*dy*(1 - y)"));
        assertEquals("FAIL", wrong.text("verdict"));
        assertEquals("off-diagonal missing", wrong.text("slip"));
        assertTrue(wrong.text("hint").contains("i ≠ j"), () -> wrong.text("hint"));
        assertTrue(wrong.text("report").startsWith("FAIL"), () -> wrong.text("report"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | At character 1: there is no formula yet",
                "2x | At character 2: an operator is missing before x; to multiply, write 2*x.",
                "dx | At character 1: dx is unknown here; there are x, y, dy, N and C.",
                "1e309 | At character 1: the number is too large",
                "sum(sum(y)) | At character 1: sum(…) adds up over the classes, but sum(y) has one number for each sample",
                "<script>alert(1)</script> | At character 1: there are no comparisons",
                "😀 | At character 1: there is no character U+1F600 here",
            })
    void refusesWhatCannotBeRead(String backward, String start) {
        assertRefused(backward, start);
    }

    @Test
    void refusesHostileFormulas() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertRefused("x".repeat(501), "backward has 501 characters, but at most 500 are possible.");
            assertRefused("(".repeat(500), "At character 41: the formula is nested more than 40 deep");
            assertRefused("-".repeat(499) + "x", "At character 41: the formula is nested");
            assertRefused("x^".repeat(249) + "x", "At character ");
            assertRefused("x+".repeat(249) + "x", "At character ");
            assertRefused("y\u0000", "At character 2: there is no character U+0000 here");
            assertRefused("y\n\u0007", "At character 3: there is no character U+0007 here");
            assertRefused("\u202Ey", "At character 1: there is no character U+202E here");
            assertRefused("\uFFFD", "At character 1: there is no character U+FFFD here");
        });
    }

    @Test
    void judgesTheLongestFormulasInTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String formula : List.of(
                    "dy" + "*x^y".repeat(49),
                    "dy" + "+softmax(x)".repeat(45),
                    "dy*sum(" + "exp(".repeat(30) + "x" + ")".repeat(31),
                    "dy" + "/0".repeat(80))) {
                assertEquals("FAIL", APP.answer(question("softmax", formula)).text("verdict"), formula);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/derive?backward=y | exercise is missing; needed is one of neuron, sigmoid, softmax",
                "/api/derive?exercise=nothing&backward=y | exercise is \"nothing\", but needed is one of neuron",
                "/api/derive?exercise=softmax | backward is missing; needed is a text of at most 500 characters.",
                "/api/derive?exercise=softmax&backward=y&backward=y | backward came twice, but is needed once.",
                "/api/exercises?x=1 | The parameter \"x\" is unknown here; there are none.",
            })
    void refusesOtherQuestions(String question, String start) {
        HttpResponse<String> response = APP.get(question);
        assertEquals(400, response.statusCode());
        assertTrue(response.body().startsWith(start), response::body);
    }

    @Test
    void manyAtOnceAreAnsweredAsOneByOne() {
        List<String> questions = new ArrayList<>();
        for (Exercise exercise : Exercises.story()) {
            questions.add(question(exercise.name(), exercise.answer()));
            questions.add(question(exercise.name(), "2*(" + exercise.answer() + ")"));
        }
        List<String> oneByOne =
                questions.stream().map(question -> APP.get(question).body()).toList();
        List<CompletableFuture<String>> atOnce =
                questions.stream().map(APP::body).toList();
        assertEquals(oneByOne, atOnce.stream().map(CompletableFuture::join).toList());
    }
}
