package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorLaws;
import org.closedform.testkit.TensorArbitraries;

/** What holds for recurrent layers at every point. */
class RecurrentLawsTest {
    private record Case(long seed, ElementType type, int steps, int batch, int features, int hidden) {
        Lstm.Inputs lstm() {
            return RecurrentCases.lstm(seed, type, steps, batch, features, hidden);
        }

        Rnn.Inputs rnn() {
            return RecurrentCases.rnn(seed, type, steps, batch, features, hidden);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 4);
        return Combinators.combine(
                        Arbitraries.longs(), TensorArbitraries.elementTypes(), length, length, length, length)
                .as(Case::new);
    }

    @Property(tries = 200)
    void anLstmOfOneStepIsTheCell(@ForAll("cases") Case c) {
        LstmCell.Inputs in = RecurrentCases.cell(c.seed, c.type, c.batch, c.features, c.hidden);
        LstmCell.Pass cell = new LstmCell().forward(in);
        Lstm.Pass lstm = new Lstm().forward(new Lstm.Inputs(in.x().expandDims(0), in.h(), in.c(), in.parameters()));
        assertEquals(
                cell.output(),
                new LstmCell.Output(lstm.output().hLast(), lstm.output().cLast()));
        assertEquals(cell.i(), lstm.i().squeeze(0));
        assertEquals(cell.f(), lstm.f().squeeze(0));
        assertEquals(cell.g(), lstm.g().squeeze(0));
        assertEquals(cell.o(), lstm.o().squeeze(0));
        LstmCell.Output dy = OperatorLaws.randomLike(cell.output(), 1);
        LstmCell.Inputs d = cell.backward(dy);
        Tensor nothing = Tensor.zeros(lstm.output().y().shape()).to(c.type);
        Lstm.Inputs asSequence = lstm.backward(new Lstm.Output(nothing, dy.h(), dy.c()));
        assertEquals(new Lstm.Inputs(d.x().expandDims(0), d.h(), d.c(), d.parameters()), asSequence);
        Lstm.Inputs throughY =
                lstm.backward(new Lstm.Output(dy.h().expandDims(0), dy.h().times(0), dy.c()));
        assertEquals(asSequence, throughY, "y and hLast are the same numbers");
    }

    /** Forward and pushforward bit by bit; backward too in float64, where nothing is rounded on the way between cells. */
    @Property(tries = 200)
    void anLstmIsAChainOfCells(@ForAll("cases") Case c) {
        Lstm.Inputs in = c.lstm();
        List<LstmCell.Pass> cells = new ArrayList<>();
        LstmCell.Output state = new LstmCell.Output(in.h0(), in.c0());
        for (int t = 0; t < c.steps; t++) {
            LstmCell.Pass cell = new LstmCell()
                    .forward(new LstmCell.Inputs(in.x().select(0, t), state.h(), state.c(), in.parameters()));
            cells.add(cell);
            state = cell.output();
        }
        Lstm.Pass pass = new Lstm().forward(in);
        Tensor y = Tensor.stack(0, cells.stream().map(cell -> cell.output().h()).toArray(Tensor[]::new));
        assertEquals(new Lstm.Output(y, state.h(), state.c()), pass.output());
        assertPushforwardIsAChain(pass, cells);
        if (c.type == ElementType.FLOAT32) {
            return;
        }
        Lstm.Output dy = OperatorLaws.randomLike(pass.output(), 1);
        Lstm.Inputs d = pass.backward(dy);
        RecurrentParameters sum = in.parameters().times(0);
        Tensor dh = dy.hLast();
        Tensor dc = dy.cLast();
        for (int t = c.steps - 1; t >= 0; t--) {
            LstmCell.Inputs step =
                    cells.get(t).backward(new LstmCell.Output(dh.plus(dy.y().select(0, t)), dc));
            assertEquals(step.x(), d.x().select(0, t));
            sum = sum.plus(step.parameters());
            dh = step.h();
            dc = step.c();
        }
        assertEquals(dh, d.h0());
        assertEquals(dc, d.c0());
        assertTrue(
                d.parameters().minus(sum).norm() <= 1e-13 * (1 + sum.norm()),
                () -> "parameters' gradients: " + d.parameters());
    }

    private static void assertPushforwardIsAChain(Lstm.Pass pass, List<LstmCell.Pass> cells) {
        Lstm.Inputs tangent = OperatorLaws.randomLike(pass.inputs(), 2);
        List<Tensor> y = new ArrayList<>();
        LstmCell.Output state = new LstmCell.Output(tangent.h0(), tangent.c0());
        for (int t = 0; t < cells.size(); t++) {
            state = cells.get(t)
                    .pushforward(
                            new LstmCell.Inputs(tangent.x().select(0, t), state.h(), state.c(), tangent.parameters()));
            y.add(state.h());
        }
        assertEquals(
                new Lstm.Output(Tensor.stack(0, y.toArray(Tensor[]::new)), state.h(), state.c()),
                pass.pushforward(tangent));
    }

