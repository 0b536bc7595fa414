package org.closedform.gradient;

import java.util.Objects;

/**
 * One derivative, as derived and as measured: ∂(output)/∂(input).
 *
 * @param input which input moves, such as {@code gamma[3]}; of a large tensor also a direction, such as {@code x along v1}
 * @param output which output answers, such as {@code y[0, 2]}; empty where there is only one, or a random upstream weighs all
 * @param analytic what the backward says
 * @param numeric what finite differences say
 * @param error how far the two may be apart by rounding and by the limits of extrapolation
 * @param verdict whether they agree
 */
public record Comparison(String input, String output, double analytic, double numeric, double error, Verdict verdict) {
    /**
     * Checks for null.
     *
     * @param input which input moves
     * @param output which output answers, or empty
     * @param analytic what the backward says
     * @param numeric what finite differences say
     * @param error how far the two may be apart
     * @param verdict whether they agree
     * @throws NullPointerException naming what is null
     */
    public Comparison {
        Objects.requireNonNull(input, "Comparison: input is null");
        Objects.requireNonNull(output, "Comparison: output is null");
        Objects.requireNonNull(verdict, "Comparison: verdict is null");
    }

    /** {@return the derivative's name: {@code x[1]}, or {@code ∂y[0]/∂x[1]} where there are several outputs} */
    public String name() {
        return output.isEmpty() ? input : "∂" + output + "/∂" + input;
    }
}
