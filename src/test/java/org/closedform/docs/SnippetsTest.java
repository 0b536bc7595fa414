package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every piece of Java in README.md and docs compiles, runs, and prints what the page says. */
class SnippetsTest {

    @TestFactory
    Stream<DynamicTest> printsWhatThePageSays() throws IOException {
        List<Snippet> snippets = pages().stream()
                .flatMap(page -> Snippet.in(page.toString().replace('\\', '/'), read(page)).stream())
                .toList();
        assertFalse(snippets.isEmpty(), "no java block in README.md or docs: is this run in the project's directory?");
        return snippets.stream().map(snippet -> DynamicTest.dynamicTest(snippet.place(), snippet::verify));
    }

    private static List<Path> pages() throws IOException {
        Path readme = Path.of("README.md");
        Stream<Path> top = Files.exists(readme) ? Stream.of(readme) : Stream.of();
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            top,
                            docs.filter(page -> page.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
