package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read when a check is done. */
class GradientReportTest {
    private static final Comparison RIGHT = new Comparison("x[0]", 2, 2, 1e-10, Verdict.PASS);
    private static final Comparison KINK = new Comparison("x[1]", 0, 0.5, 1e-9, Verdict.KINK);
    private static final Comparison HIDDEN = new Comparison("x[2]", 1, 1.5, 1, Verdict.INCONCLUSIVE);
    private static final Comparison WRONG = new Comparison("gamma[3]", 1, 2, 1e-10, Verdict.FAIL);

    private static GradientReport report(Comparison... comparisons) {
        return new GradientReport(List.of(comparisons));
    }

    @Test
    void theWorstVerdictIsTheReports() {
        assertEquals(Verdict.PASS, report().verdict());
        assertEquals(Verdict.PASS, report(RIGHT).verdict());
        assertEquals(Verdict.KINK, report(KINK, RIGHT).verdict());
        assertEquals(Verdict.INCONCLUSIVE, report(HIDDEN, KINK, RIGHT).verdict());
        assertEquals(Verdict.FAIL, report(RIGHT, WRONG, HIDDEN, KINK).verdict());
    }

    @Test
    void resolutionIsTheLargestErrorBar() {
        assertEquals(0, report().resolution());
        assertEquals(1e-9, report(RIGHT, KINK).resolution());
        assertEquals(1, report(RIGHT, HIDDEN).resolution());
    }

    @Test
    void aPassIsOneLine() {
        assertEquals(
                "PASS: 1 derivatives agree with finite differences to 1.0e-10",
                report(RIGHT).toString());
    }

    @Test
    void aFailureShowsAnalyticBesideNumericWithItsErrorBarAndTheRatio() {
        String[] lines = report(RIGHT, WRONG).toString().split("\\R");
        assertEquals("FAIL: 1 of 2 derivatives disagree with finite differences", lines[0]);
        assertEquals(
                List.of("where", "analytic", "numeric", "ratio"),
                List.of(lines[1].trim().split("\\s+")));
        assertEquals(
                List.of("gamma[3]", "1.00000000e+00", "2.00000000e+00", "±", "1e-10", "0.5000"),
                List.of(lines[2].trim().split("\\s+")));
        assertEquals(3, lines.length);
    }

    @Test
    void kinksAndHiddenDerivativesAreSaidToBeSo() {
        assertTrue(
                report(KINK, RIGHT)
                        .toString()
                        .startsWith("KINK: 1 of 2 derivatives are at a kink, and between its slopes"),
                report(KINK)::toString);
        assertTrue(
                report(HIDDEN)
                        .toString()
                        .startsWith("INCONCLUSIVE: 1 of 1 derivatives cannot be told: rounding or the end of the"
                                + " domain hides them"),
                report(HIDDEN)::toString);
    }

    @Test
    void theWorstComeFirstAndTheRestAreCounted() {
        List<Comparison> wrong = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            wrong.add(new Comparison("x[" + i + "]", 1 + i, 0.5, 1e-10, Verdict.FAIL));
        }
        Collections.shuffle(wrong, new Random(1));
        String[] lines = new GradientReport(wrong).toString().split("\\R");
        assertEquals(1 + 1 + 8 + 1, lines.length);
        for (int shown = 0; shown < 8; shown++) {
            assertTrue(lines[2 + shown].trim().startsWith("x[" + (10 - shown) + "]"), lines[2 + shown]);
        }
        assertEquals("… and 3 more", lines[10].trim());
    }

    @Test
    void assertPassesThrowsTheReport() {
        for (Comparison bad : List.of(WRONG, HIDDEN)) {
            GradientReport report = report(RIGHT, bad);
            AssertionError error = assertThrows(AssertionError.class, report::assertPasses);
            assertEquals(report.toString(), error.getMessage());
        }
    }

    @Test
    void assertPassesReturnsTheReportOfARightGradient() {
        for (GradientReport report : List.of(report(), report(RIGHT), report(KINK))) {
            assertSame(report, report.assertPasses());
        }
    }

    @Test
    void comparisonsAreCopied() {
        List<Comparison> list = new ArrayList<>(List.of(RIGHT));
        GradientReport report = new GradientReport(list);
        list.add(WRONG);
        assertEquals(List.of(RIGHT), report.comparisons());
        assertThrows(NullPointerException.class, () -> new GradientReport(null));
        assertThrows(NullPointerException.class, () -> new GradientReport(Collections.singletonList(null)));
    }
}
