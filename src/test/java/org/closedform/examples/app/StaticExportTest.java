package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.closedform.onnx.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported works without a server, says the same, and is small enough to send around. */
class StaticExportTest {
    private static final long LARGEST = 20_000_000;
    private static final int COMPARED = 100;

    @TempDir
    private static Path folder;

    private static Map<String, String> files;

    @BeforeAll
    static void export() throws IOException {
        StaticExport.write(folder);
        files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
    }

    @Test
    void theFolderIsSmall() throws IOException {
        long size = 0;
        for (String name : files.keySet()) {
            size += Files.size(folder.resolve(name));
        }
        long bytes = size;
        assertTrue(size <= LARGEST, () -> "the folder has " + bytes + " bytes, more than " + LARGEST);
    }

    @Test
    void thePageNeedsNothingElse() {
        String page = files.get("index.html");
        List<String> needed = Pattern.compile("(?:src|href)=\"([^#\"][^\"]*)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(files.keySet().containsAll(needed), needed::toString);
        assertEquals(
                List.of("page.js"),
                needed.stream().filter(name -> name.endsWith(".js")).toList());
        assertFalse(page.contains("module"), page);
        assertTrue(page.contains("<html class=\"exported\" "), page);
        String svg = "http://www.w3.org/2000/svg";
        files.forEach((name, written) -> {
            String text = name.startsWith("api/") ? answers(name) : written;
            Matcher elsewhere =
                    Pattern.compile("\\w+://|localhost|127\\.0\\.0\\.1").matcher(text.replace(svg, ""));
            assertFalse(elsewhere.find(), name);
            for (String property : List.of("user.dir", "user.home", "java.io.tmpdir")) {
                String path = System.getProperty(property);
                assertFalse(path.length() > 1 && text.contains(path), () -> name + " has the path " + path);
            }
        });
    }

    @Test
    void theScriptIsNoModule() {
        String script = files.get("page.js");
        Matcher left = Pattern.compile("^\\s*(?:import|export)\\b.*", Pattern.MULTILINE)
                .matcher(script);
        assertFalse(left.find(), () -> left.group());
        assertFalse(script.contains("fetch("), "it asks a server");
    }

    @Test
    void everyQuestionHasAnAnswerAndItIsTheServersUpToSixDigits() {
        Random random = new Random(1);
        for (Panel panel : panels()) {
            Grid grid = panel.exported();
            List<Map<String, String>> questions = new ArrayList<>(grid.questions());
            Map<String, UnpackedAnswers> answers = new TreeMap<>();
            grid.files().forEach((name, asked) -> {
                UnpackedAnswers file = read(panel.path().substring(1) + "/" + name);
                assertEquals(asked.size(), file.size(), () -> panel.path() + "/" + name);
                answers.put(name, file);
            });
            Collections.shuffle(questions, random);
            for (Map<String, String> question : questions.subList(0, Math.min(COMPARED, questions.size()))) {
                String key = StaticExport.key(question);
                Agreement.require(
                        panel.path() + " " + key,
                        Json.parse(org.closedform.examples.app.Json.of(panel.answer(new Query(question)))),
                        answers.get(question.getOrDefault(grid.file(), "all")).answer(key));
            }
        }
    }

    @Test
    void questionsHaveAllParametersOfTheirPanels() {
        for (Panel panel : panels()) {
            Set<String> parameters = Set.copyOf(panel.parameters());
            panel.exported().questions().forEach(question -> assertEquals(parameters, question.keySet(), panel.path()));
        }
    }

    /** On a disk a question asked in any other words has no answer. */
    @Test
    void whatThePanelsAskFirstIsThere() {
        for (String first : List.of(
                "api/softmax/1 right&2,1,-1,0.5&0&1",
                "api/likelihood/4 4&0.5&0.75",
                "api/squared-error/4 0.5&4",
                "api/time/2 2&0.9",
                "api/flow/30 sigmoid&30&false&false&1&1",
                "api/running/10 10&4",
                "api/inference/10 8&10&0&4",
                "api/train/moons tanh&moons&2&false&0.3&2&0",
                "api/batch-norm/1 0&1,0,0,0,0&1&-2,1,2,3,5",
                "api/exercises/all ")) {
            String[] parts = first.split(" ", -1);
            assertTrue(read(parts[0]).answer(parts[1]) instanceof Map, first);
        }
    }

    @Test
    void whatThereIsIsNotOverwritten(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("notes.txt"), "mine");
        assertEquals(
                "TeachingApp: the folder " + other + " is not empty, but a new or an empty one is needed",
                assertThrows(IllegalArgumentException.class, () -> StaticExport.write(other))
                        .getMessage());
        assertEquals(
                "TeachingApp: " + file + " is a file, but a folder is needed",
                assertThrows(IllegalArgumentException.class, () -> StaticExport.write(file))
                        .getMessage());
        assertEquals("mine", Files.readString(file));
    }

    private static List<Panel> panels() {
        return AppServer.routes().values().stream()
                .filter(Panel.class::isInstance)
                .map(Panel.class::cast)
                .toList();
    }

    private static UnpackedAnswers read(String name) {
        return new UnpackedAnswers(answers(name + ".js"));
    }

    /** The text of a file of answers, as a browser decompresses it. */
    private static String answers(String file) {
        String start = "closedformAnswers['" + file.replace(".js", "") + "'] = '";
        String text = files.get(file);
        assertTrue(text.startsWith(start) && text.endsWith("';\n"), file);
        byte[] bytes = Base64.getDecoder().decode(text.substring(start.length(), text.length() - 3));
        try (InputStream stream = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }
}
