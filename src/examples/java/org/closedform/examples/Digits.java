package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/**
 * Learns to read handwritten digits: checks the gradient of the {@link Network}, trains it and shows how well it reads.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java
 * }</pre>
 */
public final class Digits {
    private static final long SEED = 2026;
    private static final double TRAIN_SHARE = 0.75;
    private static final int HIDDEN = 64;
    /** 30 epochs in batches of 16, learning rate 0.5, momentum 0.9, pixels off by up to 0.3. */
    private static final Training TRAINING = new Training(30, 16, 0.5, 0.9, 0.3);

    private static final int DRAWN = 4;

    private Digits() {}

    /**
     * Runs the example.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        run(SEED, out, new ProgressBar(out, ProgressBar.isTerminal()));
    }

    /** Checks, trains and reports. All random numbers follow from the seed: the same seed gives the same output. */
    static void run(long seed, PrintStream out, ProgressBar progress) {
        Random random = new Random(seed); // Random is specified to the bit on every platform
        DigitsData.Split data = DigitsData.load().stratifiedSplit(TRAIN_SHARE, random);
        out.println(
                data.train().size() + " digits to learn from, " + data.test().size() + " to be tested on");

        Network.Parameters start = Network.Parameters.random(DigitsData.PIXELS, HIDDEN, DigitsData.CLASSES, random);
        DigitsData batch =
                data.train().shuffledBatches(TRAINING.batchSize(), random).get(0);
        checkGradient(new Network(batch.images(), batch.labels()), start, out);

        Classifier classifier = TRAINING.train(data.train(), start, random, progress);
        report(data.test(), classifier.classify(data.test().images()), out);
    }

    /**
     * Compares the gradient of all parameters with finite differences.
     *
     * @throws AssertionError with the report, if it is wrong
     */
    static void checkGradient(
            Operator<Network.Parameters, Tensor> network, Network.Parameters parameters, PrintStream out) {
        out.println("gradient check " + GradientCheck.of(network).at(parameters).assertPasses());
    }

    private static void report(DigitsData test, Labels read, PrintStream out) {
        ConfusionMatrix confusion = ConfusionMatrix.of(test.labels(), read, DigitsData.CLASSES);
        out.printf("test accuracy %s %%%n%n", confusion.percentRight());
        out.println(confusion);
        out.println(Drawing.ofMisread(test, read, DRAWN));
    }
}
