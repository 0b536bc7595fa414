package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.text.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class MathMlTest {
    /** Without the element around it, and with short names for what is not seen. */
    private static String inner(String formula) {
        return MathMl.of(formula)
                .replaceAll("^<math [^>]*><mrow>|</mrow></math>$", "")
                .replace("<mo>&#x2062;</mo>", "(times)")
                .replace("<mo>&#x2061;</mo>", "(of)")
                .replace("<mspace width=\"0.2em\"/>", "_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "e_i = exp(d_i);"
                        + " <msub><mi>e</mi><mrow><mi>i</mi></mrow></msub><mo>=</mo><msup><mi>e</mi><mrow><msub><mi>d</mi><mrow><mi>i</mi></mrow></msub></mrow></msup>",
                "y = x / 2; <mi>y</mi><mo>=</mo><mfrac><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></mfrac>",
                "a (b − c);"
                        + " <mi>a</mi>(times)<mrow><mo>(</mo><mrow><mi>b</mi><mo>−</mo><mi>c</mi></mrow><mo>)</mo></mrow>",
                "σ(−x); <mi>σ</mi>(of)<mrow><mo>(</mo><mrow><mo"
                        + " form=\"prefix\">−</mo><mi>x</mi></mrow><mo>)</mo></mrow>",
                "log q; <mi>log</mi>(of)_<mi>q</mi>",
                "S = Σ_k e; <mi>S</mi><mo>=</mo><munder><mo>∑</mo><mrow><mi>k</mi></mrow></munder><mi>e</mi>",
                "dx ⊙ x̂; <mrow><mi>d</mi><mi>x</mi></mrow><mo>⊙</mo><mover accent=\"true\"><mi>x</mi><mo"
                        + " stretchy=\"false\">^</mo></mover>",
                "W_hhᵀ; <msubsup><mi>W</mi><mrow><mi>h</mi><mi>h</mi></mrow><mi>⊤</mi></msubsup>",
                "W₂_oi; <msub><mi>W</mi><mrow><mn>2</mn><mo>,</mo><mi>o</mi><mi>i</mi></mrow></msub>",
                "a₁²; <msubsup><mi>a</mi><mrow><mn>1</mn></mrow><mn>2</mn></msubsup>",
                "σ²; <msup><mi>σ</mi><mn>2</mn></msup>",
                "σ′(x); <msup><mi>σ</mi><mo>′</mo></msup>(of)<mrow><mo>(</mo><mrow><mi>x</mi></mrow><mo>)</mo></mrow>",
                "2|x|; <mn>2</mn><mo stretchy=\"false\" form=\"prefix\">|</mo><mi>x</mi><mo stretchy=\"false\""
                        + " form=\"postfix\">|</mo>",
                "√(2.5); <msqrt><mrow><mn>2.5</mn></mrow></msqrt>",
                "h_t−1; <msub><mi>h</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>",
                "a ≥ b; <mi>a</mi><mo>≥</mo><mi>b</mi>",
            })
    void translates(String formula, String mathMl) {
        assertEquals(mathMl, inner(formula));
    }

    @Test
    void casesAreATable() {
        Element math = Xml.parse(MathMl.of("y = 1 where x > 0, 0 where x ≤ 0"));
        assertEquals(1, Xml.all(math, "mtable").size());
        assertEquals(2, Xml.all(math, "mtr").size());
        assertEquals(4, Xml.all(math, "mtd").size());
        assertEquals("1x>0", Xml.all(math, "mtr").get(0).getTextContent());
    }

    @Test
    void saysItsFormulaInUnicode() {
        assertEquals("y = \"x\" < 1", Xml.parse(MathMl.of("y = \"x\" < 1")).getAttribute("alttext"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("xyd ,/()_^=+−Σ√²′ᵀ|‖1.<&\"\u0302")
                .ofMaxLength(40);
    }

    @Property
    void isWellFormedWhateverTheText(@ForAll("texts") String text, @ForAll String any) {
        MathMlStructure.check(Xml.parse(MathMl.of(text)));
        MathMlStructure.check(Xml.parse(MathMl.of(any)));
        MathMlStructure.check(Xml.parse(MathMl.of(any + " where " + text)));
    }
}
