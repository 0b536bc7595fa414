package org.closedform.gradient;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;

/** Some elements of a part that is too large to look at all of them. */
final class Sample {
    /** This many neighbours along each axis: they reveal a shift, or a mean along a line. */
    private static final int NEIGHBOURS = 3;

    private static final int ELSEWHERE = 6;

    private Sample() {}

    /** An element, some behind it along each axis, around the end, and some anywhere; each once. */
    static int[] around(int offset, Shape shape, RandomGenerator random) {
        IntStream all = IntStream.of(offset);
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int length = shape.dimension(axis);
            int step = stride;
            int index = offset / stride % length;
            all = IntStream.concat(
                    all, IntStream.rangeClosed(1, NEIGHBOURS).map(n -> offset + ((index + n) % length - index) * step));
            stride *= length;
        }
        IntStream elsewhere =
                IntStream.generate(() -> random.nextInt(shape.size())).limit(ELSEWHERE);
        return IntStream.concat(all, elsewhere).distinct().toArray();
    }
}
