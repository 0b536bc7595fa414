package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.List;
import org.closedform.chart.LineChart;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** A neuron that should say no, y = σ(w x + b) with x = 1 and t = 0: how it learns under squared error, and under cross-entropy. */
final class SquaredErrorPanel implements Panel {
    private static final Range START = new Range(-10, 10);
    private static final Range RATE = new Range(0, 10);

    private static final int SHOWN = 150;
    private static final int MOST = 12_000;
    private static final double GOAL = 0.1;

    /** From −10 to 10 in steps of 1/4. */
    private static final Tensor GRID = Tensor.generate(Shape.of(81), index -> (index[0] - 40) / 4.0);

    /** It depends on no setting. */
    private static final Drawing PULLS = Drawing.of(pulls(), DescentChart.HEIGHT);

    /**
     * What the panel shows.
     *
     * @param goal the neuron has learnt when y is less than that
     * @param most how many steps are tried
     * @param squaredError gradient descent on (y − t)²
     * @param crossEntropy gradient descent on −t log y − (1 − t) log (1 − y)
     * @param outputs y after each step
     * @param pulls the slopes by z = w x + b: 2 (y − t) σ′(z) of squared error, and y − t of cross-entropy
     */
    record Answer(double goal, int most, Descent squaredError, Descent crossEntropy, Drawing outputs, Drawing pulls) {}

    /**
     * The neuron at the start and after each step.
     *
     * @param z w x + b
     * @param output y
     * @param slope the slope of the loss by z
     * @param arrival how many steps it takes until y is less than the goal; ∞ if more than are tried
     */
    record Descent(Tensor z, Tensor output, Tensor slope, double arrival) {

        static Descent of(Operator<Tensor, Tensor> loss, double start, double rate) {
            Tensor half = Tensor.of(start / 2);
            Linear.Inputs neuron = new Linear.Inputs(Tensor.of(new double[][] {{1}}), half.reshape(1, 1), half);
            List<Tensor> sums = new ArrayList<>();
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> slopes = new ArrayList<>();
            for (int step = 0; step <= SHOWN; step++) {
                Operator.Pass<Linear.Inputs, Tensor> pass = new Linear().forward(neuron);
                Tensor z = pass.output();
                Tensor dz = loss.forward(z).gradient();
                sums.add(z.reshape(1));
                outputs.add(new Sigmoid().apply(z).reshape(1));
                slopes.add(dz.reshape(1));
                Linear.Inputs d = pass.backward(dz);
                neuron = new Linear.Inputs(
                        neuron.x(),
                        neuron.weight().minus(d.weight().times(rate)),
                        neuron.bias().minus(d.bias().times(rate)));
            }
            return new Descent(joined(sums), joined(outputs), joined(slopes), arrival(loss, start, rate));
        }

        /** Follows z alone, which takes a third of the time: since x = 1, w and b each move it by the rate times the slope. */
        private static double arrival(Operator<Tensor, Tensor> loss, double start, double rate) {
            double goal = StrictMath.log(GOAL / (1 - GOAL));
            Tensor z = Tensor.of(new double[][] {{start}});
            for (int step = 0; step <= MOST; step++) {
                if (z.item() < goal) {
                    return step;
                }
                z = z.minus(loss.forward(z).gradient().times(2 * rate));
            }
            return Double.POSITIVE_INFINITY;
        }

        private static Tensor joined(List<Tensor> numbers) {
            return Tensor.concatenate(0, numbers.toArray(Tensor[]::new));
        }
    }

    @Override
    public String path() {
        return "/api/squared-error";
    }

    @Override
    public List<String> parameters() {
        return List.of("start", "rate");
    }

    @Override
    public Grid exported() {
        return Grid.by("start", new Slider("descent-start", "0", "10", "0.5"))
                .times("rate", new Slider("descent-rate", "0.1", "2", "0.1"));
    }

    @Override
    public Answer answer(Query query) {
        double start = query.number("start", START);
        double rate = query.number("rate", RATE);
        Tensor no = Tensor.of(new double[][] {{0}});
        Descent squaredError = Descent.of(squaredError(no), start, rate);
        Descent crossEntropy = Descent.of(crossEntropy(no), start, rate);
        return new Answer(
                GOAL,
                MOST,
                squaredError,
                crossEntropy,
                Drawing.of(
                        DescentChart.outputs(squaredError.output(), crossEntropy.output(), GOAL), DescentChart.HEIGHT),
                PULLS);
    }

    static LineChart pulls() {
        return DescentChart.pulls(
                GRID,
                squaredError(GRID.zerosLike()).forward(GRID).gradient(),
                crossEntropy(GRID.zerosLike()).forward(GRID).gradient());
    }

    private static Operator<Tensor, Tensor> squaredError(Tensor target) {
        return new Sigmoid().then(MeanSquaredError.of(target).withReduction(Reduction.SUM));
    }

    private static Operator<Tensor, Tensor> crossEntropy(Tensor target) {
        return BinaryCrossEntropyLoss.onLogits(target).withReduction(Reduction.SUM);
    }
}
