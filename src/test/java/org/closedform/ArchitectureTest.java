package org.closedform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of docs/architecture.md, and what may lead from one to another. */
class ArchitectureTest {
    private static final Path MAIN = Path.of("src/main/java/org/closedform");

    /** Dependencies run downwards only. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("argument", Set.of()),
            Map.entry("text", Set.of()),
            Map.entry("words", Set.of()),
            Map.entry("drawing", Set.of("text")),
            Map.entry("chart", Set.of("drawing", "tensor", "text", "argument")),
            Map.entry("kernel.loops", Set.of()),
            Map.entry("kernel", Set.of("kernel.loops")),
            Map.entry("tensor", Set.of("kernel", "text")),
            Map.entry("storage", Set.of("tensor", "kernel")),
            Map.entry("array", Set.of("tensor", "kernel")),
            Map.entry("operator", Set.of("storage", "tensor", "kernel", "argument")),
            Map.entry("loss", Set.of("operator", "storage", "tensor", "kernel")),
            Map.entry(
                    "gradient",
                    Set.of(
                            "gradient.diagnosis",
                            "gradient.measurement",
                            "chart",
                            "words",
                            "operator",
                            "storage",
                            "tensor",
                            "text",
                            "argument")),
            Map.entry("gradient.diagnosis", Set.of("gradient.measurement", "tensor", "argument")),
            Map.entry("gradient.measurement", Set.of("operator", "storage", "tensor")),
            Map.entry("curvature", Set.of("operator", "tensor")),
            Map.entry("flow", Set.of("chart", "words", "operator", "tensor", "text", "argument")),
            Map.entry("expression", Set.of("operator", "tensor")),
            Map.entry(
                    "exercise",
                    Set.of("expression", "gradient", "gradient.diagnosis", "words", "operator", "tensor", "argument")),
            Map.entry("lesson", Set.of("words", "loss", "operator", "tensor", "text", "argument")));

    private static final Pattern ROOM = Pattern.compile("org\\.closedform\\.([a-z]+(\\.[a-z]+)*)\\.[A-Z]");
    private static final Pattern LOOP = Pattern.compile("\\b(for|while)\\s*\\(");
    private static final Pattern PLATFORM_DEPENDENT =
            Pattern.compile("\\bMath\\.(exp|expm1|log|log1p|log10|tanh|pow|sin|cos|tan|cbrt|sinh|cosh)\\b");

    private static final Pattern SUM_OF_A_STREAM = Pattern.compile("mapToDouble\\([^;]*\\)\\s*\\.(sum|average)\\(\\)");

    @Test
    void everyPackageIsARoom() throws IOException {
        TreeSet<String> rooms = new TreeSet<>();
        sources(MAIN).forEach(file -> rooms.add(room(file)));
        assertEquals(new TreeSet<>(MAY_USE.keySet()), rooms);
    }

    @Test
    void roomsUseOnlyTheRoomsBelow() throws IOException {
        for (Path file : sources(MAIN)) {
            String room = room(file);
            List<String> used = ROOM.matcher(code(file))
                    .results()
                    .map(match -> match.group(1))
                    .filter(other -> !other.equals(room))
                    .toList();
            for (String other : used) {
                assertTrue(
                        MAY_USE.get(room).contains(other),
                        () -> file + " uses " + other + ", which is not below " + room);
            }
        }
    }

    @Test
    void loopsKnowNothingOfTheLibrary() throws IOException {
        for (Path file : sources(MAIN.resolve("kernel/loops"))) {
            assertTrue(!code(file).contains("import org.closedform."), () -> file + " uses what stands on the loops");
        }
    }

    @Test
    void operatorsAndLossesHaveNoLoopsOverNumbers() throws IOException {
        for (String room : List.of("operator", "loss")) {
            for (Path file : sources(MAIN.resolve(room))) {
                List<String> loops = code(file)
                        .lines()
                        .filter(line -> LOOP.matcher(line).find() && !line.contains("NamedTensor part :"))
                        .toList();
                assertEquals(List.of(), loops, () -> file + ": loops belong in kernel");
            }
        }
    }

    @Test
    void nothingDependsOnThePlatformsMath() throws IOException {
        for (Path file : sources(MAIN)) {
            List<String> uses = code(file)
                    .lines()
                    .filter(line -> PLATFORM_DEPENDENT.matcher(line).find())
                    .toList();
            assertEquals(List.of(), uses, () -> file + ": these bits differ between machines; StrictMath's do not");
        }
    }

    @Test
    void noStreamAddsUpDoubles() throws IOException {
        for (Path file : sources(MAIN)) {
            assertTrue(
                    !SUM_OF_A_STREAM.matcher(code(file)).find(),
                    () -> file + ": a JDK may change how a DoubleStream adds up; Summation does not change");
        }
    }

    /** For example {@code gradient.diagnosis}. */
    private static String room(Path file) {
        return MAIN.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(!sources.isEmpty(), () -> "no sources in " + folder);
            return sources;
        }
    }

    /** Without comments. */
    private static String code(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
    }
}
