package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremumTest {
    private static final int LENGTH = 500_003;

    private static List<Number> extremes(double[] x) {
        return List.of(Extremum.max(x), Extremum.min(x), Extremum.argMax(x), Extremum.maxAbsolute(x));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void areTheSameOnSeveralThreads(int threads) throws Exception {
        double[] x = new SplittableRandom(1).doubles(LENGTH, -1, 1).toArray();
        double[] ties = x.clone();
        ties[LENGTH - 1] = 2;
        ties[77_000] = 2;
        ties[400_000] = 2;
        double[] withNaN = ties.clone();
        withNaN[300_000] = Double.NaN;
        withNaN[90_000] = Double.NaN;
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            for (double[] row : List.of(x, ties, withNaN)) {
                assertEquals(extremes(row), pool.submit(() -> extremes(row)).get());
            }
            assertEquals(77_000, pool.submit(() -> Extremum.argMax(ties)).get());
            assertEquals(90_000, pool.submit(() -> Extremum.argMax(withNaN)).get());
        } finally {
            pool.shutdown();
        }
    }
}
