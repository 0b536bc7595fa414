package org.closedform.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.closedform.onnx.Json;
import org.closedform.operator.Linear;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;
import org.closedform.text.Xml;
import org.closedform.words.Words;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class FlowDocumentTest {
    private static final Tensor ONE = Tensor.of(new double[][] {{1}});

    private static GradientFlow flow(int layers) {
        return GradientFlow.of(
                GradientFlow.repeat(layers, l -> FlowLayer.of(
                                "layer <" + l + ">",
                                new Linear(),
                                (Tensor a) -> new Linear.Inputs(a, ONE, Tensor.of(0.5)))
                        .then(new Sigmoid())),
                ONE,
                ONE);
    }

    @Test
    void htmlHasTheVerdictTheChartAndARowForEachLayer() {
        Element article = Xml.parse(flow(4).toHtml());
        assertTrue(Xml.all(article, "p").get(0).getTextContent().startsWith("It vanishes: 0.00"));
        assertEquals(1, Xml.all(article, "svg").size());
        assertEquals(5, Xml.all(article, "tr").size());
        assertEquals("layer <0>", Xml.all(article, "tr").get(1).getFirstChild().getTextContent());
        assertTrue(Xml.all(article, "tr").get(1).getTextContent().contains("weight 0.0"));
    }

    @Test
    void aLongChainShowsItsEnds() {
        assertEquals(
                1 + 100 + 1 + 100, Xml.all(Xml.parse(flow(250).toHtml()), "tr").size());
    }

    @Test
    void inChinese() {
        Element article = Xml.parse(flow(4).toHtml(Words.of(Locale.CHINESE)));
        assertEquals("zh", article.getAttribute("lang"));
        assertTrue(Xml.all(article, "p").get(0).getTextContent().startsWith("梯度消失："));
    }

    @Test
    void theChartIsAFileOfItsOwn() {
        Element svg = Xml.parse(flow(4).toSvg());
        assertEquals(2, Xml.all(svg, "polyline").size());
        assertEquals(
                "The gradient on its way back", Xml.all(svg, "title").get(0).getTextContent());
    }

    @Test
    void jsonHasEveryNumberInFull() {
        GradientFlow flow = flow(2);
        Map<?, ?> read = (Map<?, ?>) Json.parse(flow.toJson());
        assertEquals("closedform.gradient-flow/1", read.get("schema"));
        assertEquals("VANISHES", read.get("verdict"));
        assertEquals(flow.ratio(), number(read.get("ratio")));
        assertEquals(flow.rate(), number(read.get("rate")));
        assertEquals(flow.inputNorm(), number(read.get("inputNorm")));
        List<?> layers = (List<?>) read.get("layers");
        assertEquals(2, layers.size());
        Map<?, ?> first = (Map<?, ?>) layers.get(0);
        LayerGradient expected = flow.layers().get(0);
        assertEquals(expected.name(), first.get("name"));
        assertEquals(expected.upstreamNorm(), number(first.get("upstreamNorm")));
        assertEquals(expected.factor(), number(first.get("factor")));
        assertEquals(expected.product(), number(first.get("product")));
        Map<?, ?> weight = (Map<?, ?>) ((List<?>) first.get("gradients")).get(0);
        assertEquals("weight", weight.get("name"));
        assertEquals(expected.norm("weight"), number(weight.get("norm")));
    }

    private static double number(Object json) {
        return Double.parseDouble(((Json.Literal) json).text());
    }

    @Test
    void aFlowOfNothingIsTold() {
        GradientFlow none = new GradientFlow(List.of(new LayerGradient("a", 0, List.of(), 0, 0)), 0);
        assertTrue(none.toJson().contains("\"ratio\": \"NaN\""));
        assertTrue(none.toHtml().contains("Undefined: NaN of the gradient arrives"));
    }
}
