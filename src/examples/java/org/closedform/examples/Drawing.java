package org.closedform.examples;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** Draws digits in a terminal: the more ink, the fuller the block. A pixel takes two characters, which makes it square. */
final class Drawing {
    private static final String SHADES = " ░▒▓█";
    private static final int WIDTH = 2 * DigitsData.SIDE;
    private static final String GAP = "   ";

    private Drawing() {}

    /** The first few misread digits side by side, each with the right digit and the one that was read above it. */
    static String ofMisread(DigitsData data, Labels read, int most) {
        List<Integer> misread = IntStream.range(0, data.size())
                .filter(i -> data.labels().at(i) != read.at(i))
                .limit(most)
                .boxed()
                .toList();
        String captions = misread.stream()
                .map(i -> "is " + data.labels().at(i) + ", read as " + read.at(i))
                .map(caption -> caption + " ".repeat(WIDTH - caption.length()))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
        String pictures = IntStream.range(0, DigitsData.SIDE)
                .mapToObj(y -> misread.stream()
                        .map(i -> line(data.images().select(0, i), y))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
        return misread.isEmpty() ? "no digit was misread" : captions + System.lineSeparator() + pictures;
    }

    private static String line(Tensor image, int y) {
        return IntStream.range(0, WIDTH)
                .mapToObj(x -> shade(image.at(y * DigitsData.SIDE + x / 2)))
                .collect(Collectors.joining());
    }

    private static String shade(double ink) {
        int level = (int) StrictMath.round(ink * (SHADES.length() - 1));
        return SHADES.substring(level, level + 1);
    }
}
