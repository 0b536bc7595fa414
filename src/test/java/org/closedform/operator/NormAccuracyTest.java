package org.closedform.operator;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.closedform.operator.NormCase.Layout;
import org.closedform.tensor.ElementType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds that the Javadoc of the norms within samples states, over every layout that the kernels tell apart. */
class NormAccuracyTest {
    private static final double OF_X_HAT = 4;
    private static final double OF_TERMS = 6;

    private static final Layout[] LAYOUTS = {
        Layout.layer(new int[] {-1}, 5, 64),
        Layout.layer(new int[] {1}, 30, 7),
        Layout.layer(new int[] {-1}, 2, 1100),
        Layout.layer(new int[] {-1}, 300),
        Layout.layer(new int[] {1, 2}, 3, 4, 9),
        Layout.layer(new int[] {0, 2}, 3, 4, 9),
        Layout.layer(new int[] {0}, 33, 5),
        Layout.rms(new int[] {-1}, 5, 64),
        Layout.rms(new int[] {-2, -1}, 2, 2, 300),
        Layout.rms(new int[] {1}, 3, 20, 2),
        Layout.group(2, 1, 3, 6, 5),
        Layout.group(1, 1, 1, 2, 300),
        Layout.group(4, 1, 5, 8),
        Layout.group(3, -1, 2, 7, 6),
        Layout.instance(1, 2, 3, 49),
        Layout.instance(-1, 2, 20, 3)
    };

    /** Of rows that are whole, of channels with parts in each other, and of squares alone. */
    private static final Layout[] FEW = {LAYOUTS[0], LAYOUTS[5], LAYOUTS[7], LAYOUTS[10]};

    static Stream<Arguments> cases() {
        return Stream.of(LAYOUTS)
                .flatMap(layout -> Stream.of(
                        Arguments.of(ElementType.FLOAT64, layout, 0, 3),
                        Arguments.of(ElementType.FLOAT64, layout, 1e8, 1e-3),
                        Arguments.of(ElementType.FLOAT32, layout, 0, 3),
                        Arguments.of(ElementType.FLOAT32, layout, 1e4, 1)));
    }

    @ParameterizedTest(name = "{0} {1}, mean {2}, deviation {3}")
    @MethodSource("cases")
    void everythingIsWithinSoManyUlpsOfItsTerms(ElementType type, Layout layout, double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(7);
        layout.draw(type, 1e-12, random, () -> mean + deviation * random.nextGaussian())
                .assertAccurate(OF_X_HAT, OF_TERMS, random);
    }

    /** A centre that a sample of the numbers gives may be far from their mean. */
    @ParameterizedTest
    @EnumSource
    void sortedNumbersAndOutliersKeepTheirDigits(ElementType type) {
        for (Layout layout : FEW) {
            SplittableRandom random = new SplittableRandom(3);
            double[] sorted = DoubleStream.generate(random::nextGaussian)
                    .limit(layout.shape().size())
                    .sorted()
                    .toArray();
            int[] next = {0};
            layout.draw(type, 1e-12, random, () -> sorted[next[0]++]).assertAccurate(OF_X_HAT, OF_TERMS, random);
            next[0] = 0;
            layout.draw(type, 1e-12, random, () -> random.nextGaussian() + (next[0]++ % 50 == 0 ? 1e5 : 0))
                    .assertAccurate(OF_X_HAT, OF_TERMS, random);
        }
    }

    /** Nothing overflows or underflows on the way that the result does not. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1e-25",
        "FLOAT32, 1e-18",
        "FLOAT32, 1e18",
        "FLOAT32, 1e30",
        "FLOAT64, 1e-250",
        "FLOAT64, 1e-150",
        "FLOAT64, 1e120",
        "FLOAT64, 1e250"
    })
    void hugeAndTinyNumbersAreLikeAnyOther(ElementType type, double deviation) {
        for (Layout layout : FEW) {
            SplittableRandom random = new SplittableRandom(5);
            layout.draw(type, 0, random, () -> deviation * random.nextGaussian())
                    .assertAccurate(OF_X_HAT, OF_TERMS, random);
        }
    }
}
