package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every piece of Java in README.md and docs compiles, runs, and prints what the page says. */
class SnippetsTest {
    /** Java and its output are checked here, commands and XML by {@link CommandsTest}; what has no language is a drawing. */
    private static final Set<String> LANGUAGES = Set.of("java", "text", "sh", "xml", "");

    @TestFactory
    Stream<DynamicTest> printsWhatThePageSays() throws IOException {
        List<Snippet> snippets = Page.all().stream()
                .flatMap(page -> Snippet.in(page.file(), page.text()).stream())
                .toList();
        assertFalse(snippets.isEmpty(), "no java block in README.md or docs: is this run in the project's directory?");
        return snippets.stream().map(snippet -> DynamicTest.dynamicTest(snippet.place(), snippet::verify));
    }

    @Test
    void nothingEscapes() throws IOException {
        for (Page page : Page.all()) {
            List<FencedBlock> outputs = Snippet.in(page.file(), page.text()).stream()
                    .flatMap(snippet -> snippet.output().stream())
                    .toList();
            for (FencedBlock block : page.blocks()) {
                String place = page.file() + ":" + block.line();
                assertTrue(
                        LANGUAGES.contains(block.language()),
                        () -> place + ": nobody checks a block of " + block.language());
                assertEquals(
                        block.language().equals("text"),
                        outputs.contains(block),
                        () -> place + ": this text is not the output of a snippet");
            }
        }
    }
}
