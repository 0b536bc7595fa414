package org.closedform.examples.app;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.chart.BarChart;
import org.closedform.tensor.Tensor;

/** The three terms of the backward of batch norm for each sample, and their sum. */
final class TermsChart {
    static final int HEIGHT = 300;

    private static final List<String> TERMS = List.of(
            "dx̂ = γ dy, directly",
            "− mean(dx̂), through μ",
            "− mean(dx̂ ⊙ x̂) x̂, through v",
            "all three; over √(v + ε) it is dx");

    private TermsChart() {}

    static BarChart of(Tensor direct, double throughMean, Tensor throughVariance, Tensor all) {
        return new BarChart(
                "The three terms, and what they come to",
                "Four bars a sample: the direct term, what comes through the mean, what comes through the variance, and the sum"
                        + " of the three. All numbers are in the table.",
                "sample",
                "√(v + ε) dx",
                IntStream.rangeClosed(1, all.size()).mapToObj(Integer::toString).toList(),
                TERMS,
                Tensor.stack(1, direct, Tensor.full(direct.shape(), -throughMean), throughVariance.times(-1), all));
    }
}
