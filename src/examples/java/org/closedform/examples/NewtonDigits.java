package org.closedform.examples;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/**
 * Softmax regression on digits by Newton's method, and by gradient descent: how fast either comes to the one minimum that there is.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.mainClass=org.closedform.examples.NewtonDigits
 * }</pre>
 */
public final class NewtonDigits {
    private static final long SEED = 2026;
    private static final double TRAIN_SHARE = 0.75;

    /** λ; without it the digits can be told apart without a fault, and the loss has no minimum. */
    static final double PENALTY = 1e-3;

    /** The gradient is 0 but for rounding. */
    static final double TARGET = 1e-10;

    private static final int MOST_STEPS = 12;

    /** Of gradient descent. */
    private static final double RATE = 2;

    private NewtonDigits() {}

    /**
     * Runs the example.
     *
     * @param args none are used
     */
    public static void main(String[] args) {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), 2048);
    }

    /** Prints both tables; gradient descent stops after so many steps. */
    static void run(PrintStream out, int descentSteps) {
        DigitsData.Split data = DigitsData.load().stratifiedSplit(TRAIN_SHARE, new Random(SEED));
        SoftmaxRegression regression =
                new SoftmaxRegression(data.train().images(), data.train().labels());
        Operator<Parameters, Tensor> f = new WithPenalty<>(regression.meanLoss(), PENALTY);
        Parameters start = Parameters.zeros(DigitsData.PIXELS, DigitsData.CLASSES);

        out.println("Newton's method");
        out.println("step   loss             ‖gradient‖   products with the Hessian");
        Newton<Parameters> newton = Newton.at(f, start);
        print(out, 0, newton.loss(), newton.gradient(), "");
        for (int step = 1; step <= MOST_STEPS && newton.gradient().norm() > TARGET; step++) {
            newton = newton.next(f);
            print(out, step, newton.loss(), newton.gradient(), String.format("%12d", newton.products()));
        }

        out.println();
        out.println("gradient descent");
        out.println("step   loss             ‖gradient‖");
        Parameters theta = start;
        for (int step = 0; step <= descentSteps; step++) {
            Operator.Pass<Parameters, Tensor> pass = f.forward(theta);
            Parameters gradient = pass.gradient();
            if (Integer.bitCount(step) < 2) {
                print(out, step, pass.output().item(), gradient, "");
            }
            theta = theta.minus(gradient.times(RATE));
        }
    }

    private static void print(PrintStream out, int step, double loss, Parameters gradient, String products) {
        String line = String.format(Locale.ROOT, "%-6d %.12f   %.2e  %s", step, loss, gradient.norm(), products);
        out.println(line.stripTrailing());
    }
}
