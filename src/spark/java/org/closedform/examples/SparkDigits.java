package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.ExactStatistics;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/**
 * Learns from digits that are spread over a Spark cluster, and compares every number with what one JVM makes of the same batches: the
 * bits are the same, whatever the partitions.
 *
 * <pre>{@code
 * mvn -q -Pspark
 * }</pre>
 */
public final class SparkDigits {
    private static final long SEED = 2026;
    private static final int BATCH = 64;
    private static final double RATE = 0.5;
    private static final int DESCENT_STEPS = 20;
    private static final int NEWTON_STEPS = 12;

    private SparkDigits() {}

    /**
     * Runs the example.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        try (SparkCluster cluster = new SparkCluster(2)) {
            run(cluster, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
    }

    static void run(SparkCluster cluster, PrintStream out) {
        List<DigitsData> batches = DigitsData.load().shuffledBatches(BATCH, new Random(SEED));
        List<Tensor> images = batches.stream().map(DigitsData::images).toList();
        BatchStatistics here = statistics(cluster.of(images, 1));
        BatchStatistics there = statistics(cluster.of(images, 7));
        out.println("means and variances of the pixels: " + said(here.equals(there)));

        List<SoftmaxRegression> standardized = batches.stream()
                .map(batch -> Partitions.standardized(batch, there))
                .toList();
        Operator<Parameters, Tensor> onCluster =
                loss(Batches.of(cluster.of(standardized, 5).cache()));
        Operator<Parameters, Tensor> inOnePlace = loss(Batches.of(standardized));

        out.println();
        out.println("gradient descent, step and loss on the cluster");
        Parameters theta = Parameters.zeros(DigitsData.PIXELS, DigitsData.CLASSES);
        Parameters local = theta;
        for (int step = 1; step <= DESCENT_STEPS; step++) {
            Operator.Pass<Parameters, Tensor> pass = onCluster.forward(theta);
            theta = theta.minus(pass.gradient().times(RATE));
            local = local.minus(inOnePlace.forward(local).gradient().times(RATE));
            out.printf(Locale.ROOT, "%4d  %s  %s%n", step, pass.output().item(), said(theta.equals(local)));
        }

        out.println();
        out.println("Newton's method, from there: step, loss, ‖gradient‖");
        Newton<Parameters> newton = Newton.at(onCluster, theta);
        Newton<Parameters> localNewton = Newton.at(inOnePlace, local);
        for (int step = 1; step <= NEWTON_STEPS && newton.gradient().norm() > NewtonDigits.TARGET; step++) {
            newton = newton.next(onCluster);
            localNewton = localNewton.next(inOnePlace);
            out.printf(
                    Locale.ROOT,
                    "%4d  %s  %.1e  %s%n",
                    step,
                    newton.loss(),
                    newton.gradient().norm(),
                    said(newton.equals(localNewton)));
        }
    }

    /** A dozen lines are all it takes: what a row adds, and how two results merge. */
    static BatchStatistics statistics(JavaRDD<Tensor> rows) {
        ExactStatistics none = ExactStatistics.none(DigitsData.PIXELS);
        return rows.treeAggregate(none, (sum, part) -> sum.merge(ExactStatistics.of(part, 1)), ExactStatistics::merge)
                .statistics();
    }

    private static Operator<Parameters, Tensor> loss(Batches batches) {
        return new WithPenalty<>(batches.meanLoss(), NewtonDigits.PENALTY);
    }

    private static String said(boolean same) {
        return same ? "the same bits" : "DIFFERENT BITS";
    }
}
