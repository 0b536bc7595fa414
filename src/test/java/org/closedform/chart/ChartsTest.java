package org.closedform.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.text.Xml;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ChartsTest {
    private static LineChart lines(Axis x, Axis y, Tensor xs, Tensor ys) {
        return new LineChart("A title", "What is seen.", x, y, List.of(new LineChart.Line("line", xs, ys)));
    }

    private static BarChart bars(Tensor values) {
        List<String> labels =
                IntStream.range(0, values.size()).mapToObj(Integer::toString).toList();
        return new BarChart("Bars", "What is seen.", "class", "y − t", labels, values);
    }

    private static Element read(String svg) {
        assertFalse(svg.contains("NaN\"") || svg.contains("Infinity"), svg);
        Element root = Xml.parse(svg);
        assertEquals("img", root.getAttribute("role"));
        String[] labelled = root.getAttribute("aria-labelledby").split(" ");
        assertEquals(labelled[0], Xml.all(root, "title").get(0).getAttribute("id"));
        assertEquals(labelled[1], Xml.all(root, "desc").get(0).getAttribute("id"));
        assertEquals(0, Xml.all(root, "script").size());
        return root;
    }

    private static List<String> texts(Element root) {
        return Xml.all(root, "text").stream().map(Element::getTextContent).toList();
    }

    @Property
    void anyNumbersMakeAChart(@ForAll @Size(max = 12) double[] numbers, @ForAll boolean isLogarithmic) {
        Tensor y = Tensor.of(numbers);
        Tensor x = Tensor.generate(y.shape(), index -> index[0]);
        read(lines(Axis.linear("x"), new Axis("y", isLogarithmic), x, y).toSvg());
        read(lines(new Axis("y", isLogarithmic), Axis.linear("x"), y, x).toSvg());
        if (numbers.length > 0) {
            read(bars(y).toSvg());
            read(new HeatMap("Map", "What is seen.", "i", "j", y.expandDims(0)).toSvg());
        }
    }

    @Property
    void everyFiniteNumberIsWithinTheFrame(@ForAll @Size(min = 2, max = 12) int[] numbers) {
        Tensor y = Tensor.of(IntStream.of(numbers).mapToDouble(i -> i / 1024.0).toArray());
        Element root = read(lines(Axis.linear("x"), Axis.linear("y"), y, y).toSvg());
        List<Element> curves = Xml.all(root, "polyline");
        assertEquals(1, curves.size());
        assertEquals(numbers.length, curves.get(0).getAttribute("points").split(" ").length);
    }

    @Test
    void axesHaveTitlesAndRoundNumbers() {
        Tensor x = Tensor.of(0, 3, 7);
        Element root = read(lines(Axis.linear("time"), Axis.logarithmic("size"), x, Tensor.of(1e-5, 1, 20))
                .toSvg());
        assertEquals(
                List.of(
                        "A title", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10¹", "10²", "0", "2", "4", "6", "8",
                        "time", "size", "line"),
                texts(root));
    }

    @Test
    void whatIsNotOnALogarithmicAxisInterruptsTheLine() {
        Tensor x = Tensor.of(1, 2, 3, 4, 5);
        Element root = read(lines(Axis.linear("x"), Axis.logarithmic("y"), x, Tensor.of(1, 2, 0, 2, 1))
                .toSvg());
        assertEquals(2, Xml.all(root, "polyline").size());
    }

    @Test
    void anAxisMayEndWhereItIsTold() {
        Tensor x = Tensor.of(1, 2, 3, 4, 5);
        Tensor y = Tensor.of(0.5, 0.75, 3, 0.5, 0.25);
        Element root = read(
                lines(Axis.linear("x"), Axis.linear("y").within(0, 1), x, y).toSvg());
        assertEquals(2, Xml.all(root, "polyline").size());
        assertTrue(
                texts(root).containsAll(List.of("0", "0.5", "1"))
                        && !texts(root).contains("1.5"),
                texts(root)::toString);
        Element longer = read(
                lines(Axis.linear("x"), Axis.linear("y").holding(0, 1), x, y).toSvg());
        assertEquals(1, Xml.all(longer, "polyline").size());
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x").within(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x").within(Double.NaN, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x").holding(0, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Axis.logarithmic("x").holding(0, 1));
    }

    @Test
    void marksAreDashedLinesWithTheirNames() {
        Tensor x = Tensor.of(1, 2, 4);
        Axis across = Axis.linear("x").marking(3, "here").marking(99, "beyond").within(0, 5);
        Axis upwards = Axis.logarithmic("y").marking(100, "most").marking(0, "never");
        Element root = read(lines(across, upwards, x, x).toSvg());
        List<Element> levels = Xml.all(root, "line").stream()
                .filter(line -> line.getAttribute("class").equals("level"))
                .toList();
        assertEquals(2, levels.size());
        assertEquals(levels.get(0).getAttribute("x1"), levels.get(0).getAttribute("x2"));
        assertEquals(levels.get(1).getAttribute("y1"), levels.get(1).getAttribute("y2"));
        assertTrue(texts(root).containsAll(List.of("here", "most", "10²")), texts(root)::toString);
        assertFalse(texts(root).contains("beyond") || texts(root).contains("never"), texts(root)::toString);
    }

    @Test
    void aLineMayHaveClassesOfAPage() {
        Tensor x = Tensor.of(1, 2);
        List<LineChart.Line> two = List.of(new LineChart.Line("a", x, x, "c3 mine"), new LineChart.Line("b", x, x));
        Element root = read(new LineChart("", "", Axis.linear("x"), Axis.linear("y"), two).toSvg());
        assertEquals(
                List.of("curve c3 mine", "curve c2 dash"),
                Xml.all(root, "polyline").stream()
                        .map(line -> line.getAttribute("class"))
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> new LineChart.Line("a", x, x, "\" onload=\""));
    }

    @Property
    void anElementOfAPageHasTheSameLinesWithinItsFrame(
            @ForAll @Size(min = 2, max = 12) int[] numbers,
            @ForAll @IntRange(min = 200, max = 1000) int width,
            @ForAll @IntRange(min = 140, max = 600) int height) {
        Tensor y = Tensor.of(IntStream.of(numbers).mapToDouble(i -> i / 1024.0).toArray());
        Tensor x = Tensor.generate(y.shape(), index -> index[0]);
        LineChart chart = lines(Axis.linear("x").within(0, numbers.length), Axis.linear("y"), x, y);
        Element root = Xml.parse(chart.toElement(width, height));
        assertEquals("0 0 " + width + " " + height, root.getAttribute("viewBox"));
        Element area = Xml.all(root, "rect").get(0);
        assertEquals("0", area.getAttribute("data-from"));
        assertEquals(Integer.toString(numbers.length), area.getAttribute("data-to"));
        assertTrue(number(area, "data-low") <= y.min().item()
                && number(area, "data-high") >= y.max().item());
        double left = number(area, "x");
        double top = number(area, "y");
        String[] points =
                Xml.all(root, "polyline").get(0).getAttribute("points").split(" ");
        assertEquals(numbers.length, points.length);
        for (int i = 0; i < points.length; i++) {
            double[] point = Stream.of(points[i].split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertEquals(left + i * number(area, "width") / numbers.length, point[0], 0.2);
            assertTrue(point[1] >= top - 0.1 && point[1] <= top + number(area, "height") + 0.1, points[i]);
        }
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /** Many names take rows, none of which is longer than the drawing. */
    @Test
    void theNamesOfLinesAreAboveTheFrameOfAnElement() {
        Tensor x = Tensor.of(1, 2);
        List<LineChart.Line> many = IntStream.range(0, 7)
                .mapToObj(i -> new LineChart.Line("name " + i, x, x))
                .toList();
        LineChart chart = new LineChart("", "", Axis.linear("x"), Axis.linear("y"), many);
        Element root = Xml.parse(chart.toElement(320, 300));
        double top = number(Xml.all(root, "rect").get(0), "y");
        List<Element> names = Xml.all(root, "text").stream()
                .filter(text -> text.getTextContent().startsWith("name"))
                .toList();
        assertEquals(7, names.size());
        for (Element name : names) {
            assertTrue(number(name, "y") < top && number(name, "x") < 280, name::toString);
        }
        assertThrows(IllegalArgumentException.class, () -> chart.toElement(199, 300));
        assertThrows(IllegalArgumentException.class, () -> chart.toElement(320, 139));
    }

    @Test
    void thePagesSheetIsThatOfTheFiles() {
        assertTrue(bars(Tensor.of(1)).toSvg().contains(StyleSheet.text()));
    }

    @Test
    void barsGoUpAndDownAndSayTheirNumbers() {
        Element root = read(bars(Tensor.of(0.25, -0.75, 0.5)).toSvg());
        assertTrue(texts(root).containsAll(List.of("0.25", "−0.75", "0.5", "class", "y − t")), texts(root)::toString);
        List<String> styles = Xml.all(root, "rect").stream()
                .map(bar -> bar.getAttribute("class"))
                .toList();
        assertEquals(List.of("card", "f1", "f2", "f1"), styles);
    }

    @Test
    void termsOfALabelAreSideBySideInColoursOfTheirOwn() {
        BarChart chart = new BarChart(
                "Bars",
                "What is seen.",
                "sample",
                "gradient",
                List.of("1", "2"),
                List.of("direct", "mean", "sum"),
                Tensor.of(new double[][] {{1, -2, -1}, {0.5, Double.NaN, 0.5}}));
        for (String svg : List.of(chart.toSvg(), chart.toElement(340, 300))) {
            Element root = Xml.parse(svg);
            List<String> of = List.of("f1", "f2", "f3");
            List<Element> boxes = Xml.all(root, "rect").stream()
                    .filter(box -> of.contains(box.getAttribute("class")))
                    .toList();
            List<Element> bars = boxes.stream()
                    .filter(box -> !box.getAttribute("width").equals("26"))
                    .toList();
            assertEquals(9, boxes.size(), "six bars and three names");
            assertEquals(
                    List.of("f1", "f2", "f3", "f1", "f2", "f3"),
                    bars.stream().map(bar -> bar.getAttribute("class")).toList());
            for (int i = 1; i < bars.size(); i++) {
                assertTrue(
                        number(bars.get(i - 1), "x") + number(bars.get(i - 1), "width") < number(bars.get(i), "x"),
                        svg);
            }
            assertEquals(2 * number(bars.get(0), "height"), number(bars.get(1), "height"), 0.11);
            assertEquals(0, number(bars.get(4), "height"));
            assertTrue(texts(root).containsAll(List.of("direct", "mean", "sum", "−2", "NaN")), svg);
        }
        assertTrue(bars(Tensor.of(1)).toElement(340, 300).contains("class=\"area\""));
        assertThrows(IllegalArgumentException.class, () -> chart.toElement(199, 300));
    }

    @Test
    void aJacobianIsStrongestOnItsDiagonal() {
        Tensor jacobian = new Softmax().forward(Tensor.of(0, 0)).jacobian().toDense();
        Element root = read(new HeatMap("J", "What is seen.", "i", "j", jacobian).toSvg());
        List<Element> cells = Xml.all(root, "rect").subList(1, 5);
        assertEquals(
                List.of("f1 0.55", "f2 0.55", "f2 0.55", "f1 0.55"),
                cells.stream()
                        .map(cell -> cell.getAttribute("class") + " " + cell.getAttribute("fill-opacity"))
                        .toList());
        assertTrue(texts(root).containsAll(List.of("0.25", "−0.25")), texts(root)::toString);
    }

    @Test
    void titlesAreEscaped() {
        String svg = new HeatMap("<script>", "a & b", "\"i\"", "j", Tensor.of(new double[][] {{1}})).toSvg();
        assertEquals("<script>", Xml.all(read(svg), "title").get(0).getTextContent());
    }

    @Test
    void theSameNumbersHaveTheSameBytesAndOtherChartsOtherNames() {
        String one = bars(Tensor.of(1, -2)).toSvg();
        assertEquals(one, bars(Tensor.of(1, -2)).toSvg());
        Element other = read(lines(Axis.linear("x"), Axis.linear("y"), Tensor.of(1, 2), Tensor.of(1, 2))
                .toSvg());
        assertFalse(one.contains(other.getAttribute("aria-labelledby")));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Tensor two = Tensor.of(1, 2);
        assertThrows(ShapeException.class, () -> new LineChart.Line("line", two, Tensor.of(1, 2, 3)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LineChart("", "", Axis.linear("x"), Axis.linear("y"), List.of()));
        assertThrows(ShapeException.class, () -> new BarChart("", "", "", "", List.of("a"), two));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BarChart("", "", "", "", List.of(), Tensor.zeros(Shape.of(0))));
        assertEquals(
                "BarChart: values has shape [2], but its labels and terms need [2, 1]",
                assertThrows(
                                ShapeException.class,
                                () -> new BarChart("", "", "", "", List.of("a", "b"), List.of("c"), two))
                        .getMessage());
        assertThrows(ShapeException.class, () -> new HeatMap("", "", "", "", two));
        assertThrows(ShapeException.class, () -> new HeatMap("", "", "", "", Tensor.zeros(Shape.of(1, 129))));
    }
}
