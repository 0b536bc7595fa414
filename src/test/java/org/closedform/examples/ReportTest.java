package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the program shows: progress, confusion matrix and drawings. */
class ReportTest {

    @Nested
    class Confusion {
        private final ConfusionMatrix confusion =
                ConfusionMatrix.of(Labels.of(0, 0, 0, 1, 1, 2, 2), Labels.of(0, 0, 2, 1, 0, 2, 2), 3);

        @Test
        void countsWhatWasReadAsWhat() {
            assertEquals(Tensor.of(new double[][] {{2, 0, 1}, {1, 1, 0}, {0, 0, 2}}), confusion.counts());
        }

        @Test
        void givesTheShareOfTheDiagonal() {
            assertEquals(5.0 / 7, confusion.accuracy());
            assertEquals("71.4", confusion.percentRight());
        }

        @Test
        void isPrintedWithDotsForZeros() {
            assertEquals(
                    List.of(
                            "read as   0   1   2", //
                            "   is 0   2   ·   1",
                            "   is 1   1   1   ·",
                            "   is 2   ·   ·   2"),
                    confusion.toString().lines().toList());
        }
    }

    @Nested
    class Drawings {
        @Test
        void shadeByInkAndLeaveOutWhatWasReadRightly() {
            // the column says the ink: 0, 1/7, …, 7/7; rounded to the nearest of five shades
            Tensor ramp = Tensor.generate(Shape.of(64), index -> index[0] % 8 / 7.0);
            Tensor images = Tensor.stack(0, Tensor.zeros(Shape.of(64)), ramp, ramp);
            DigitsData data = new DigitsData(images, Labels.of(4, 5, 6));

            List<String> lines =
                    Drawing.ofMisread(data, Labels.of(4, 3, 8), 9).lines().toList();

            assertEquals(9, lines.size());
            assertEquals("is 5, read as 3    is 6, read as 8", lines.get(0));
            for (String line : lines.subList(1, 9)) {
                assertEquals("  ░░░░▒▒▒▒▓▓▓▓██     ░░░░▒▒▒▒▓▓▓▓██", line);
            }
        }

        @Test
        void areNoMoreThanAskedFor() {
            DigitsData data = new DigitsData(Tensor.zeros(Shape.of(3, 64)), Labels.of(0, 0, 0));
            assertEquals(
                    "is 0, read as 1    is 0, read as 2",
                    Drawing.ofMisread(data, Labels.of(1, 2, 3), 2)
                            .lines()
                            .findFirst()
                            .orElseThrow());
        }

        @Test
        void saySoIfNothingWasMisread() {
            DigitsData data = new DigitsData(Tensor.zeros(Shape.of(1, 64)), Labels.of(0));
            assertEquals("no digit was misread", Drawing.ofMisread(data, data.labels(), 2));
        }
    }

    @Nested
    class Progress {
        @Test
        void staysOnOneLineInATerminal() {
            assertEquals(
                    "\r" + "█".repeat(15) + "░".repeat(15) + " epoch  1 of 2, loss 0.5000" + "\r" + "█".repeat(30)
                            + " epoch  2 of 2, loss 0.2500" + System.lineSeparator(),
                    shown(true, 2));
        }

        @Test
        void isAFewPlainLinesElsewhere() {
            assertEquals(
                    List.of(
                            "epoch  4 of 10, loss 0.1250",
                            "epoch  7 of 10, loss 0.0714",
                            "epoch 10 of 10, loss 0.0500"),
                    shown(false, 10).lines().toList());
        }

        /** Loss 1/2 after the first epoch, then 1/4, 1/6 and so on. */
        private String shown(boolean terminal, int epochs) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ProgressBar bar = new ProgressBar(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
            for (int done = 1; done <= epochs; done++) {
                bar.show(done, epochs, 0.5 / done);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
