package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "e_i = exp(d_i); e_i = e^{d_i}",
                "y_i = e_i / S; y_i = \\frac{e_i}{S}",
                "x̂_i = (x_i − μ) / s; \\hat x_i = \\frac{x_i - \\mu}{s}",
                "g = q / (1 − p) − r / p; g = \\frac{q}{1 - p} - \\frac{r}{p}",
                "g_j = −t_j / p_j; g_j = -\\frac{t_j}{p_j}",
                "dL = g · u / N + 1; dL = \\frac{g \\cdot u}{N} + 1",
                "y = log(e_i / S); y = \\log \\frac{e_i}{S}",
                "p = e^−2|x|; p = e^{-2|x|}",
                "p = ∂y/∂x_i = exp(x_i) / Σ_k exp(x_k); p = \\frac{\\partial y}{\\partial x_i} ="
                        + " \\frac{e^{x_i}}{\\sum_k e^{x_k}}",
                "s = √(σ² + ε), ε = 0.1; s = \\sqrt{\\sigma^2 + \\varepsilon}, \\quad \\varepsilon = 0.1",
                "dh_2 = W_hhᵀ dz_11; dh_2 = W_{hh}^\\top dz_{11}",
                "dz_1,f = σ′(z_1,f) ⊙ h_t−1; dz_{1,f} = \\sigma'(z_{1,f}) \\odot h_{t-1}",
                "y′ = 1 where x > 0, 0 where x ≤ 0; y' = \\begin{cases} 1 & x > 0 \\cr 0 & x \\le 0 \\end{cases}",
                "y = (h_1, …, h_T); y = (h_1, \\dots, h_T)",
                "d = c (1 − (C_ts / c)²); d = c (1 - (\\frac{C_{ts}}{c})^2)",
                "W₂_oi = σ₂² x̂₁₂_n a₂′; W_{2,oi} = \\sigma_2^2 \\hat x_{12,n} a_2'",
                "dW₁′_ih = ε₂, ε₂ = 1·10^−12; dW_{1,ih}' = \\varepsilon_2, \\quad \\varepsilon_2 = 1\\cdot10^{-12}",
                "y = αx; y = \\alpha x",
                "y = max(x, 0) + softmax(x)_i; y = \\max(x, 0) + \\mathrm{softmax}(x)_i",
            })
    void translates(String formula, String latex) {
        assertEquals(latex, Latex.of(formula));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("xyd ,/()_^=+−Σ√²").ofMaxLength(40);
    }

    @Property
    void endsWhateverTheText(@ForAll("texts") String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Latex.of(text));
    }
}
