package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateStatisticalSummary;
import org.apache.spark.mllib.stat.Statistics;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * How long the statistics of many rows take on one executor and on two, beside Spark's own summary, and how many digits either has: every
 * column has mean 1e8 and deviation 1e-3. The rows are made in the tasks, which is a line of its own.
 *
 * <pre>{@code
 * mvn -q -Pspark -Drun=org.closedform.examples.SparkScaling
 * }</pre>
 */
public final class SparkScaling {
    private static final int COLUMNS = 64;
    private static final int ROWS_OF_A_BLOCK = 10_000;
    private static final double MEAN = 1e8;
    private static final double DEVIATION = 1e-3;

    private SparkScaling() {}

    /**
     * Prints the table.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("rows        executors  making rows  ExactStatistics  BatchStatistics  MLlib summary   seconds");
        for (int executors = 1; executors <= 2; executors++) {
            try (SparkCluster cluster = new SparkCluster(executors)) {
                for (int rows : new int[] {1_000_000, 10_000_000}) {
                    measure(cluster, executors, rows, out);
                }
                digits(cluster, out);
            }
        }
    }

    private static void measure(SparkCluster cluster, int executors, int rows, PrintStream out) {
        List<Integer> seeds = IntStream.range(0, rows / ROWS_OF_A_BLOCK).boxed().toList();
        JavaRDD<Tensor> blocks = cluster.of(seeds, 4 * executors).map(SparkScaling::block);
        blocks.map(Tensor::size).reduce(Integer::sum); // starts the executors
        double making =
                seconds(() -> blocks.map(Tensor::size).map(Integer::longValue).reduce(Long::sum));
        double exact = seconds(() -> exact(blocks));
        double batch =
                seconds(() -> blocks.map(block -> BatchStatistics.of(block, 1)).treeReduce(BatchStatistics::merge));
        double spark = seconds(() -> summary(blocks));
        out.printf(
                Locale.ROOT, "%-11d %9d %12.1f %16.1f %16.1f %14.1f%n", rows, executors, making, exact, batch, spark);
    }

    /** Columns that are all the same but for their order of rows have one variance. */
    private static void digits(SparkCluster cluster, PrintStream out) {
        JavaRDD<Tensor> blocks =
                cluster.of(IntStream.range(0, 20).boxed().toList(), 8).map(SparkScaling::block);
        BatchStatistics exact = exact(blocks).statistics();
        double[] summary = summary(blocks).variance().toArray();
        double[] variance = exact.unbiasedVariance().toDoubleArray();
        double worst = IntStream.range(0, COLUMNS)
                .mapToDouble(i -> Math.abs(summary[i] / variance[i] - 1))
                .max()
                .orElseThrow();
        out.printf(Locale.ROOT, "variances of MLlib are off by up to %.1e of their size%n", worst);
    }

    private static ExactStatistics exact(JavaRDD<Tensor> blocks) {
        return blocks.treeAggregate(
                ExactStatistics.none(COLUMNS),
                (sum, block) -> sum.merge(ExactStatistics.of(block, 1)),
                ExactStatistics::merge);
    }

    private static MultivariateStatisticalSummary summary(JavaRDD<Tensor> blocks) {
        JavaRDD<Vector> vectors = blocks.flatMap(block -> {
            double[] numbers = block.toDoubleArray();
            List<Vector> rows = new ArrayList<>();
            for (int from = 0; from < numbers.length; from += COLUMNS) {
                rows.add(Vectors.dense(Arrays.copyOfRange(numbers, from, from + COLUMNS)));
            }
            return rows.iterator();
        });
        return Statistics.colStats(vectors.rdd());
    }

    private static Tensor block(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tensor.draw(
                Shape.of(ROWS_OF_A_BLOCK, COLUMNS),
                () -> MEAN + DEVIATION * (random.nextDouble() + random.nextDouble() - 1));
    }

    private static double seconds(Supplier<?> work) {
        long start = System.nanoTime();
        work.get();
        return (System.nanoTime() - start) / 1e9;
    }
}
