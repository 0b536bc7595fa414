package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every section of docs/derivations.md names the tests that hold its formulas, and they are there. */
class DerivationsTest {
    private static final Path PAGE = Path.of("docs/derivations.md");
    private static final Pattern TEST_LINK = Pattern.compile("\\[`(\\w+Test)`]\\(([^)]+)\\)");

    @Test
    void theContentsListEverySectionInOrder() throws IOException {
        String page = Files.readString(PAGE);
        List<String> sections = titles(page, "(?m)^### (.*)$");
        assertEquals(sections, titles(page.substring(0, page.indexOf("\n## ")), "\\[([^\\]]*)]\\(#"));
    }

    private static List<String> titles(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void everySectionNamesATestThatExists() throws IOException {
        String[] sections = Files.readString(PAGE).split("\n### ");
        assertTrue(sections.length > 15, "sections: " + sections.length);
        for (int i = 1; i < sections.length; i++) {
            String title = sections[i].lines().findFirst().orElseThrow();
            List<MatchResult> links = TEST_LINK.matcher(sections[i]).results().toList();
            assertTrue(!links.isEmpty(), () -> PAGE + ": section '" + title + "' names no test");
            for (MatchResult link : links) {
                Path test = PAGE.resolveSibling(link.group(2)).normalize();
                assertTrue(
                        test.endsWith(link.group(1) + ".java") && Files.exists(test),
                        () -> PAGE + ": section '" + title + "' names " + link.group(1) + ", which is not at " + test);
            }
        }
    }
}
