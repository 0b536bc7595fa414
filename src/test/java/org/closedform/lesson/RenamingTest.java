package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamingTest {
    private static final Renaming RENAMING = new Renaming(
            Map.of("x", "a₁", "y", "a₂", "dx", "da₁", "dy", "da₂", "h_0", "h₁_1"),
            Map.ofEntries(
                    Map.entry("x", "a₁"),
                    Map.entry("y", "a₂"),
                    Map.entry("W", "W₂"),
                    Map.entry("σ", "σ₂"),
                    Map.entry("ε", "ε₂"),
                    Map.entry("e", "e₂"),
                    Map.entry("s", "s₂"),
                    Map.entry("a", "v₂"),
                    Map.entry("m", "m₂"),
                    Map.entry("x̂", "x̂₂"),
                    Map.entry("h", "h₂"),
                    Map.entry("z", "z₂")));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y_o = Σ_i W_oi x_i; a₂_o = Σ_i W₂_oi a₁_i",
                "dx_ni = Σ_o dy_no W_oi; da₁_ni = Σ_o da₂_no W₂_oi",
                "∂y_i/∂x_j = (0 · s − e_i e_j) / s² = −y_i y_j; ∂a₂_i/∂a₁_j = (0 · s₂ − e₂_i e₂_j) / s₂² = −a₂_i a₂_j",
                "s = √(σ² + ε), ε = 0.1; s₂ = √(σ₂² + ε₂), ε₂ = 0.1",
                "y = σ(x) = 1 / (1 + e^−x); a₂ = σ(a₁) = 1 / (1 + e^−a₁)",
                "a = mean(dx̂ ⊙ x̂); v₂ = mean(dx̂₂ ⊙ x̂₂)",
                "m = max_k x_k; m₂ = max_k a₁_k",
                "dz_1,f = h_0 ⊙ σ′(z_1,f) ⊙ h_1; dz₂_1,f = h₁_1 ⊙ σ′(z₂_1,f) ⊙ h₂_1",
                "y′ = y (1 − y); a₂′ = a₂ (1 − a₂)",
                "dW = Σ_t dz_t h_t−1ᵀ; dW₂ = Σ_t dz₂_t h₂_t−1ᵀ",
                "x_11 = softmax(x)_x; a₁_11 = softmax(a₁)_x",
            })
    void renamesNamesAndNoIndicesOrWords(String formula, String renamed) {
        assertEquals(renamed, RENAMING.formula(formula));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A power of at most 1 cannot overflow: a small s, and a = 0.1.; A power of at most 1 cannot overflow: a small s₂, and v₂ = 0.1.",
                "The gate's own slope s (1 − s), over m.; The gate's own slope s₂ (1 − s₂), over m₂.",
                "x_ni reaches every output o, with slope W_oi: dy·W.; a₁_ni reaches every output o, with slope W₂_oi: da₂·W₂.",
            })
    void readsSentencesAsSentences(String sentence, String renamed) {
        assertEquals(renamed, RENAMING.sentence(sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y_i = \\frac{e^{x_i}}{\\sum_k e^{x_k}}; a_{2,i} = \\frac{e^{a_{1,i}}}{\\sum_k e^{a_{1,k}}}",
                "\\hat x_i = \\mathrm{max}(x); \\hat x_{2,i} = \\mathrm{max}(a_1)",
                "W^\\top x + \\text{more x}; W_2^\\top a_1 + \\text{more x}",
            })
    void renamesTokensOfLatex(String latex, String renamed) {
        assertEquals(renamed, new LatexRenaming(RENAMING).renamed(latex));
    }

    /** Whoever gives every symbol a new name, and then the old one again, has changed nothing. */
    @TestFactory
    Stream<DynamicTest> leadsBack() {
        return Subject.all().stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> leadsBack(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void leadsBack(Subject<X, Y> subject) {
        WorkedExample example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        Renaming away = LayerSymbols.of(7, example, Map.of());
        Map<String, String> names = new HashMap<>();
        away.names().forEach((old, renamed) -> names.put(renamed, old));
        for (Step step : example.steps()) {
            Step there = away.step(step);
            assertEquals(step.formula().replaceAll("[₀-₉]", ""), back(there.formula(), names), step.formula());
            assertEquals(Latex.of(there.formula()), there.latex());
            assertEquals(step.dependsOn().size(), there.dependsOn().size());
            assertEquals(step.value(), there.value());
        }
    }

    private static String back(String formula, Map<String, String> names) {
        String text = formula;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text;
    }

    @Test
    void leavesValuesAlone() {
        Step step = Step.of(Step.Phase.FORWARD, "y", "gradient of x", "y = x²", "", List.of("x"), Tensor.of(4));
        Step renamed = RENAMING.step(step);
        assertEquals("gradient of a₁", renamed.name());
        assertEquals("a_2 = a_1^2", renamed.latex());
        assertEquals(List.of("a₁"), renamed.dependsOn());
        assertEquals(Tensor.of(4), renamed.value());
    }
}
