package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What README.md and docs say to type and to copy fits the project: each word of a command is known here, and what it names
 * (a class, a profile, an execution, a jar, a version) is there.
 */
class CommandsTest {
    private static final String POM = Page.at(Path.of("pom.xml")).text();
    private static final String JAR = "closedform-" + version("closedform") + ".jar";
    private static final String TEACHING_JAR = JAR.replace(".jar", "-teaching.jar");
    private static final Set<String> PLAIN_WORDS = Set.of(
            "mvn",
            "java",
            "jshell",
            "-q",
            "-cp",
            "-jar",
            "--class-path",
            "-DskipTests",
            "compile",
            "test",
            "test-compile",
            "package",
            "verify",
            "install",
            "exec:java",
            "export",
            "course");
    private static final Pattern MAIN_CLASS = Pattern.compile("-Dexec\\.mainClass=(.+)");
    private static final Pattern SOURCE = Pattern.compile("(\\w+)\\.java");
    private static final Pattern EXECUTION = Pattern.compile("exec:(?:java|exec)@(.+)");
    private static final Pattern PROFILE = Pattern.compile("-P(.+)");
    private static final Pattern TESTS = Pattern.compile("-Dtest='?(.+?)'?");
    private static final Pattern BENCHMARK = Pattern.compile("-Dbenchmark=(\\w+)");
    private static final Pattern PROPERTY = Pattern.compile("-D(closedform\\.\\w+)=.+");
    private static final Pattern ARTIFACT = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern TAG = Pattern.compile("<(/?)(\\w+)[^>]*?(/?)>");

    @Test
    void everyWordOfACommandIsKnown() throws IOException {
        for (Page page : Page.all()) {
            for (FencedBlock block : blocks(page, "sh")) {
                block.text()
                        .lines()
                        .map(line -> line.replaceFirst(" *# .*", ""))
                        .flatMap(line -> Stream.of(line.split(" +")))
                        .forEach(word -> requireKnown(page, block, word));
            }
        }
    }

    @Test
    void everyPieceOfXmlIsClosedAndHasTheVersionsOfThisProject() throws IOException {
        for (Page page : Page.all()) {
            for (FencedBlock block : blocks(page, "xml")) {
                String place = page.file() + ":" + block.line();
                assertEquals("", unclosed(block.text()), () -> place + ": tags left open");
                Matcher artifact = ARTIFACT.matcher(block.text());
                while (artifact.find()) {
                    if (!artifact.group(1).equals("com.example")) {
                        assertEquals(
                                version(artifact.group(2)), artifact.group(3), () -> place + ": " + artifact.group(2));
                    }
                }
            }
        }
    }

    @Test
    void anUnknownWordIsFound() {
        Page page = new Page("page.md", "```java\nclass A {}\n```\n```sh\nmvn\n```\n");
        FencedBlock block = page.blocks().get(1);
        requireKnown(page, block, "-Dexec.mainClass=A");
        requireKnown(page, block, "-Dtest=Commands*");
        for (String word : List.of(
                "-Dexec.mainClass=B",
                "exec:java@none",
                "-Pnone",
                "-Dtest=None*",
                "-Dbenchmark=none",
                "other.jar",
                "-x")) {
            assertThrows(AssertionError.class, () -> requireKnown(page, block, word), word);
        }
        assertEquals("</b>", unclosed("<a><c/></b></a>"));
        assertEquals("<a>", unclosed("<a><b></b>"));
    }

    private static List<FencedBlock> blocks(Page page, String language) {
        return page.blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    private static void requireKnown(Page page, FencedBlock block, String word) {
        String place = page.file() + ":" + block.line() + ": ";
        boolean known = PLAIN_WORDS.contains(word)
                || word.equals(JAR)
                || (word.equals(TEACHING_JAR) && POM.contains("<classifier>teaching</classifier>"))
                || check(MAIN_CLASS, word, name -> assertTrue(isClass(page, name), () -> place + "no class " + name))
                || check(SOURCE, word, name -> assertTrue(isClass(page, name), () -> place + "no class " + name))
                || check(EXECUTION, word, id -> requireInPom("execution", id, place))
                || check(PROFILE, word, id -> requireInPom("profile", id, place))
                || check(TESTS, word, glob -> requireTest(glob, place))
                || check(BENCHMARK, word, name -> requireBenchmark(name, place))
                || check(PROPERTY, word, name -> requireInTests(name, place));
        assertTrue(known, () -> place + "nobody checks " + word);
    }

    private static boolean check(Pattern pattern, String word, Consumer<String> check) {
        Matcher matcher = pattern.matcher(word);
        if (matcher.matches()) {
            check.accept(matcher.group(1));
            return true;
        }
        return false;
    }

    /** One of the project, or one that the page shows. */
    private static boolean isClass(Page page, String name) {
        try {
            Class.forName(name, false, CommandsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return blocks(page, "java").stream()
                    .anyMatch(block -> Pattern.compile("\\bclass " + Pattern.quote(name) + "\\b")
                            .matcher(block.text())
                            .find());
        }
    }

    private static void requireInPom(String what, String id, String place) {
        Pattern element = Pattern.compile("<" + what + ">\\s*<id>" + Pattern.quote(id) + "</id>");
        assertTrue(element.matcher(POM).find(), () -> place + "no " + what + " " + id + " in pom.xml");
    }

    private static void requireTest(String glob, String place) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob + ".java");
        assertTrue(
                tests().anyMatch(test -> matcher.matches(test.getFileName())), () -> place + "no test matches " + glob);
    }

    private static void requireBenchmark(String name, String place) {
        assertTrue(
                files(Path.of("src", "jmh", "java"))
                        .anyMatch(
                                file -> file.getFileName().toString().matches("(?i).*" + name + ".*Benchmark\\.java")),
                () -> place + "no benchmark " + name);
    }

    private static void requireInTests(String property, String place) {
        assertTrue(
                tests().anyMatch(test -> Page.at(test).text().contains('"' + property + '"')),
                () -> place + "no test reads " + property);
    }

    private static Stream<Path> tests() {
        return files(Path.of("src", "test", "java"));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of an artifact in this project's pom. */
    private static String version(String artifact) {
        String name = artifact.equals("junit-jupiter") ? "junit-bom" : artifact;
        Matcher version = Pattern.compile(
                        "<artifactId>" + Pattern.quote(name) + "</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(POM);
        assertTrue(version.find(), () -> "no version of " + name + " in pom.xml");
        String found = version.group(1);
        return found.startsWith("${")
                ? POM.replaceFirst(
                        "(?s).*<" + Pattern.quote(found.substring(2, found.length() - 1)) + ">([^<]+)<.*", "$1")
                : found;
    }

    /** The first tag that is not closed, or closes nothing; empty if there is none. */
    private static String unclosed(String xml) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(xml);
        while (tag.find()) {
            if (tag.group(1).isEmpty() && tag.group(3).isEmpty()) {
                open.push(tag.group(2));
            } else if (tag.group(3).isEmpty() && !tag.group(2).equals(open.poll())) {
                return tag.group();
            }
        }
        return open.isEmpty() ? "" : "<" + open.peek() + ">";
    }
}
