package org.closedform.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
    void barsGoUpAndDownAndSayTheirNumbers() {
        Element root = read(bars(Tensor.of(0.25, -0.75, 0.5)).toSvg());
        assertTrue(texts(root).containsAll(List.of("0.25", "−0.75", "0.5", "class", "y − t")), texts(root)::toString);
        List<String> styles = Xml.all(root, "rect").stream()
                .map(bar -> bar.getAttribute("class"))
                .toList();
        assertEquals(List.of("card", "f1", "f2", "f1"), styles);
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
        assertThrows(ShapeException.class, () -> new HeatMap("", "", "", "", two));
        assertThrows(ShapeException.class, () -> new HeatMap("", "", "", "", Tensor.zeros(Shape.of(1, 129))));
    }
}
