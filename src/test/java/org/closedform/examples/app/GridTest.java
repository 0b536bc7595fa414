package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void aGridIsEveryValueWithEveryOther() {
        Grid grid = Grid.by("a", List.of("1", "2")).times("b", List.of("x", "y"));
        assertEquals(
                List.of(
                        Map.of("a", "1", "b", "x"),
                        Map.of("a", "1", "b", "y"),
                        Map.of("a", "2", "b", "x"),
                        Map.of("a", "2", "b", "y")),
                grid.questions());
        assertEquals(
                Map.of(
                        "1", List.of(Map.of("a", "1", "b", "x"), Map.of("a", "1", "b", "y")),
                        "2", List.of(Map.of("a", "2", "b", "x"), Map.of("a", "2", "b", "y"))),
                grid.files());
    }

    @Test
    void aSumHasEachQuestionOnce() {
        Grid sum = Grid.by("a", List.of("1", "2")).plus(Grid.by("a", new Slider("slider", "2", "3", "1")));
        assertEquals(List.of(Map.of("a", "1"), Map.of("a", "2"), Map.of("a", "3")), sum.questions());
        assertEquals(Map.of("slider", Map.of("min", "2", "max", "3", "step", "1")), sum.attributes());
    }

    @Test
    void stopsAreWrittenAsABrowserWritesThem() {
        assertEquals(List.of("-0.5", "-0.25", "0", "0.25", "0.5"), new Slider("s", "-0.5", "0.5", "0.25").stops());
        assertEquals(List.of("0.1", "0.4", "0.7", "1"), new Slider("s", "0.1", "1", "0.3").stops());
        assertEquals(List.of("0", "10", "20"), new Slider("s", "0", "25", "10").stops());
        assertEquals("0.000001", Slider.text(1e-6));
        assertEquals("123456789", Slider.text(123456789.0));
    }
}
