package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.closedform.chart.LineChart;
import org.closedform.examples.app.RunningApp.Answer;
import org.closedform.text.Xml;
import org.w3c.dom.Element;

/** Compares the drawings of answers with those of the library. */
final class Drawings {
    private Drawings() {}

    /** Both widths are the library's chart, which has so many lines, the longest run of which has so many points. */
    static void assertHolds(Answer drawing, LineChart chart, int height, int lines, int points) {
        assertEquals(chart.toElement(Drawing.NARROW, height), text(drawing.at("narrow")));
        assertEquals(chart.toElement(Drawing.WIDE, height), text(drawing.at("wide")));
        assertEquals(lines, chart.lines().size());
        List<Element> runs = Xml.all(Xml.parse(text(drawing.at("wide"))), "polyline");
        assertTrue(runs.size() >= lines, runs::toString);
        assertEquals(
                points,
                runs.stream()
                        .mapToInt(run -> run.getAttribute("points").split(" ").length)
                        .max()
                        .orElse(0));
    }

    private static String text(Answer lines) {
        return lines.list().stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    }
}
