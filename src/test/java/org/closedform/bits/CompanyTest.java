package org.closedform.bits;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.MatMul;
import org.closedform.operator.Mish;
import org.closedform.operator.NormPass;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Relu;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorLaws;

/** A row, a channel, a sequence, a row of a matrix: each has the bits that it has alone, in any company and any layout. */
class CompanyTest {
    private static final int MOST = 6000;

    /** Numbers to try an operator on, of sizes that its loops treat in different ways. */
    private static final class Draw {
        final BitInputs in;
        final int before;
        final int length;
        final int after;

        Draw(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            in = new BitInputs(random.nextBoolean() ? FLOAT32 : FLOAT64, seed);
            length = size(random, MOST);
            before = size(random, MOST / length);
            after = size(random, MOST / length / before);
        }

        private static int size(SplittableRandom random, int most) {
            int[] bounds = {1, 4, 20, 70, 300, 1500};
            return random.nextInt(1, 2 + Math.min(most - 1, bounds[random.nextInt(bounds.length)]));
        }

        /** Of usual sizes, or now and then of all sizes with special values among them. */
        Tensor numbers(int... dimensions) {
            return length % 3 == 0 ? in.mixed(200, dimensions) : in.uniform(8, dimensions);
        }

        int rows() {
            return before * after;
        }
    }

    /** The line of a tensor [before, length, after] along its middle axis, as [length]. */
    private static Tensor row(Tensor x, int i) {
        int after = x.shape().dimension(2);
        return x.select(2, i % after).select(0, i / after);
    }

    private static void assertRowsAreAlone(Draw draw, IntFunction<Operator<Tensor, Tensor>> along) {
        Tensor x = draw.numbers(draw.before, draw.length, draw.after);
        Operator.Pass<Tensor, Tensor> pass = along.apply(1).forward(x);
        Tensor dy = draw.numbers(pass.output().shape().dimensions());
        Tensor dx = pass.backward(dy);
        for (int i = 0; i < draw.rows(); i++) {
            Operator.Pass<Tensor, Tensor> alone = along.apply(0).forward(row(x, i));
            boolean isReduced = dy.rank() == 2;
            Tensor y = isReduced ? one(pass.output(), i) : row(pass.output(), i);
            assertEquals(alone.output(), y, "y of row " + i + " of " + x.shape());
            assertEquals(
                    alone.backward(isReduced ? one(dy, i) : row(dy, i)),
                    row(dx, i),
                    "dx of row " + i + " of " + x.shape());
        }
    }

    private static Tensor one(Tensor x, int i) {
        return x.reshape(x.size()).select(0, i);
    }

    @Property(tries = 30)
    void rowsOfSoftmaxAndItsKin(@ForAll long seed) {
        assertRowsAreAlone(new Draw(seed), Softmax::new);
        assertRowsAreAlone(new Draw(seed), LogSoftmax::new);
        assertRowsAreAlone(new Draw(seed), LogSumExp::new);
    }

