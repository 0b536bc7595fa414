package org.closedform.examples.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.closedform.lesson.WorkedExample;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.Tensor;

/** Batch norm of one channel: the statistics, x̂ and y, and the three terms of its backward. */
final class BatchNormPanel implements Panel {
    private static final Range BATCH = new Range(1, 32);
    private static final Range VALUE = new Range(-1000, 1000);

    /**
     * What the panel shows. A vector has one number for each sample.
     *
     * @param x the batch
     * @param mean μ
     * @param variance v
     * @param deviation s = √(v + ε)
     * @param epsilon ε
     * @param xHat x̂
     * @param y γ x̂ + β
     * @param dxHat γ dy, the direct term
     * @param throughMean mean(dx̂), the term through μ, which is subtracted
     * @param throughVariance x̂ mean(dx̂ ⊙ x̂), the term through v, which is subtracted
     * @param terms dx̂ minus both terms
     * @param dx the gradient of x: terms / s
     * @param dGamma the gradient of γ
     * @param dBeta the gradient of β
     * @param chart the terms and their sum
     * @param example the worked example of these numbers
     */
    record Answer(
            Tensor x,
            double mean,
            double variance,
            double deviation,
            double epsilon,
            Tensor xHat,
            Tensor y,
            Tensor dxHat,
            double throughMean,
            Tensor throughVariance,
            Tensor terms,
            Tensor dx,
            double dGamma,
            double dBeta,
            Drawing chart,
            WorkedExample example) {}

    @Override
    public String path() {
        return "/api/batch-norm";
    }

    @Override
    public List<String> parameters() {
        return List.of("x", "dy", "gamma", "beta");
    }

    /** Five points, of which the first moves; γ, and the γ and β that undo; three upstreams. */
    @Override
    public Grid exported() {
        Slider first = new Slider("batch-figure", "-8", "8", "0.5");
        Slider gamma = new Slider("gamma", "-8", "8", "1");
        Grid grid = Grid.by("gamma", List.of())
                .with("gamma", gamma.attributes())
                .with("batch-figure", Map.of("data-free", "1", "data-step", first.step()))
                .with("upstream-figure", Map.of("data-free", "0"));
        for (String point : first.stops()) {
            String x = point + ",1,2,3,5";
            Answer there = answer(new Query(Map.of("x", x, "dy", "1,0,0,0,0", "gamma", "1", "beta", "0")));
            List<String> upstreams = List.of("1,0,0,0,0", "1,1,1,1,1", exported(there.xHat()));
            Grid plain = Grid.by("gamma", gamma.stops()).times("beta", List.of("0"));
            Grid undoing = Grid.by("gamma", List.of(exported(Tensor.of(there.deviation()))))
                    .times("beta", List.of(exported(Tensor.of(there.mean()))));
            grid = grid.plus(plain.plus(undoing).times("x", List.of(x)).times("dy", upstreams));
        }
        return grid;
    }

    /** Numbers that the page takes from an answer and asks with. */
    private static String exported(Tensor numbers) {
        return Arrays.stream(numbers.toDoubleArray())
                .mapToObj(number -> Slider.text(PackedAnswers.rounded(number).doubleValue()))
                .collect(Collectors.joining(","));
    }

    @Override
    public Answer answer(Query query) {
        Tensor x = query.numbers("x", BATCH, VALUE);
        Tensor dy = query.numbers("dy", new Range(x.size(), x.size()), VALUE);
        double gamma = query.number("gamma", VALUE);
        BatchNorm.Inputs in =
                new BatchNorm.Inputs(x.expandDims(1), Tensor.of(gamma), Tensor.of(query.number("beta", VALUE)));

        BatchNorm norm = new BatchNorm();
        BatchNorm.Pass pass = norm.forward(in);
        BatchNorm.Inputs d = pass.backward(dy.expandDims(1));
        double variance = pass.statistics().variance().item();
        Tensor xHat = pass.xHat().squeeze(1);
        Tensor dxHat = dy.times(gamma);
        double throughMean = dxHat.mean().item();
        Tensor throughVariance = xHat.times(dxHat.times(xHat).mean().item());
        Tensor terms = dxHat.minus(throughMean).minus(throughVariance);
        return new Answer(
                x,
                pass.statistics().mean().item(),
                variance,
                Math.sqrt(variance + norm.epsilon()),
                norm.epsilon(),
                xHat,
                pass.output().squeeze(1),
                dxHat,
                throughMean,
                throughVariance,
                terms,
                d.x().squeeze(1),
                d.gamma().item(),
                d.beta().item(),
                Drawing.of(TermsChart.of(dxHat, throughMean, throughVariance, terms), TermsChart.HEIGHT),
                WorkedExample.of(norm, in, dy.expandDims(1)));
    }
}
