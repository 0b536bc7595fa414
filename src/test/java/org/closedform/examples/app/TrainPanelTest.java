package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.closedform.examples.app.RunningApp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainPanelTest {
    private static final int SEEDS = 3;

    @AutoClose
    private static final RunningApp APP = new RunningApp();

    private static String query(
            String data, int seed, String activation, boolean norm, int depth, double rate, int steps) {
        return "/api/train?data=" + data + "&seed=" + seed + "&activation=" + activation + "&norm=" + norm + "&depth="
                + depth + "&rate=" + rate + "&steps=" + steps;
    }

    private static Answer answer(
            String data, int seed, String activation, boolean norm, int depth, double rate, int steps) {
        return APP.answer(query(data, seed, activation, norm, depth, rate, steps));
    }

    private static double loss(Answer answer) {
        return last(answer).number("loss");
    }

    private static Answer last(Answer answer) {
        List<Answer> moments = answer.at("moments").list();
        return moments.get(moments.size() - 1);
    }

    /** Training magnifies rounding errors, here from 1e-15 to 1e-9. */
    @ParameterizedTest
    @CsvSource({
        "MOONS, SIGMOID, false, 4",
        "MOONS, SIGMOID, true, 3",
        "CIRCLES, TANH, false, 2",
        "XOR, TANH, true, 1",
        "SPIRALS, RELU, false, 3",
        "SPIRALS, RELU, true, 2"
    })
    void trainingIsThatOfAPlainLoop(PointSet set, Activation activation, boolean norm, int depth) {
        SplittableRandom random = new SplittableRandom(5);
        Points points = set.draw(random);
        PlainTraining plain =
                new PlainTraining(PointNet.random(depth, activation, norm, random), points, activation, norm);
        TrainingRun run = new TrainingRun(new TrainingRun.Settings(set, 5, activation, norm, depth, 0.3));
        int steps = 30;
        PointNet net = run.after(steps);
        for (int s = 0; s < steps; s++) {
            TrainingRun.Moment moment = run.moments(List.of(s)).get(0);
            assertEquals(plain.step(0.3), moment.loss(), 1e-9);
            for (int l = 0; l <= depth; l++) {
                double expected = plain.weightNorm(l);
                assertEquals(expected, moment.weightNorms().get(l), 1e-7 * expected, "layer " + l + " in step " + s);
            }
        }
        double[] probabilities = net.probabilities(points.x()).toDoubleArray();
        double[][] x = points.x().toDoubleMatrix();
        for (int i = 0; i < x.length; i++) {
            assertEquals(plain.probability(x[i]), probabilities[i], 1e-7);
        }
    }

    /** Whatever was asked before: the run goes on, goes back to a snapshot, or starts again. */
    @Test
    void anAnswerIsThatOfARunFromTheStart() {
        List<Integer> steps = List.of(0, 1, 57, 19, 20, 21, 56, 201, 0, 200, 57);
        for (int step : steps) {
            String query = query("spirals", 3, "tanh", true, 2, 0.3, step);
            assertEquals(answerOfItsOwn(query), APP.get(query).body(), "step " + step);
        }
    }

    /** Of a panel that was asked nothing before. */
    private static String answerOfItsOwn(String query) {
        TrainPanel panel = new TrainPanel();
        return Json.of(panel.answer(Query.of(query.substring(query.indexOf('?') + 1), panel.parameters())));
    }

    @Test
    void aForgottenRunStartsAgainWithTheSameNumbers() {
        Recent<TrainingRun.Settings, TrainingRun> runs = new Recent<>(2, TrainingRun::new);
        TrainingRun.Settings[] settings = new TrainingRun.Settings[3];
        for (int seed = 0; seed < 3; seed++) {
            settings[seed] = new TrainingRun.Settings(PointSet.XOR, seed, Activation.RELU, false, 1, 0.1);
        }
        TrainingRun first = runs.of(settings[0]);
        TrainingRun second = runs.of(settings[1]);
        assertEquals(first, runs.of(settings[0]));
        runs.of(settings[2]);
        assertEquals(first, runs.of(settings[0]), "it was asked for after the second");
        TrainingRun again = runs.of(settings[1]);
        assertTrue(again != second, "the second was forgotten");
        assertEquals(second.after(30), again.after(30));
    }

    @Test
    void manyAtOnceAreAnsweredAsOneByOne() {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            queries.add(query("moons", 7000 + i % 4, "sigmoid", i % 2 == 0, 2, 1, 37 * i % 60));
        }
        List<CompletableFuture<String>> atOnce = queries.stream().map(APP::body).toList();
        List<String> answers = atOnce.stream().map(CompletableFuture::join).toList();
        assertEquals(queries.stream().map(TrainPanelTest::answerOfItsOwn).toList(), answers);
    }

    @ParameterizedTest
    @CsvSource({"moons", "circles", "xor", "spirals"})
    void thePointsAreOfTwoClassesWithinThePlane(String data) {
        Answer answer = answer(data, 0, "tanh", false, 1, 0.1, 0);
        double[] classes = answer.vector("classes");
        List<Answer> points = answer.at("points").list();
        double reach = answer.number("reach");
        for (int i = 0; i < points.size(); i++) {
            assertEquals(i % 2, classes[i]);
            for (double coordinate : points.get(i).vector()) {
                assertTrue(Math.abs(coordinate) < reach, () -> "coordinate " + coordinate);
            }
        }
    }

    /** The first row of the plane is its top, the first column its left. */
    @Test
    void thePlaneIsWhatTheNetSaysInTheMiddlesOfItsCells() {
        SplittableRandom random = new SplittableRandom(2);
        Points points = PointSet.CIRCLES.draw(random);
        PlainTraining plain =
                new PlainTraining(PointNet.random(2, Activation.TANH, true, random), points, Activation.TANH, true);
        for (int s = 0; s < 10; s++) {
            plain.step(0.3);
        }
        List<Answer> rows =
                answer("circles", 2, "tanh", true, 2, 0.3, 10).at("plane").list();
        int side = rows.size();
        for (int row = 0; row < side; row++) {
            double[] cells = rows.get(row).vector();
            assertEquals(side, cells.length);
            for (int column = 0; column < side; column++) {
                double x = -1.5 + 3 * (column + 0.5) / side;
                double y = 1.5 - 3 * (row + 0.5) / side;
                assertEquals(plain.probability(x, y), cells[column], 1e-10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "99,100", "100,101", "199,200", "250,126", "2000,101"})
    void aCurveHasFewStepsAndEndsNow(int now, int count) {
        double[] steps = answer("xor", 0, "relu", false, 1, 0, now).vector("steps");
        assertEquals(count, steps.length);
        assertEquals(0, steps[0]);
        assertEquals(now, steps[count - 1]);
    }

    @Test
    void theChartsAreTheLibrarys() {
        Answer answer = answer("moons", 2, "tanh", false, 2, 0.3, 40);
        List<Integer> steps = IntStream.rangeClosed(0, 40).boxed().toList();
        List<TrainingRun.Moment> moments = answer.at("moments").list().stream()
                .map(moment -> new TrainingRun.Moment(
                        moment.number("loss"),
                        DoubleStream.of(moment.vector("weightNorms")).boxed().toList()))
                .toList();
        Drawings.assertHolds(answer.at("losses"), TrainChart.loss(steps, moments), TrainChart.HEIGHT, 1, 41);
        Drawings.assertHolds(answer.at("gradients"), TrainChart.gradients(steps, moments), TrainChart.HEIGHT, 3, 41);
    }

    @Test
    void aRateOfZeroLearnsNothing() {
        assertEquals(loss(answer("xor", 0, "tanh", false, 2, 0, 0)), loss(answer("xor", 0, "tanh", false, 2, 0, 50)));
    }

    @Test
    void aRateThatIsFarTooLargeIsAnsweredToo() {
        Answer answer = answer("moons", 1, "relu", false, 4, 10, 100);
        assertEquals(5, last(answer).vector("weightNorms").length);
    }

    /** What the page tells its reader to predict, whatever the points and weights. */
    @Test
    void fourLayersOfSigmoidsDoNotPartTheSpirals() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Answer start = last(answer("spirals", seed, "sigmoid", false, 4, 1, 0));
            double[] norms = start.vector("weightNorms");
            for (int l = 1; l < norms.length; l++) {
                assertTrue(norms[0] < norms[l], "layer " + l + ", seed " + seed);
            }
            assertTrue(norms[0] < norms[4] / 100, "seed " + seed);
            assertEquals(Math.log(2), loss(answer("spirals", seed, "sigmoid", false, 4, 1, 500)), 2e-3);
            assertTrue(loss(answer("spirals", seed, "sigmoid", true, 4, 1, 500)) < 0.1, "batch norm, seed " + seed);
        }
    }

    @Test
    void whatThePageSaysToLookAtIsSo() {
        for (int seed = 0; seed < SEEDS; seed++) {
            double[] norms =
                    last(answer("moons", seed, "sigmoid", true, 4, 1, 0)).vector("weightNorms");
            assertTrue(norms[0] > norms[4] / 10, "with batch norm they lie together, seed " + seed);
            Answer early = answer("moons", seed, "sigmoid", true, 4, 1, 5);
            assertTrue(early.number("right") < 0.7 && loss(early) < 0.6, "inference is behind, seed " + seed);
            assertTrue(loss(answer("moons", seed, "tanh", false, 2, 0.1, 300)) > 0.1, "seed " + seed);
            assertTrue(loss(answer("moons", seed, "tanh", true, 2, 0.1, 300)) < 0.03, "seed " + seed);
            assertTrue(largestRise(answer("moons", seed, "tanh", false, 2, 10, 100)) > 0.5, "seed " + seed);
            assertEquals(0, largestRise(answer("moons", seed, "tanh", false, 2, 0.01, 100)), "seed " + seed);
            assertTrue(loss(answer("moons", seed, "tanh", false, 2, 0.01, 100)) > 0.3, "seed " + seed);
            assertTrue(loss(answer("spirals", seed, "sigmoid", false, 1, 1, 1000)) > 0.4, "seed " + seed);
            assertTrue(loss(answer("spirals", seed, "tanh", false, 2, 1, 600)) < 0.05, "seed " + seed);
        }
    }

    private static double largestRise(Answer answer) {
        List<Answer> moments = answer.at("moments").list();
        double rise = 0;
        for (int k = 1; k < moments.size(); k++) {
            rise = Math.max(
                    rise, moments.get(k).number("loss") - moments.get(k - 1).number("loss"));
        }
        return rise;
    }
}