    /** Forward and pushforward bit by bit; backward too in float64. */
    @Property(tries = 200)
    void aGruIsAChainOfCells(@ForAll("cases") Case c) {
        Gru.Inputs in = RecurrentCases.gru(c.seed, c.type, c.steps, c.batch, c.features, c.hidden);
        Gru.Inputs tangent = OperatorLaws.randomLike(in, 2);
        for (Gru.Reset reset : Gru.Reset.values()) {
            List<GruCell.Pass> cells = new ArrayList<>();
            List<Tensor> moved = new ArrayList<>();
            Tensor h = in.h0();
            Tensor hTangent = tangent.h0();
            for (int t = 0; t < c.steps; t++) {
                GruCell.Pass cell =
                        new GruCell(reset).forward(new GruCell.Inputs(in.x().select(0, t), h, in.parameters()));
                hTangent =
                        cell.pushforward(new GruCell.Inputs(tangent.x().select(0, t), hTangent, tangent.parameters()));
                h = cell.output();
                cells.add(cell);
                moved.add(hTangent);
            }
            Gru.Pass pass = new Gru(reset).forward(in);
            assertEquals(
                    new Gru.Output(
                            stack(cells.stream().map(GruCell.Pass::output).toList()), h),
                    pass.output());
            assertEquals(new Gru.Output(stack(moved), hTangent), pass.pushforward(tangent));
            assertEquals(stack(cells.stream().map(GruCell.Pass::a).toList()), pass.a());
            assertEquals(stack(cells.stream().map(GruCell.Pass::u).toList()), pass.u());
            assertEquals(stack(cells.stream().map(GruCell.Pass::r).toList()), pass.r());
            assertEquals(stack(cells.stream().map(GruCell.Pass::z).toList()), pass.z());
            assertEquals(stack(cells.stream().map(GruCell.Pass::n).toList()), pass.n());
            if (c.type == ElementType.FLOAT64) {
                assertBackwardIsAChain(pass, cells);
            }
        }
    }

    private static Tensor stack(List<Tensor> steps) {
        return Tensor.stack(0, steps.toArray(Tensor[]::new));
    }

    private static void assertBackwardIsAChain(Gru.Pass pass, List<GruCell.Pass> cells) {
        Gru.Output dy = OperatorLaws.randomLike(pass.output(), 1);
        Gru.Inputs d = pass.backward(dy);
        RecurrentParameters sum = pass.inputs().parameters().zerosLike();
        Tensor dh = dy.hLast();
        for (int t = cells.size() - 1; t >= 0; t--) {
            GruCell.Inputs step = cells.get(t).backward(dh.plus(dy.y().select(0, t)));
            assertEquals(step.x(), d.x().select(0, t));
            sum = sum.plus(step.parameters());
            dh = step.h();
        }
        assertEquals(dh, d.h0());
        RecurrentParameters expected = sum;
        assertTrue(
                d.parameters().minus(sum).norm() <= 1e-13 * (1 + sum.norm()),
                () -> "parameters' gradients: " + d.parameters() + ", not " + expected);
    }

    @Property(tries = 200)
    void aBatchOfSequencesIsALoopOverThem(@ForAll("cases") Case c) {
        Lstm.Inputs in = c.lstm();
        Lstm.Pass batch = new Lstm().forward(in);
        Lstm.Output dy = OperatorLaws.randomLike(batch.output(), 1);
        Lstm.Inputs d = batch.backward(dy);
        for (int n = 0; n < c.batch; n++) {
            Lstm.Pass one = new Lstm()
                    .forward(new Lstm.Inputs(sequence(in.x(), n), row(in.h0(), n), row(in.c0(), n), in.parameters()));
            Lstm.Output out = batch.output();
            assertEquals(new Lstm.Output(sequence(out.y(), n), row(out.hLast(), n), row(out.cLast(), n)), one.output());
            Lstm.Inputs own =
                    one.backward(new Lstm.Output(sequence(dy.y(), n), row(dy.hLast(), n), row(dy.cLast(), n)));
            assertEquals(sequence(d.x(), n), own.x());
            assertEquals(row(d.h0(), n), own.h0());
            assertEquals(row(d.c0(), n), own.c0());
        }
    }

