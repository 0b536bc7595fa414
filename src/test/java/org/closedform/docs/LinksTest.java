package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every link of README.md and docs to a file or a heading leads there. */
class LinksTest {
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @TestFactory
    Stream<DynamicTest> leadSomewhere() throws IOException {
        return Page.all().stream()
                .map(page -> DynamicTest.dynamicTest(page.file(), () -> assertEquals(List.of(), brokenLinks(page))));
    }

    private static List<String> brokenLinks(Page page) {
        List<String> broken = new ArrayList<>();
        List<String> lines = page.prose();
        for (int i = 0; i < lines.size(); i++) {
            Matcher link = LINK.matcher(INLINE_CODE.matcher(lines.get(i)).replaceAll("`code`"));
            while (link.find()) {
                String place = page.file() + ":" + (i + 1) + ": ";
                problem(page, link.group(1)).ifPresent(problem -> broken.add(place + problem));
            }
        }
        return broken;
    }

    private static Optional<String> problem(Page page, String link) {
        if (ELSEWHERE.matcher(link).matches()) {
            return Optional.empty();
        }
        String[] parts = link.split("#", 2);
        Path file = Path.of(page.file());
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        if (!target.equals(file) && !Files.exists(target)) {
            return Optional.of("no file " + target);
        }
        if (parts.length == 1) {
            return Optional.empty();
        }
        List<String> anchors = (target.equals(file) ? page : Page.at(target)).anchors();
        return anchors.contains(parts[1])
                ? Optional.empty()
                : Optional.of("no heading #" + parts[1] + " in " + target + ", only " + anchors);
    }

    @Test
    void theGuideLeadsToEveryPage() throws IOException {
        Path guide = Path.of("docs", "index.md");
        String links = Files.readString(guide);
        for (Page page : Page.all()) {
            Path file = Path.of(page.file());
            if (!file.equals(guide)) {
                String link =
                        "](" + guide.getParent().relativize(file).toString().replace('\\', '/') + ")";
                assertTrue(links.contains(link), () -> guide + " does not lead to " + page.file());
            }
        }
    }

    @Test
    void aBrokenLinkIsFound() {
        Page page =
                new Page("docs/page.md", "# A `b` c: d − e\n[x](#a-b-c-d--e) [y](#a-b) `[z](#none)`\n[w](none.md)\n");
        assertEquals(
                List.of(
                        "docs/page.md:2: no heading #a-b in docs/page.md, only [a-b-c-d--e]",
                        "docs/page.md:3: no file docs/none.md"),
                brokenLinks(page));
    }

    @Test
    void equalHeadingsAreCounted() {
        assertEquals(List.of("a", "a-1", "a-2"), new Page("page.md", "# A\n## A\n```\n# B\n```\n# A\n").anchors());
    }
}
