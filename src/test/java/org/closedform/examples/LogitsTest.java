package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LogitsTest {

    /**
     * By hand: e^(−2.3) + 1 + e^(−1.4) + e^(−5.6) = 1.350554 gives 7.4, 74.0, 18.3 and 0.3 %; 1 + e^(−0.5) + e^(−7.5) = 1.607084
     * gives 62.2, 37.7 and 0.03 %.
     */
    @Test
    void printsTheThreeMostLikelyClassesOfEveryImage() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Logits.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertEquals(
                List.of("image 0: dog 74.0 %, fox 18.3 %, cat 7.4 %", "image 1: fox 62.2 %, owl 37.7 %, cat 0.0 %"),
                bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void writesPercentagesTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals(List.of("b 87.5 %", "a 12.5 %"), Logits.best(Tensor.of(0.125, 0.875), List.of("a", "b"), 2));
        } finally {
            Locale.setDefault(before);
        }
    }
}