    @Property(tries = 200)
    void theSameHoldsForAnRnn(@ForAll("cases") Case c) {
        Rnn.Inputs in = c.rnn();
        for (Rnn rnn : RecurrentCases.nonlinearities()) {
            Rnn.Pass batch = rnn.forward(in);
            Rnn.Output dy = OperatorLaws.randomLike(batch.output(), 1);
            Rnn.Inputs d = batch.backward(dy);
            for (int n = 0; n < c.batch; n++) {
                Rnn.Pass one = rnn.forward(new Rnn.Inputs(sequence(in.x(), n), row(in.h0(), n), in.parameters()));
                assertEquals(sequence(batch.output().y(), n), one.output().y());
                Rnn.Inputs own = one.backward(new Rnn.Output(sequence(dy.y(), n), row(dy.hLast(), n)));
                assertEquals(sequence(d.x(), n), own.x());
                assertEquals(row(d.h0(), n), own.h0());
            }
        }
    }

    @Property(tries = 100)
    void theLastStateIsThatOfTheLastStep(@ForAll("cases") Case c) {
        Lstm.Pass pass = new Lstm().forward(c.lstm());
        assertEquals(pass.output().y().select(0, c.steps - 1), pass.output().hLast());
        assertEquals(pass.c().select(0, c.steps - 1), pass.output().cLast());
    }

    @Property(tries = 4)
    void aThousandStepsStayFinite(@ForAll ElementType type) {
        SplittableRandom random = new SplittableRandom(7);
        Lstm.Inputs in = new Lstm.Inputs(
                RecurrentCases.tensor(random, type, 100, 1000, 2, 3), RecurrentCases.parameters(random, type, 4, 3, 4));
        Lstm.Pass lstm = new Lstm().forward(in);
        assertFinite(lstm.output().parts());
        assertFinite(
                lstm.backward(lstm.output().mapTensors(y -> y.times(0).plus(1))).parts());
        RecurrentParameters small = RecurrentCases.parameters(random, type, 1, 3, 4);
        Rnn.Pass rnn = new Rnn().forward(new Rnn.Inputs(in.x(), small));
        assertFinite(rnn.output().parts());
        assertFinite(
                rnn.backward(rnn.output().mapTensors(y -> y.times(0).plus(1))).parts());
    }

    private static void assertFinite(List<NamedTensor> parts) {
        for (NamedTensor part : parts) {
            assertTrue(Double.isFinite(part.tensor().norm()), () -> part.name() + " is not finite");
        }
    }

    /** Both layouts of the same weights, their blocks told apart by their numbers. */
    @Property(tries = 1)
    void weightsOfOtherLibrariesAreConverted() {
        RecurrentParameters ours = new RecurrentParameters(
                Tensor.of(new double[][] {{1, 10}, {2, 20}, {3, 30}, {4, 40}}),
                Tensor.of(new double[][] {{5}, {6}, {7}, {8}}),
                Tensor.of(11, 12, 13, 14),
                Tensor.of(21, 22, 23, 24));
        RecurrentParameters onnx = Lstm.fromOnnx(
                Tensor.of(new double[][] {{1, 10}, {4, 40}, {2, 20}, {3, 30}}),
                Tensor.of(new double[][] {{5}, {8}, {6}, {7}}),
                Tensor.of(11, 14, 12, 13, 21, 24, 22, 23));
        assertEquals(ours, onnx);
        RecurrentParameters keras = RecurrentParameters.fromKeras(
                Tensor.of(new double[][] {{1, 2, 3, 4}, {10, 20, 30, 40}}),
                Tensor.of(new double[][] {{5, 6, 7, 8}}),
                Tensor.of(11, 12, 13, 14));
        assertEquals(
                new RecurrentParameters(ours.weightIh(), ours.weightHh(), ours.biasIh(), Tensor.zeros(Shape.of(4))),
                keras);
        RecurrentParameters withoutBias = new RecurrentParameters(ours.weightIh(), ours.weightHh());
        assertEquals(
                new RecurrentParameters(
                        ours.weightIh(), ours.weightHh(), Tensor.zeros(Shape.of(4)), Tensor.zeros(Shape.of(4))),
                withoutBias);
        assertEquals(
                withoutBias,
                Lstm.fromOnnx(
                        Tensor.of(new double[][] {{1, 10}, {4, 40}, {2, 20}, {3, 30}}),
                        Tensor.of(new double[][] {{5}, {8}, {6}, {7}})));
        assertEquals(
                withoutBias,
                RecurrentParameters.fromKeras(
                        Tensor.of(new double[][] {{1, 2, 3, 4}, {10, 20, 30, 40}}),
                        Tensor.of(new double[][] {{5, 6, 7, 8}})));
        RecurrentParameters single = withoutBias.mapTensors(tensor -> tensor.to(ElementType.FLOAT32));
        assertEquals(single, new RecurrentParameters(single.weightIh(), single.weightHh()));
    }

    private static Tensor sequence(Tensor tensor, int n) {
        return tensor.slice(1, n, n + 1);
    }

    private static Tensor row(Tensor tensor, int n) {
        return tensor.slice(0, n, n + 1);
    }
}
