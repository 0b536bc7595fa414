package org.closedform.examples.figures;

import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.drawing.Plot;
import org.closedform.drawing.Scale;
import org.closedform.drawing.Svg;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** A batch before and after batch norm, and after scale and shift. */
final class BatchNormFigure {
    private static final int SAMPLES = 40;
    private static final double[] MEAN = {-5, 2, 6, 0};
    private static final double[] DEVIATION = {1.5, 0.4, 2.2, 4};
    private static final Tensor GAMMA = Tensor.of(1.5, 1, 0.5, 2);
    private static final Tensor BETA = Tensor.of(0, 1, -1, 0);
    /** The slope of the sigmoid is 0.1 here. */
    private static final double EDGE = 2.06;

    private static final int CHANNELS = MEAN.length;

    private BatchNormFigure() {}

    static Svg draw() {
        Random random = new Random(2026); // Random is specified to the bit
        Tensor z = Tensor.generate(
                Shape.of(SAMPLES, CHANNELS), at -> MEAN[at[1]] + DEVIATION[at[1]] * random.nextGaussian());
        BatchNorm.Pass pass = new BatchNorm().forward(new BatchNorm.Inputs(z, GAMMA, BETA));
        Svg svg = new Svg(
                720,
                420,
                "Batch norm brings every channel to where the sigmoid has a slope",
                "Three panels, each with four channels of 40 numbers as columns of dots on one scale from −12 to 12, and a band"
                        + " around 0 where the slope of the sigmoid is at least 0.1. Before, the channels lie at different heights"
                        + " and are differently wide, most of them outside the band. Normalised, all have mean 0 and deviation"
                        + " 1, and nearly all numbers lie inside. Scaled and shifted by γ and β, each is where and as wide as the layer has learnt.");
        Scale height = Scale.linear("value", -12, 12, 4);
        panel(svg, 72, "z, as it comes", z, height);
        panel(svg, 272, "normalised: x̂ = (z − μ) / s", pass.xHat(), height.withoutText());
        panel(svg, 472, "scaled and shifted: γ x̂ + β", pass.output(), height.withoutText())
                .say("soft", Svg.Anchor.START, CHANNELS + 0.5, 0, 8, 4.5, "σ′ ≥ 0.1");
        return svg;
    }

    private static Plot panel(Svg svg, double left, String title, Tensor values, Scale height) {
        Plot plot = new Plot(svg, new Plot.Frame(left, 88, 184, 272), Scale.counted("channel", CHANNELS), height);
        plot.title(title);
        plot.band(-EDGE, EDGE);
        BatchStatistics statistics = BatchStatistics.of(values, 1);
        for (int c = 1; c <= CHANNELS; c++) {
            int channel = c;
            double[] across = IntStream.range(0, SAMPLES)
                    .mapToDouble(i -> channel + 0.6 * ((i * 7 % SAMPLES) / (SAMPLES - 1.0) - 0.5))
                    .toArray();
            plot.dots("faint f" + c, 2.5, across, values.select(1, c - 1).toDoubleArray());
            double mean = statistics.mean().at(c - 1);
            double deviation = StrictMath.sqrt(statistics.variance().at(c - 1));
            plot.line("thick c" + c, c, mean - deviation, c, mean + deviation);
            plot.line("thick c" + c, c - 0.3, mean, c + 0.3, mean);
        }
        return plot;
    }
}
