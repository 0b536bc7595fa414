package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.closedform.onnx.Json;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;
import org.closedform.text.Xml;
import org.closedform.words.Words;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportDocumentTest {
    private static final Words CHINESE = Words.of(Locale.CHINESE);

    private final GradientReport wrong = GradientCheck.of(
                    Operator.of((Tensor x) -> x.times(x), (x, y, dy) -> dy.times(x)))
            .at(Tensor.of(1, 2));

    private final GradientReport right = GradientCheck.of(new Sigmoid()).at(Tensor.of(1, 2));

    private static double number(Object json) {
        return Double.parseDouble(((Json.Literal) json).text());
    }

    @Test
    void htmlHasTheVerdictTheCauseAndTheDerivatives() {
        Element article = Xml.parse(wrong.toHtml());
        assertEquals("Gradient check: wrong", Xml.all(article, "h2").get(0).getTextContent());
        assertTrue(article.getTextContent().contains(wrong.diagnoses().get(0).cause()));
        assertEquals(3, Xml.all(article, "tr").size());
        assertTrue(Xml.all(article, "table").stream()
                .allMatch(table -> Xml.children(table).get(0).getTagName().equals("caption")));
        assertEquals(
                "Gradient check: right",
                Xml.all(Xml.parse(right.toHtml()), "h2").get(0).getTextContent());
    }

    @Test
    void inChineseWhatIsNotTranslatedIsMarkedAsEnglish() {
        Element article = Xml.parse(wrong.toHtml(CHINESE));
        assertEquals("梯度检验：错误", Xml.all(article, "h2").get(0).getTextContent());
        assertTrue(article.getTextContent().contains("对照： 有限差分"));
        List<Element> english = Xml.all(article, "span");
        assertEquals(wrong.diagnoses().get(0).cause(), english.get(0).getTextContent());
        assertEquals("en", english.get(0).getAttribute("lang"));
    }

    @Test
    void jsonHasEverything() {
        Map<?, ?> read = (Map<?, ?>) Json.parse(wrong.toJson());
        assertEquals("closedform.gradient-report/1", read.get("schema"));
        assertEquals("FAIL", read.get("verdict"));
        assertEquals(wrong.reference(), read.get("reference"));
        assertEquals(wrong.resolution(), number(read.get("resolution")));
        Map<?, ?> part = (Map<?, ?>) ((List<?>) read.get("parts")).get(0);
        Map<?, ?> diagnosis = (Map<?, ?>) ((List<?>) part.get("diagnoses")).get(0);
        assertEquals(wrong.diagnoses().get(0).name(), diagnosis.get("name"));
        Map<?, ?> comparison = (Map<?, ?>) ((List<?>) part.get("comparisons")).get(1);
        Comparison expected = wrong.comparisons().get(1);
        assertEquals(expected.input(), comparison.get("input"));
        assertEquals(expected.analytic(), number(comparison.get("analytic")));
        assertEquals(expected.numeric(), number(comparison.get("numeric")));
        assertEquals(expected.error(), number(comparison.get("error")));
        assertEquals("FAIL", comparison.get("verdict"));
    }

    @Test
    void aSecondOpinionIsInTheJson() {
        TaylorSlopes taylor = new TaylorSlopes(List.of(new TaylorSlopes.Point(0.5, 1, 0.25, Double.NaN)), 1e-9, false);
        GradientReport report = new GradientReport(List.of(), List.of(), 1, "differences", Optional.of(taylor));
        Map<?, ?> read = (Map<?, ?>) ((Map<?, ?>) Json.parse(report.toJson())).get("secondOpinion");
        assertEquals(taylor.rounding(), number(read.get("rounding")));
        assertEquals(2, ((List<?>) read.get("slopes")).size());
        Map<?, ?> point = (Map<?, ?>) ((List<?>) read.get("points")).get(0);
        assertEquals(0.25, number(point.get("first")));
        assertEquals("NaN", point.get("second"));
    }

    @Test
    void everyVerdictHasAWord() {
        for (Verdict verdict : Verdict.values()) {
            PartReport part = new PartReport("x", List.of(), verdict, List.of());
            GradientReport report = new GradientReport(List.of(part), 1, "<b>");
            Xml.parse(report.toHtml());
            Xml.parse(report.toHtml(CHINESE));
        }
    }

    @Test
    void aCurveIsAChartATableAndJson() {
        DifferenceCurve curve = GradientCheck.of(new Sigmoid()).curve(Tensor.of(0.5), "x[0]");
        Element article = Xml.parse(curve.toHtml());
        assertEquals(17, Xml.all(article, "tr").size());
        assertEquals(
                "Finite differences of x[0]",
                Xml.all(Xml.parse(curve.toSvg()), "title").get(0).getTextContent());
        assertEquals("zh", Xml.parse(curve.toHtml(CHINESE)).getAttribute("lang"));
        Map<?, ?> read = (Map<?, ?>) Json.parse(curve.toJson());
        assertEquals("closedform.difference-curve/1", read.get("schema"));
        assertEquals(curve.analytic(), number(read.get("analytic")));
        Map<?, ?> third = (Map<?, ?>) ((List<?>) read.get("points")).get(2);
        DifferenceCurve.Point expected = curve.points().get(2);
        assertEquals(expected.step(), number(third.get("step")));
        assertEquals(expected.centralError(), number(third.get("centralError")));
        assertEquals(expected.forward(), number(third.get("forward")));
    }
}