    @Property(tries = 30)
    void rowsOfLosses(@ForAll long seed) {
        Draw draw = new Draw(seed);
        Tensor x = draw.numbers(draw.before, draw.length, draw.after);
        Tensor t = draw.in.unit(draw.before, draw.length, draw.after);
        int[] labels =
                new SplittableRandom(seed).ints(draw.rows(), 0, draw.length).toArray();
        Shape positions = Shape.of(draw.before, draw.after);
        Operator.Pass<Tensor, Tensor> ofLabels = CrossEntropyLoss.onLogits(Labels.of(positions, labels))
                .withReduction(Reduction.NONE)
                .forward(x);
        Operator.Pass<Tensor, Tensor> ofDistributions =
                CrossEntropyLoss.onLogits(t).withReduction(Reduction.NONE).forward(x);
        Operator.Pass<Tensor, Tensor> entropy =
                Entropy.onLogits().withReduction(Reduction.NONE).forward(x);
        KlDivergence divergence = KlDivergence.onLogits().withReduction(Reduction.NONE);
        Operator.Pass<KlDivergence.Inputs, Tensor> divergences = divergence.forward(new KlDivergence.Inputs(x, t));
        for (int i = 0; i < draw.rows(); i++) {
            assertLossIsAlone(
                    CrossEntropyLoss.onLogits(Labels.of(Shape.of(), labels[i]))
                            .withReduction(Reduction.NONE)
                            .forward(row(x, i)),
                    ofLabels,
                    i);
            assertLossIsAlone(
                    CrossEntropyLoss.onLogits(row(t, i))
                            .withReduction(Reduction.NONE)
                            .forward(row(x, i)),
                    ofDistributions,
                    i);
            assertLossIsAlone(Entropy.onLogits().withReduction(Reduction.NONE).forward(row(x, i)), entropy, i);
            Operator.Pass<KlDivergence.Inputs, Tensor> alone =
                    divergence.forward(new KlDivergence.Inputs(row(x, i), row(t, i)));
            assertEquals(alone.output(), one(divergences.output(), i), "divergence of row " + i);
            KlDivergence.Inputs d = divergences.backward(divergences.output().onesLike());
            assertEquals(alone.gradient().p(), row(d.p(), i), "dp of row " + i);
            assertEquals(alone.gradient().q(), row(d.q(), i), "dq of row " + i);
        }
    }

    private static void assertLossIsAlone(
            Operator.Pass<Tensor, Tensor> alone, Operator.Pass<Tensor, Tensor> pass, int i) {
        assertEquals(alone.output(), one(pass.output(), i), "loss of row " + i);
        assertEquals(alone.gradient(), row(pass.backward(pass.output().onesLike()), i), "gradient of row " + i);
    }

