package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Softmax regression on all digits, on two executors: Newton's method on merged products with the Hessian, beside MLlib's own logistic
 * regression (L-BFGS). Both minimise the same function, so its gradient says which came closer.
 *
 * <pre>{@code
 * mvn -q -Pspark -Drun=org.closedform.examples.SparkRegression
 * }</pre>
 */
public final class SparkRegression {
    private static final int PARTITIONS = 4;
    private static final int BATCH = 150;

    private SparkRegression() {}

    /**
     * Prints the table.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (SparkCluster cluster = new SparkCluster(2)) {
            DigitsData digits = DigitsData.load();
            List<SoftmaxRegression> batches = digits.shuffledBatches(BATCH, new Random(1)).stream()
                    .map(batch -> new SoftmaxRegression(batch.images(), batch.labels()))
                    .toList();
            Operator<Parameters, Tensor> f = new WithPenalty<>(
                    Batches.of(cluster.of(batches, PARTITIONS).cache()).meanLoss(), NewtonDigits.PENALTY);
            Dataset<Row> rows = rows(cluster, digits);
            out.println("method           loss              ‖gradient‖   seconds");
            print(out, "Newton", f, () -> newton(f));
            print(out, "MLlib, default", f, () -> mllib(rows, new LogisticRegression()));
            print(
                    out,
                    "MLlib, 300 steps",
                    f,
                    () -> mllib(rows, new LogisticRegression().setMaxIter(300).setTol(1e-12)));
        }
    }

    private static void print(
            PrintStream out, String method, Operator<Parameters, Tensor> f, Supplier<Parameters> minimum) {
        long start = System.nanoTime();
        Parameters theta = minimum.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        Operator.Pass<Parameters, Tensor> pass = f.forward(theta);
        out.printf(
                Locale.ROOT,
                "%-16s %.14f  %.1e      %6.1f%n",
                method,
                pass.output().item(),
                pass.gradient().norm(),
                seconds);
    }

    private static Parameters newton(Operator<Parameters, Tensor> f) {
        Newton<Parameters> newton = Newton.at(f, Parameters.zeros(DigitsData.PIXELS, DigitsData.CLASSES));
        while (newton.gradient().norm() > NewtonDigits.TARGET) {
            newton = newton.next(f);
        }
        return newton.theta();
    }

    /** MLlib leaves its intercept out of the penalty, so the bias is the weight of a pixel that is always 1. */
    private static Parameters mllib(Dataset<Row> rows, LogisticRegression regression) {
        Matrix weights = regression
                .setFamily("multinomial")
                .setFitIntercept(false)
                .setStandardization(false)
                .setRegParam(NewtonDigits.PENALTY)
                .fit(rows)
                .coefficientMatrix();
        return new Parameters(
                Tensor.generate(
                        Shape.of(DigitsData.CLASSES, DigitsData.PIXELS), index -> weights.apply(index[0], index[1])),
                Tensor.generate(Shape.of(DigitsData.CLASSES), index -> weights.apply(index[0], DigitsData.PIXELS)));
    }

    private static Dataset<Row> rows(SparkCluster cluster, DigitsData digits) {
        Labels labels = digits.labels();
        Tensor ones = Tensor.ones(Shape.of(labels.size(), 1));
        Tensor images = Tensor.concatenate(1, digits.images(), ones);
        List<Row> rows = IntStream.range(0, labels.size())
                .mapToObj(i -> RowFactory.create(
                        (double) labels.at(i), Vectors.dense(images.select(0, i).toDoubleArray())))
                .toList();
        StructType schema =
                new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());
        return SparkSession.builder()
                .sparkContext(cluster.context().sc())
                .getOrCreate()
                .createDataFrame(rows, schema)
                .repartition(PARTITIONS)
                .cache();
    }
}
