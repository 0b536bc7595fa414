package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.closedform.chart.StyleSheet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The page holds together, and takes nothing from elsewhere. */
class StaticFilesTest {
    private static final Path FOLDER = Path.of("src/examples/resources/org/closedform/examples/app");
    private static final Map<String, String> FILES = files();

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static final String PAGE = APP.get("/").body();

    private static Map<String, String> files() {
        try (Stream<Path> paths = Files.list(FOLDER)) {
            Map<String, String> files = new TreeMap<>();
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
            files.put("chart.css", StyleSheet.text());
            return files;
        } catch (IOException e) {
            throw new AssertionError("is this run in the project's directory?", e);
        }
    }

    @Test
    void everyFileIsServedAsItIs() {
        FILES.forEach((name, text) -> {
            if (!name.endsWith(".html")) {
                assertEquals(200, APP.get("/" + name).statusCode(), name);
                assertEquals(text, APP.get("/" + name).body(), name);
            }
        });
    }

    @Test
    void thePageIsItsFrameWithThePanels() {
        String page = FILES.get("index.html");
        for (String name : found(page, "<!-- (\\S+\\.html) -->")) {
            page = page.replace("<!-- " + name + " -->\n", FILES.get(name));
        }
        assertEquals(page, PAGE);
        assertEquals(PAGE, APP.get("/index.html").body());
    }

    @Test
    void everyFileIsReferredToAndEveryReferenceLeadsToAFile() {
        Set<String> referred = new TreeSet<>(Set.of("index.html"));
        referred.addAll(found(FILES.get("index.html"), "<!-- (\\S+\\.html) -->"));
        referred.addAll(found(PAGE, "(?:src|href)=\"([^#\"][^\"]*)\""));
        FILES.values().forEach(text -> referred.addAll(found(text, "from '\\./([^']+)'")));
        assertEquals(FILES.keySet(), referred);
    }

    @Test
    void everyIdThatIsAskedForIsOnThePageOnce() {
        List<String> ids = found(PAGE, " id=\"([^\"]+)\"");
        assertEquals(ids.size(), Set.copyOf(ids).size(), () -> "an id occurs twice among " + ids);
        Set<String> used = new TreeSet<>(found(PAGE, "(?:href=\"#|for=\"|aria-labelledby=\")([^\"]+)\""));
        FILES.values().forEach(text -> used.addAll(found(text, "find\\('([^']+)'\\)")));
        FILES.values().forEach(text -> used.addAll(found(text, "(?:onClick|onPress|switchOff)\\('([^']+)'")));
        used.removeAll(ids);
        assertEquals(Set.of(), used, "ids that are not on the page");
    }

    /** What a panel does not tell the address cannot come back from a link. */
    @Test
    void everyPanelHasAQuestionToPredictAndAPlaceInTheAddress() {
        for (String panel : found(PAGE, "<section id=\"([^\"]+)\"")) {
            String html = FILES.get(panel + ".html");
            assertEquals(
                    1,
                    found(html, "<details class=\"card (predict)\"><summary>Predict first: ")
                            .size(),
                    panel);
            assertTrue(html.indexOf("class=\"card predict\"") < firstControl(html), panel + " shows before it asks");
            assertTrue(FILES.get("main.js").contains("from './" + panel + ".js'"), panel);
        }
    }

    @Test
    void theAddressOfThePageMayHaveSettings() {
        assertEquals(PAGE, APP.get("/?flow.depth=50&old.name=%3Cb%3E").body());
    }

    @Test
    void nothingIsTakenFromElsewhere() {
        String svg = "http://www.w3.org/2000/svg"; // a name, which nobody fetches
        FILES.forEach((name, text) -> assertEquals(
                List.of(), found(text.replace(svg, ""), "((?:\\w+:)?//\\w\\S*|url\\([^)]*\\)|@import.*)"), name));
    }

    /** The page's own policy forbids it, and a browser would leave it out. */
    @Test
    void nothingIsInline() {
        assertEquals(List.of(), found(PAGE, "( style=|<style| on[a-z]+=|javascript:|<script(?![^>]* src=))"));
    }

    @Test
    void everyControlHasAName() {
        for (String control : found(PAGE, "(<(?:input|select)[^>]*>)")) {
            String before = PAGE.substring(0, PAGE.indexOf(control));
            assertTrue(
                    before.lastIndexOf("<label") > before.lastIndexOf("</label>"), () -> control + " is in no label");
        }
        found(PAGE, "<button[^>]*>([^<]*)<").forEach(name -> assertFalse(name.isBlank(), "a button without a name"));
    }

    /** A browser takes the focus from what is disabled, and a reader at the keyboard is lost. */
    @Test
    void nothingIsDisabledButByAria() {
        FILES.forEach((name, text) -> assertEquals(List.of(), found(text, "((?<!aria-)disabled(?: =|=|>))"), name));
    }

    /** Where the first control is, but for a button in the question itself. */
    private static int firstControl(String html) {
        return Pattern.compile("<(?:input|select)\\b|<div class=\"card|<figure")
                .matcher(html)
                .results()
                .mapToInt(MatchResult::start)
                .min()
                .orElseThrow();
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
