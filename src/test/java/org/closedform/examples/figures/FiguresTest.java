package org.closedform.examples.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FiguresTest {

    @TestFactory
    Stream<DynamicTest> areAsTheLibraryDrawsThemNow() {
        return Figures.all().entrySet().stream()
                .map(figure -> DynamicTest.dynamicTest(figure.getKey(), () -> {
                    Path file = Figures.FOLDER.resolve(figure.getKey());
                    String remake = " To remake all figures: mvn -q test-compile exec:java@figures";
                    assertTrue(Files.exists(file), () -> file + " is not there." + remake);
                    String drawn = figure.getValue().get().toString();
                    String kept = Files.readString(file).replace("\r\n", "\n");
                    assertEquals(drawn, kept, () -> file + " is stale." + remake);
                }));
    }

    @Test
    void haveATitleAndADescription() {
        Figures.all().forEach((name, figure) -> {
            String svg = figure.get().toString();
            assertTrue(svg.matches("(?s).* role=\"img\" aria-labelledby=\"title-(\\w+) description-\\1\".*"), name);
            assertTrue(svg.matches("(?s).*<title id=\"title-\\w+\">[^<]{20,64}</title>.*"), name);
            assertTrue(svg.matches("(?s).*<desc id=\"description-\\w+\">[^<]{100,}</desc>.*"), name);
        });
    }

    @Test
    void areAllShownInAPage() throws IOException {
        String pages = pages();
        List<String> notShown = Figures.all().keySet().stream()
                .filter(name -> !pages.contains("](figures/" + name + ")"))
                .toList();
        assertEquals(List.of(), notShown, "figures that no page shows");
    }

    @Test
    void haveACaptionBelowWhereverTheyAreShown() throws IOException {
        List<String> without = Pattern.compile("]\\(figures/([^)]*)\\)\n(?!\n\\*[^*]+\\*\n\n)")
                .matcher(pages())
                .results()
                .map(figure -> figure.group(1))
                .toList();
        assertEquals(List.of(), without, "figures without a paragraph in italics below");
    }

    private static String pages() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".md")).toList();
            for (Path page : pages) {
                text.append(Files.readString(page).replace("\r\n", "\n")).append('\n');
            }
        }
        return text.toString();
    }
}
