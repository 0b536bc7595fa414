package org.closedform.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.List;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bits everywhere, here on this JVM as it is; {@code .ci/run} repeats it over JDKs, compilers and vector widths. */
class BitsTest {

    @Test
    void everyOperatorHasTheCommittedBits() throws IOException {
        assertEquals(List.of(), BitMatrix.differences(BitCases.Extent.FULL));
    }

    /** Splits at other places for every number of threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void largeSizesHaveTheSameBitsOnSomeThreads(int threads) throws Exception {
        assertEquals(List.of(), BitMatrix.differences(BitCases.Extent.LARGE, threads));
    }

    @Test
    void theSmallerDigestToo() throws IOException {
        assertEquals(List.of(), BitMatrix.differences(BitCases.Extent.SMALL));
    }

    @Test
    void theDigestSeesTheLastBitAndTheSignOfZero() {
        assertNotEquals(digest(1), digest(Math.nextUp(1.0)));
        assertNotEquals(digest(0.0), digest(-0.0));
    }

    @Test
    void theDigestTakesAllNansForOne() {
        assertEquals(digest(Double.NaN), digest(Double.longBitsToDouble(0x7ff8_0000_0000_0001L)));
    }

    private static String digest(double value) {
        BitDigest digest = new BitDigest();
        digest.add(Tensor.of(value));
        return digest.text();
    }
}
