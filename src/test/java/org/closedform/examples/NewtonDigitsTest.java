package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program from end to end: what docs/derivations.md says of it. */
class NewtonDigitsTest {
    private static final int DESCENT_STEPS = 512;
    private static final List<String> RUN = run();

    private static List<String> run() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NewtonDigits.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), DESCENT_STEPS);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The lines of a table, as numbers: step, loss, norm of the gradient. */
    private static List<String[]> rows(String title) {
        int from = RUN.indexOf(title) + 2;
        return RUN.subList(from, RUN.size()).stream()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(" +"))
                .toList();
    }

    private static double norm(List<String[]> rows, int row) {
        return Double.parseDouble(rows.get(row)[2]);
    }

    @Test
    void newtonComesToTheMinimumInADozenSteps() {
        List<String[]> rows = rows("Newton's method");
        int last = rows.size() - 1;
        assertTrue(last <= 12, () -> String.join("\n", RUN));
        assertTrue(norm(rows, last) < NewtonDigits.TARGET, () -> String.join("\n", RUN));
        int products =
                rows.stream().skip(1).mapToInt(row -> Integer.parseInt(row[3])).sum();
        assertTrue(products < DESCENT_STEPS, () -> products + " products with the Hessian");
    }

    @Test
    void towardsTheEndEachStepSquaresTheGradient() {
        List<String[]> rows = rows("Newton's method");
        int last = rows.size() - 1;
        assertTrue(norm(rows, last - 1) < 10 * Math.pow(norm(rows, last - 2), 1.5), () -> String.join("\n", RUN));
    }

    @Test
    void gradientDescentIsStillFarAway() {
        List<String[]> rows = rows("gradient descent");
        int last = rows.size() - 1;
        assertEquals(String.valueOf(DESCENT_STEPS), rows.get(last)[0]);
        assertTrue(norm(rows, last) > 1e-3 && norm(rows, last) < 1e-2, () -> String.join("\n", RUN));
    }
}