    @Property(tries = 50)
    void channelsOfBatchNorm(@ForAll long seed) {
        Draw draw = new Draw(seed);
        int channels = draw.length;
        Tensor x = draw.numbers(draw.before, channels, draw.after);
        Tensor dy = draw.in.uniform(2, draw.before, channels, draw.after);
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, draw.in.uniform(2, channels), draw.in.uniform(2, channels));
        BatchNorm norm = new BatchNorm();
        RunningStatistics running = RunningStatistics.of(draw.in.uniform(2, channels), draw.in.unit(channels));
        Operator.Pass<BatchNorm.Inputs, Tensor> training = norm.forward(in);
        Operator.Pass<BatchNorm.Inputs, Tensor> inference =
                norm.inference(running).forward(in);
        BatchNorm.Inputs tangent = new BatchNorm.Inputs(
                draw.in.uniform(2, draw.before, channels, draw.after),
                draw.in.uniform(2, channels),
                draw.in.uniform(2, channels));
        Movement movementOfTraining = Movement.of(training, dy, tangent);
        Movement movementOfInference = Movement.of(inference, dy, tangent);
        BatchNorm.Inputs ofTraining = training.backward(dy);
        BatchNorm.Inputs ofInference = inference.backward(dy);
        for (int i = 0; i < channels; i++) {
            Tensor own = x.slice(1, i, i + 1);
            RunningStatistics ownRunning = RunningStatistics.of(
                    running.mean().slice(0, i, i + 1), running.variance().slice(0, i, i + 1));
            for (int axis = 0; axis < 2; axis++) {
                int[] shape = axis == 0 ? new int[] {1, own.size()} : new int[] {own.size(), 1};
                BatchNorm.Inputs alone = new BatchNorm.Inputs(
                        own.reshape(shape),
                        in.gamma().slice(0, i, i + 1),
                        in.beta().slice(0, i, i + 1));
                BatchNorm ownNorm = new BatchNorm(axis, norm.epsilon());
                assertChannelIsAlone(ownNorm.forward(alone), training, ofTraining, dy, i);
                assertChannelIsAlone(ownNorm.inference(ownRunning).forward(alone), inference, ofInference, dy, i);
                assertChannelMovesAlone(ownNorm.forward(alone), movementOfTraining, dy, tangent, i);
                assertChannelMovesAlone(
                        ownNorm.inference(ownRunning).forward(alone), movementOfInference, dy, tangent, i);
            }
        }
    }

    private static void assertChannelIsAlone(
            Operator.Pass<BatchNorm.Inputs, Tensor> alone,
            Operator.Pass<BatchNorm.Inputs, Tensor> pass,
            BatchNorm.Inputs gradient,
            Tensor dy,
            int i) {
        Shape shape = alone.output().shape();
        String channel = " of channel " + i + " of " + dy.shape();
        assertEquals(alone.output(), pass.output().slice(1, i, i + 1).reshape(shape), "y" + channel);
        BatchNorm.Inputs d = alone.backward(dy.slice(1, i, i + 1).reshape(shape));
        assertEquals(d.x(), gradient.x().slice(1, i, i + 1).reshape(shape), "dx" + channel);
        assertEquals(d.gamma(), gradient.gamma().slice(0, i, i + 1), "dγ" + channel);
        assertEquals(d.beta(), gradient.beta().slice(0, i, i + 1), "dβ" + channel);
    }

    /** How the output and the gradient move. */
    private record Movement(Tensor y, BatchNorm.Inputs gradient) {
        static Movement of(Operator.Pass<BatchNorm.Inputs, Tensor> pass, Tensor dy, BatchNorm.Inputs tangent) {
            return new Movement(pass.pushforward(tangent), pass.curvature(dy, tangent));
        }
    }

    private static void assertChannelMovesAlone(
            Operator.Pass<BatchNorm.Inputs, Tensor> alone,
            Movement movement,
            Tensor dy,
            BatchNorm.Inputs tangent,
            int i) {
        Shape shape = alone.output().shape();
        BatchNorm.Inputs ownTangent = new BatchNorm.Inputs(
                tangent.x().slice(1, i, i + 1).reshape(shape),
                tangent.gamma().slice(0, i, i + 1),
                tangent.beta().slice(0, i, i + 1));
        BatchNorm.Inputs gradient = movement.gradient;
        assertEquals(
                Movement.of(alone, dy.slice(1, i, i + 1).reshape(shape), ownTangent),
                new Movement(
                        movement.y.slice(1, i, i + 1).reshape(shape),
                        new BatchNorm.Inputs(
                                gradient.x().slice(1, i, i + 1).reshape(shape),
                                gradient.gamma().slice(0, i, i + 1),
                                gradient.beta().slice(0, i, i + 1))),
                "movement of channel " + i + " of " + dy.shape());
    }

    /** The samples of a norm, beside each other in whole rows or in parts between others. */
    @Property(tries = 30)
    void samplesOfNorms(@ForAll long seed) {
        assertRowsAreAlone(new Draw(seed), axis -> new LayerNorm(axis).plain());
        assertRowsAreAlone(new Draw(seed), axis -> new RmsNorm(axis).plain());
        Draw draw = new Draw(seed);
        Tensor x = draw.numbers(draw.rows(), draw.length);
        Tensor parameters = draw.in.uniform(2, draw.length);
        Tensor dy = draw.in.uniform(2, draw.rows(), draw.length);
        NormPass<LayerNorm.Inputs> pass = new LayerNorm().forward(new LayerNorm.Inputs(x, parameters, parameters));
        Tensor dx = pass.backward(dy).x();
        for (int i = 0; i < draw.rows(); i++) {
            LayerNorm.Inputs own = new LayerNorm.Inputs(x.slice(0, i, i + 1), parameters, parameters);
            NormPass<LayerNorm.Inputs> alone = new LayerNorm().forward(own);
            assertEquals(alone.output(), pass.output().slice(0, i, i + 1), "y of sample " + i + " of " + x.shape());
            assertEquals(alone.backward(dy.slice(0, i, i + 1)).x(), dx.slice(0, i, i + 1), "dx of sample " + i);
        }
    }

    @Property(tries = 20)
    void elements(@ForAll long seed) {
        Draw draw = new Draw(seed);
        Tensor x = draw.numbers(draw.length);
        Tensor dy = draw.in.uniform(2, draw.length);
        Tensor t = draw.in.unit(draw.length);
        Tensor losses = ofBinary(t).apply(x);
        List<Operator<Tensor, Tensor>> operators = List.of(
                new Sigmoid(),
                new Tanh(),
                new Softplus(),
                new LogSigmoid(),
                new Relu(),
                new Gelu(),
                new Silu(),
                new Mish(),
                new Elu());
        for (Operator<Tensor, Tensor> operator : operators) {
            Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
            Tensor dx = pass.backward(dy);
            for (int i = 0; i < draw.length; i++) {
                Operator.Pass<Tensor, Tensor> alone = operator.forward(x.select(0, i));
                assertEquals(alone.output(), pass.output().select(0, i), operator + " of element " + i);
                assertEquals(alone.backward(dy.select(0, i)), dx.select(0, i), operator + ", dx of element " + i);
            }
        }
        for (int i = 0; i < draw.length; i++) {
            Tensor alone = ofBinary(t.select(0, i)).apply(x.select(0, i));
            assertEquals(alone, losses.select(0, i), "binary cross-entropy of element " + i);
        }
    }

    private static BinaryCrossEntropyLoss ofBinary(Tensor t) {
        return BinaryCrossEntropyLoss.onLogits(t).withReduction(Reduction.NONE);
    }

    @Property(tries = 30)
    void rowsOfMatrices(@ForAll long seed) {
        Draw draw = new Draw(seed);
        Tensor x = draw.numbers(draw.before, draw.length);
        Tensor weight = draw.in.uniform(2, draw.after, draw.length);
        Tensor bias = draw.in.uniform(2, draw.after);
        Operator.Pass<Linear.Inputs, Tensor> linear = new Linear().forward(new Linear.Inputs(x, weight, bias));
        Tensor product = x.matmul(weight.transpose());
        Tensor dy = draw.in.uniform(2, draw.before, draw.after);
        Tensor dx = linear.backward(dy).x();
        for (int i = 0; i < draw.before; i++) {
            Tensor row = x.slice(0, i, i + 1);
            Operator.Pass<Linear.Inputs, Tensor> alone = new Linear().forward(new Linear.Inputs(row, weight, bias));
            assertEquals(alone.output(), linear.output().slice(0, i, i + 1), "y of row " + i);
            assertEquals(alone.backward(dy.slice(0, i, i + 1)).x(), dx.slice(0, i, i + 1), "dx of row " + i);
            assertEquals(
                    new MatMul().apply(new MatMul.Inputs(row, weight.transpose())),
                    product.slice(0, i, i + 1),
                    "row " + i + " of the product");
        }
        for (int i = 0; i < draw.after; i++) {
            Tensor column = x.matmul(weight.slice(0, i, i + 1).transpose());
            assertEquals(column, product.slice(1, i, i + 1), "column " + i + " of the product");
        }
    }

    @Property(tries = 30)
    void sequences(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Draw draw = new Draw(seed);
        int steps = random.nextInt(1, 6);
        int batch = random.nextInt(1, 9);
        int features = random.nextInt(1, 20);
        int hidden = random.nextInt(1, 20);
        Tensor x = draw.in.uniform(4, steps, batch, features);
        Tensor h0 = draw.in.uniform(1, batch, hidden);
        Tensor c0 = draw.in.uniform(1, batch, hidden);
        Rnn.Pass rnn = new Rnn().forward(new Rnn.Inputs(x, h0, parameters(draw, hidden, hidden, features)));
        Lstm.Pass lstm = new Lstm().forward(new Lstm.Inputs(x, h0, c0, parameters(draw, 4 * hidden, hidden, features)));
        Rnn.Inputs ofRnn = rnn.backward(rnn.output());
        Lstm.Inputs ofLstm = lstm.backward(lstm.output());
        Rnn.Inputs rnnTangent = OperatorLaws.randomLike(rnn.inputs(), seed);
        Lstm.Inputs lstmTangent = OperatorLaws.randomLike(lstm.inputs(), seed);
        Rnn.Output rnnMovement = rnn.pushforward(rnnTangent);
        Lstm.Output lstmMovement = lstm.pushforward(lstmTangent);
        Lstm.Inputs lstmCurvature = lstm.curvature(lstm.output(), lstmTangent);
        for (int i = 0; i < batch; i++) {
            int from = i;
            Rnn.Pass rnnAlone = new Rnn()
                    .forward(new Rnn.Inputs(
                            x.slice(1, i, i + 1),
                            h0.slice(0, i, i + 1),
                            rnn.inputs().parameters()));
            assertEquals(rnnAlone.output().y(), rnn.output().y().slice(1, i, i + 1), "Rnn, sequence " + i);
            Rnn.Inputs dRnn = rnnAlone.backward(rnnAlone.output());
            assertEquals(dRnn.x(), ofRnn.x().slice(1, from, from + 1), "Rnn, dx of sequence " + i);
            assertEquals(dRnn.h0(), ofRnn.h0().slice(0, i, i + 1), "Rnn, dh0 of sequence " + i);
            assertEquals(
                    rnnAlone.pushforward(new Rnn.Inputs(
                                    rnnTangent.x().slice(1, i, i + 1),
                                    rnnTangent.h0().slice(0, i, i + 1),
                                    rnnTangent.parameters()))
                            .y(),
                    rnnMovement.y().slice(1, i, i + 1),
                    "Rnn, movement of sequence " + i);
            Lstm.Pass lstmAlone = new Lstm()
                    .forward(new Lstm.Inputs(
                            x.slice(1, i, i + 1),
                            h0.slice(0, i, i + 1),
                            c0.slice(0, i, i + 1),
                            lstm.inputs().parameters()));
            assertEquals(lstmAlone.output().y(), lstm.output().y().slice(1, i, i + 1), "Lstm, sequence " + i);
            Lstm.Inputs dLstm = lstmAlone.backward(lstmAlone.output());
            assertEquals(dLstm.x(), ofLstm.x().slice(1, i, i + 1), "Lstm, dx of sequence " + i);
            assertEquals(dLstm.c0(), ofLstm.c0().slice(0, i, i + 1), "Lstm, dc0 of sequence " + i);
            Lstm.Inputs own = new Lstm.Inputs(
                    lstmTangent.x().slice(1, i, i + 1),
                    lstmTangent.h0().slice(0, i, i + 1),
                    lstmTangent.c0().slice(0, i, i + 1),
                    lstmTangent.parameters());
            Lstm.Output movedAlone = lstmAlone.pushforward(own);
            assertEquals(movedAlone.y(), lstmMovement.y().slice(1, i, i + 1), "Lstm, ẏ of sequence " + i);
            assertEquals(movedAlone.cLast(), lstmMovement.cLast().slice(0, i, i + 1), "Lstm, ċ of sequence " + i);
            assertEquals(
                    lstmAlone.curvature(lstmAlone.output(), own).x(),
                    lstmCurvature.x().slice(1, i, i + 1),
                    "Lstm, curvature of sequence " + i);
        }
    }

    private static RecurrentParameters parameters(Draw draw, int rows, int hidden, int features) {
        return new RecurrentParameters(
                draw.in.uniform(1, rows, features),
                draw.in.uniform(1, rows, hidden),
                draw.in.uniform(1, rows),
                draw.in.uniform(1, rows));
    }

    @Property(tries = 30)
    void linesOfReductions(@ForAll long seed) {
        Draw draw = new Draw(seed);
        Tensor x = draw.numbers(draw.before, draw.length, draw.after);
        for (int i = 0; i < draw.rows(); i++) {
            assertEquals(row(x, i).sum(), one(x.sum(1), i), "sum of row " + i);
            assertEquals(row(x, i).mean(), one(x.mean(1), i), "mean of row " + i);
        }
    }
}
