package org.closedform.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/**
 * Images of handwritten digits, and the digit that each of them shows.
 *
 * @param images one image a row, its pixels row by row from 0 (paper) to 1 (ink): [n, {@value #PIXELS}]
 * @param labels the digit of each image: [n]
 */
record DigitsData(Tensor images, Labels labels) {
    /** Pixels along each side of an image. */
    static final int SIDE = 8;

    /** Pixels of an image. */
    static final int PIXELS = SIDE * SIDE;

    /** How many digits there are. */
    static final int CLASSES = 10;

    private static final String FILE = "digits.csv";
    private static final int INK = 16;

    /**
     * Data split into two parts.
     *
     * @param train the images to learn from
     * @param test the images to test on, none of which is in {@code train}
     */
    record Split(DigitsData train, DigitsData test) {}

    /** The 1,797 images that come with this example. */
    static DigitsData load() {
        try (InputStream stream = DigitsData.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(
                        FILE + " is not on the class path beside " + DigitsData.class.getName());
            }
            return parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads images from text, one per line: 64 pixels from 0 to 16 and the digit, separated by commas.
     *
     * @throws IllegalArgumentException if a line is not an image; the message says which, what it has and what is needed
     */
    static DigitsData parse(List<String> lines) {
        double[][] images = new double[lines.size()][];
        int[] labels = new int[lines.size()];
        for (int i = 0; i < images.length; i++) {
            int[] numbers = numbers(lines.get(i), i + 1);
            images[i] = Arrays.stream(numbers, 0, PIXELS)
                    .mapToDouble(ink -> (double) ink / INK)
                    .toArray();
            labels[i] = numbers[PIXELS];
        }
        return new DigitsData(Tensor.of(images), Labels.of(labels));
    }

    private static int[] numbers(String line, int lineNumber) {
        String[] fields = line.split(",", -1);
        if (fields.length != PIXELS + 1) {
            throw new IllegalArgumentException(FILE + ", line " + lineNumber + ": " + fields.length
                    + " numbers came, but " + (PIXELS + 1) + " are needed: " + PIXELS + " pixels and the digit");
        }
        return IntStream.range(0, fields.length)
                .map(column -> number(fields[column], lineNumber, column))
                .toArray();
    }

    private static int number(String field, int lineNumber, int column) {
        int largest = column < PIXELS ? INK : CLASSES - 1;
        try {
            int number = Integer.parseInt(field);
            if (number >= 0 && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the error below covers this, too
        }
        String what = column < PIXELS ? "pixel " + (column + 1) : "the digit";
        throw new IllegalArgumentException(FILE + ", line " + lineNumber + ": " + what + " is \"" + field
                + "\", but an integer from 0 to " + largest + " is needed");
    }

    /** How many images there are. */
    int size() {
        return labels.size();
    }

    /** The images at the given indices, in that order. */
    DigitsData take(int... indices) {
        return new DigitsData(images.take(0, indices), labels.take(indices));
    }

    /** A random split that takes the same share of every digit. */
    Split stratifiedSplit(double trainShare, Random random) {
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int digit = 0; digit < CLASSES; digit++) {
            List<Integer> members = indicesOf(digit);
            Collections.shuffle(members, random);
            int cut = (int) StrictMath.round(trainShare * members.size());
            train.addAll(members.subList(0, cut));
            test.addAll(members.subList(cut, members.size()));
        }
        return new Split(take(array(train)), take(array(test)));
    }

    /** Random mini-batches of equal size, each image in one at most; the few images that fill no batch are left out this time. */
    List<DigitsData> shuffledBatches(int batchSize, Random random) {
        List<Integer> order = IntStream.range(0, size()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        return IntStream.range(0, size() / batchSize)
                .mapToObj(i -> take(array(order.subList(i * batchSize, (i + 1) * batchSize))))
                .toList();
    }

    private List<Integer> indicesOf(int digit) {
        return IntStream.range(0, size())
                .filter(i -> labels.at(i) == digit)
                .boxed()
                .collect(Collectors.toList());
    }

    private static int[] array(List<Integer> indices) {
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }
}
