package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DigitsDataTest {
    /** How many of each digit the file holds, counted with {@code cut -d, -f65 digits.csv | sort | uniq -c}. */
    private static final int[] COUNTS = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};

    private static final String BLANK = "0,".repeat(64);

    @Nested
    class Loading {
        @Test
        void givesAll1797Images() {
            DigitsData data = DigitsData.load();
            assertEquals(1797, data.size());
            assertEquals(Shape.of(1797, 64), data.images().shape());
            assertArrayEquals(COUNTS, counts(data.labels()));
        }

        @Test
        void scalesPixelsToBetween0And1() {
            Tensor images = DigitsData.load().images();
            assertEquals(0, images.min().item());
            assertEquals(1, images.max().item());
            // the first line of the file begins 0,0,5,13,9,1,0,0 and ends with the digit 0
            assertEquals(
                    Tensor.of(0, 0, 0.3125, 0.8125, 0.5625, 0.0625, 0, 0),
                    images.select(0, 0).slice(0, 0, 8));
        }
    }

    @Nested
    class BadLines {
        @Test
        void areNamedIfANumberIsMissing() {
            assertMessage(
                    "digits.csv, line 2: 64 numbers came, but 65 are needed: 64 pixels and the digit",
                    "0,".repeat(63) + "7");
        }

        @Test
        void areNamedIfTheyAreEmpty() {
            assertMessage("digits.csv, line 2: 1 numbers came, but 65 are needed: 64 pixels and the digit", "");
        }

        @Test
        void areNamedIfAPixelIsNoInteger() {
            assertMessage(
                    "digits.csv, line 2: pixel 1 is \"1.5\", but an integer from 0 to 16 is needed",
                    "1.5," + "0,".repeat(63) + "7");
        }

        @Test
        void areNamedIfAPixelIsOutOfRange() {
            assertMessage(
                    "digits.csv, line 2: pixel 64 is \"17\", but an integer from 0 to 16 is needed",
                    "0,".repeat(63) + "17,7");
            assertMessage(
                    "digits.csv, line 2: pixel 64 is \"-1\", but an integer from 0 to 16 is needed",
                    "0,".repeat(63) + "-1,7");
        }

        @Test
        void areNamedIfTheDigitIsNone() {
            assertMessage(
                    "digits.csv, line 2: the digit is \"10\", but an integer from 0 to 9 is needed", BLANK + "10");
            assertMessage("digits.csv, line 2: the digit is \"\", but an integer from 0 to 9 is needed", BLANK);
        }

        private void assertMessage(String message, String line) {
            List<String> lines = List.of(BLANK + "3", line);
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, () -> DigitsData.parse(lines))
                            .getMessage());
        }
    }

    @Nested
    class Splitting {
        private final DigitsData data = numbered();
        private final DigitsData.Split split = data.stratifiedSplit(0.75, new Random(3));

        @Test
        void putsEveryImageIntoExactlyOnePart() {
            int[] all = IntStream.concat(Arrays.stream(numbers(split.train())), Arrays.stream(numbers(split.test())))
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, data.size()).toArray(), all);
        }

        @Test
        void takesTheSameShareOfEveryDigit() {
            int[] train = counts(split.train().labels());
            int[] test = counts(split.test().labels());
            assertAll(IntStream.range(0, 10).mapToObj(digit -> () -> {
                assertEquals(0.75 * COUNTS[digit], train[digit], 0.5, "to learn from, of digit " + digit);
                assertEquals(COUNTS[digit] - train[digit], test[digit], "to be tested on, of digit " + digit);
            }));
        }

        @Test
        void leavesLabelsWithTheirImages() {
            for (DigitsData part : List.of(split.train(), split.test())) {
                assertEquals(data.labels().take(numbers(part)), part.labels());
            }
        }

        @Test
        void dependsOnTheSeedOnly() {
            assertEquals(split, data.stratifiedSplit(0.75, new Random(3)));
            assertNotEquals(split, data.stratifiedSplit(0.75, new Random(4)));
        }

        /** The labels of the file, with images that say which they are. */
        private DigitsData numbered() {
            Labels labels = DigitsData.load().labels();
            return new DigitsData(Tensor.generate(Shape.of(labels.size(), 1), index -> index[0]), labels);
        }
    }

    @Nested
    class Batching {
        @Test
        void usesNoImageTwiceAndLeavesOutLessThanABatch() {
            DigitsData data =
                    new DigitsData(Tensor.generate(Shape.of(11, 1), index -> index[0]), Labels.of(new int[11]));
            List<DigitsData> batches = data.shuffledBatches(4, new Random(5));
            assertEquals(List.of(4, 4), batches.stream().map(DigitsData::size).toList());
            assertEquals(
                    8,
                    batches.stream()
                            .flatMapToInt(batch -> Arrays.stream(numbers(batch)))
                            .distinct()
                            .count());
        }
    }

    private static int[] counts(Labels labels) {
        int[] counts = new int[10];
        Arrays.stream(labels.toArray()).forEach(digit -> counts[digit]++);
        return counts;
    }

    /** Which images these are in data whose images say it. */
    private static int[] numbers(DigitsData data) {
        return Arrays.stream(data.images().toDoubleArray())
                .mapToInt(x -> (int) x)
                .toArray();
    }
}
