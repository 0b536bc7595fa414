package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.gradient.measurement.Channels;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.Ladder;
import org.closedform.gradient.measurement.Noise;
import org.closedform.gradient.measurement.Path;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Of x → (x³, x³, 1), whose derivatives at 2 are said to be 12, 12.01 and 0. */
class ChannelJudgementsTest {
    private final Path path;
    private final ChannelJudgements judgements;

    ChannelJudgementsTest() {
        Operator<Tensor, Tensor> cubes = Operator.of(
                x -> Tensor.of(cube(x.at(0)), cube(x.at(0)), 1),
                (x, y, dy) -> Tensor.of(12 * dy.at(0) + 12.01 * dy.at(1)));
        Tensor at = Tensor.of(2);
        FlatOperator<?, ?> f = new FlatOperator<>(cubes, at);
        Channels channels = new Channels(f, new SplittableRandom(1));
        path = new Path(f, channels, Direction.coordinate("x", at, 0, 0), 2);
        judgements = new ChannelJudgements(path, new Noise(path, 4), 12.01);
    }

    private static double cube(double v) {
        return v * v * v;
    }

    private void look() {
        Ladder ladder = new Ladder(path, new Noise(path, 4), 0);
        ladder.descend(0.9, judgements.open());
        judgements.take(ladder);
    }

    @Test
    void allAreOpenAndUnknownAtFirst() {
        assertArrayEquals(new boolean[] {true, true, true}, judgements.open());
        assertEquals(Verdict.INCONCLUSIVE, judgements.of(0).verdict());
        assertEquals(0, judgements.lastStepToShow());
        assertTrue(judgements.isUnsettled());
        assertFalse(judgements.tells());
        assertEquals(-1, judgements.faintest());
    }

    @Test
    void whatPassesIsClosed() {
        look();
        assertTrue(judgements.tells());
        assertTrue(judgements.close(true));
        assertArrayEquals(new boolean[] {false, true, false}, judgements.open());
        List<Integer> visited = new ArrayList<>();
        judgements.forOpen(visited::add);
        assertEquals(List.of(1), visited);
        assertTrue(judgements.disagreement() > 1e6);
        assertTrue(judgements.lastStepToShow() > 0);
    }

    @Test
    void aCornerClosesToo() {
        look();
        judgements.close(true);
        Judgement wrong = judgements.of(1);
        judgements.replace(1, new Judgement(wrong.measured(), 12, 1, true));
        assertEquals(Verdict.KINK, judgements.of(1).verdict());
        assertFalse(judgements.close(true));
        assertEquals(0, judgements.lastStepToShow(), "of none");
        judgements.judgeAnew(1);
        assertEquals(wrong, judgements.of(1));
    }

    @Test
    void threeLooksSettleWhatIsWrong() {
        look();
        judgements.close(true);
        look();
        assertTrue(judgements.isUnsettled());
        look();
        assertFalse(judgements.isUnsettled());
    }
}
