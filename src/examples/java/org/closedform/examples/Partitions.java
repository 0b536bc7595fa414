package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.examples.SoftmaxRegression.Evaluation;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.ExactStatistics;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Tensor;

/**
 * Learns from digits that are never in one place: each partition computes its own statistics and gradients, in parallel, and these
 * are merged. For comparison the same is done with all digits at once.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.mainClass=org.closedform.examples.Partitions
 * }</pre>
 */
public final class Partitions {
    private static final long SEED = 2026;
    private static final int PARTS = 8;
    private static final int STEPS = 50;
    private static final double RATE = 0.5;
    private static final int EVERY = 10;

    private Partitions() {}

    /**
     * Runs the example.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        run(SEED, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    /** Splits the digits at random, and learns from the parts. */
    static void run(long seed, PrintStream out) {
        DigitsData digits = DigitsData.load();
        List<DigitsData> parts = split(digits, PARTS, new Random(seed));
        out.printf(
                "%d digits in %d partitions of %d to %d%n",
                digits.size(),
                parts.size(),
                parts.stream().mapToInt(DigitsData::size).min().orElseThrow(),
                parts.stream().mapToInt(DigitsData::size).max().orElseThrow());

        BatchStatistics merged = statistics(parts);
        out.printf(
                "means and variances of the pixels, in parts and at once: %s%n%n",
                merged.equals(statistics(List.of(digits))) ? "the same bits" : "different bits");

        train(parts.stream().map(part -> standardized(part, merged)).toList(), standardized(digits, merged), out);
    }

    /**
     * Gradient descent on the parts. Every ten steps, the gradient and that of all digits at once are both compared with the
     * gradients of single digits merged one by one, whose sum is exact to an ulp.
     */
    private static void train(List<SoftmaxRegression> parts, SoftmaxRegression whole, PrintStream out) {
        out.println("                                                gradient off by, in ulps");
        out.printf("%-6s %-20s %-20s %8s %9s%n", "step", "loss in parts", "at once", "in parts", "at once");
        Parameters parameters = Parameters.zeros(DigitsData.PIXELS, DigitsData.CLASSES);
        for (int step = 0; step <= STEPS; step++) {
            Evaluation merged = evaluate(parts, parameters);
            if (step % EVERY == 0) {
                Evaluation atOnce = evaluate(List.of(whole), parameters);
                Tensor exact = evaluate(whole.oneByOne(), parameters).gradient().weight();
                Tensor size = whole.gradientSize(parameters);
                out.printf(
                        Locale.ROOT,
                        "%-6d %-20s %-20s %8.1f %9.1f%n",
                        step,
                        merged.loss().item(),
                        atOnce.loss().item(),
                        apart(merged.gradient().weight(), exact, size),
                        apart(atOnce.gradient().weight(), exact, size));
            }
            parameters = parameters.minus(merged.gradient().times(RATE));
        }
    }

    /** The mean loss over all partitions, and its gradient. */
    static Evaluation evaluate(List<SoftmaxRegression> parts, Parameters parameters) {
        return parts.parallelStream()
                .map(part -> part.evaluate(parameters))
                .collect(WeightedSum.merging(new Evaluation(Tensor.scalar(0), parameters)))
                .mean();
    }

    /** Means and variances of every pixel, over all partitions. */
    static BatchStatistics statistics(List<DigitsData> parts) {
        return parts.parallelStream()
                .map(part -> ExactStatistics.of(part.images(), 1))
                .collect(ExactStatistics.merging(DigitsData.PIXELS))
                .statistics();
    }

    /** Splits the images into partitions of very different sizes, of which the last is empty. */
    static List<DigitsData> split(DigitsData data, int parts, Random random) {
        int[] part = IntStream.range(0, data.size())
                .map(i -> (int) ((parts - 1) * random.nextDouble() * random.nextDouble()))
                .toArray();
        return IntStream.range(0, parts)
                .mapToObj(p -> data.take(IntStream.range(0, data.size())
                        .filter(i -> part[i] == p)
                        .toArray()))
                .toList();
    }

    /** Scales every pixel to mean 0 and variance 1 over all data; a constant pixel becomes 0. */
    static SoftmaxRegression standardized(DigitsData part, BatchStatistics all) {
        Tensor ones = Tensor.ones(all.mean().shape());
        Tensor images = new BatchNorm()
                .inference(RunningStatistics.of(all.mean(), all.variance()))
                .apply(new BatchNorm.Inputs(part.images(), ones, ones.times(0)));
        return new SoftmaxRegression(images, part.labels());
    }

    /** The largest distance of two matching numbers, in ulps of the matching size. */
    private static double apart(Tensor actual, Tensor expected, Tensor size) {
        Tensor ulp = size.map(Math::ulp);
        return actual.minus(expected).map(Math::abs).dividedBy(ulp).max().item();
    }
}
