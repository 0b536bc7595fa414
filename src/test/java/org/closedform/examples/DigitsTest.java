package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The program from end to end. */
class DigitsTest {
    private static final long SEED = 1;
    private static final List<String> RUN = linesOfARun();

    @Test
    void checksTheGradientThenTrainsThenReadsAtLeast97Percent() {
        List<String> accuracy =
                RUN.stream().filter(line -> line.contains("test accuracy")).toList();
        assertEquals(1, accuracy.size(), () -> "lines that say the test accuracy: " + accuracy);
        assertTrue(accuracy.get(0).matches("test accuracy \\d{1,3}\\.\\d %"), accuracy.get(0));
        double percent = Double.parseDouble(accuracy.get(0).split(" ")[2]);
        assertTrue(percent >= 97, () -> "at least 97 % is promised, but " + accuracy.get(0));

        int check = firstThatStarts("gradient check PASS");
        int training = firstThatStarts("epoch");
        int result = firstThatStarts("test accuracy");
        int confusion = firstThatStarts("read as");
        int drawing = firstThatStarts("is ");
        assertTrue(
                check < training && training < result && result < confusion && confusion < drawing,
                () -> "check, training, accuracy, confusion matrix and drawings come in this order in\n"
                        + String.join("\n", RUN));
    }

    @Test
    void printsTheSameForTheSameSeed() {
        assertEquals(RUN, linesOfARun());
    }

    @Test
    void stopsWithTheReportIfTheGradientIsWrong() {
        Random random = new Random(SEED);
        DigitsData batch = DigitsData.load().shuffledBatches(8, random).get(0);
        Network.Parameters parameters = Network.Parameters.random(DigitsData.PIXELS, 4, DigitsData.CLASSES, random);
        Network right = new Network(batch.images(), batch.labels());
        Operator<Network.Parameters, Tensor> wrong = p -> {
            Network.Pass pass = right.forward(p);
            return Operator.Pass.of(pass.output(), dy -> pass.backward(dy).times(1.0001));
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        AssertionError stop = assertThrows(
                AssertionError.class, () -> Digits.checkGradient(wrong, parameters, new PrintStream(bytes)));

        assertTrue(stop.getMessage().startsWith("FAIL"), stop.getMessage());
        assertTrue(stop.getMessage().contains("outputWeight"), stop.getMessage());
        assertEquals(0, bytes.size(), "nothing is announced as right");
    }

    private static List<String> linesOfARun() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Digits.run(SEED, out, new ProgressBar(out, false));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static int firstThatStarts(String start) {
        for (int i = 0; i < RUN.size(); i++) {
            if (RUN.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("no line starts with \"" + start + "\" in\n" + String.join("\n", RUN));
    }
}
