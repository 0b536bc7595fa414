package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.closedform.examples.SoftmaxRegression.Parameters;
import org.junit.jupiter.api.Test;

/** What is learnt in partitions is what is learnt at once. */
class PartitionsTest {
    private static final List<String> RUN = run();

    private static List<String> run() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Partitions.run(2026, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String[]> steps() {
        return RUN.stream()
                .filter(line -> line.matches("\\d+ {2,}.*"))
                .map(line -> line.split(" +"))
                .toList();
    }

    @Test
    void everyDigitIsInOnePartitionAndOneIsEmpty() {
        DigitsData digits = DigitsData.load();
        List<DigitsData> parts = Partitions.split(digits, 5, new Random(3));
        assertEquals(5, parts.size());
        assertEquals(digits.size(), parts.stream().mapToInt(DigitsData::size).sum());
        assertEquals(
                digits.images().sum().item(),
                parts.stream().mapToDouble(part -> part.images().sum().item()).sum(),
                1e-9);
        assertEquals(0, parts.get(4).size());
    }

    @Test
    void statisticsAreThoseOfTheWholeToTheBit() {
        assertEquals("means and variances of the pixels, in parts and at once: the same bits", RUN.get(1));
    }

    /** Within what Linear states of dW, n · 2⁻⁵² of the terms' sizes for n images, and 1 ulp more. */
    @Test
    void gradientsAreAsGoodAsTheLargestPartition() {
        int largest = Integer.parseInt(RUN.get(0).replaceFirst(".* to ", ""));
        for (String[] step : steps()) {
            assertTrue(Double.parseDouble(step[3]) <= 2 * largest + 1, () -> String.join(" ", step));
        }
    }

    @Test
    void digitsOneByOneGiveTheSameBitsInAnyOrder() {
        DigitsData digits = DigitsData.load();
        List<SoftmaxRegression> forwards = Partitions.standardized(digits, Partitions.statistics(List.of(digits)))
                .oneByOne();
        List<SoftmaxRegression> backwards = new ArrayList<>(forwards);
        Collections.reverse(backwards);
        Parameters start = Parameters.zeros(DigitsData.PIXELS, DigitsData.CLASSES);
        assertEquals(Partitions.evaluate(forwards, start), Partitions.evaluate(backwards, start));
    }

    @Test
    void theLossFallsTheSameWay() {
        List<String[]> steps = steps();
        assertEquals(6, steps.size());
        double last = Double.POSITIVE_INFINITY;
        for (String[] step : steps) {
            double loss = Double.parseDouble(step[1]);
            assertTrue(loss < last, () -> "loss in step " + step[0]);
            assertEquals(Double.parseDouble(step[2]), loss, 8 * Math.ulp(loss));
            last = loss;
        }
    }
}
