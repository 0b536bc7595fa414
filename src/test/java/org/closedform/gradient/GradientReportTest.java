package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is read when a check is done. */
class GradientReportTest {
    private static final Comparison RIGHT = new Comparison("x[0]", "", 2, 2, 1e-10, Verdict.PASS);
    private static final Comparison KINK = new Comparison("x[1]", "", 0, 0.5, 1e-9, Verdict.KINK);
    private static final Comparison HIDDEN = new Comparison("x[2]", "", 1, 1.5, 1, Verdict.INCONCLUSIVE);
    private static final Comparison WRONG = new Comparison("gamma[3]", "y[0]", 1, 2, 1e-10, Verdict.FAIL);
    private static final Diagnosis HALF = new Diagnosis("constant factor", "gradient = ½ × numeric", "a 2 forgotten?");

    private static GradientReport report(Comparison... comparisons) {
        return report(PartReport.of("x", List.of(comparisons), List.of(HALF)));
    }

    private static GradientReport report(PartReport... parts) {
        return new GradientReport(List.of(parts), 7, "finite differences");
    }

    @Test
    void theWorstVerdictIsTheReports() {
        assertEquals(Verdict.PASS, report(new Comparison[0]).verdict());
        assertEquals(Verdict.PASS, report(new PartReport[0]).verdict());
        assertEquals(Verdict.PASS, report(RIGHT).verdict());
        assertEquals(Verdict.KINK, report(KINK, RIGHT).verdict());
        assertEquals(Verdict.INCONCLUSIVE, report(HIDDEN, KINK, RIGHT).verdict());
        assertEquals(Verdict.FAIL, report(RIGHT, WRONG, HIDDEN, KINK).verdict());
    }

    @Test
    void resolutionIsTheLargestErrorBarButKinks() {
        assertEquals(0, report(KINK).resolution());
        assertEquals(1e-10, report(RIGHT, KINK).resolution());
        assertEquals(1, report(RIGHT, HIDDEN).resolution());
    }

    @Test
    void partsAreFoundByName() {
        PartReport gamma = PartReport.of("gamma", List.of(WRONG), List.of(HALF));
        GradientReport report = report(PartReport.of("x", List.of(RIGHT), List.of()), gamma);
        assertSame(gamma, report.part("gamma"));
        assertEquals(List.of(RIGHT, WRONG), report.comparisons());
        assertEquals(List.of(HALF), report.diagnoses());
        assertEquals(
                "GradientReport.part: no part beta among [x, gamma]",
                assertThrows(IllegalArgumentException.class, () -> report.part("beta"))
                        .getMessage());
    }

    @Test
    void aPassIsOneLine() {
        assertEquals(
                "PASS: 1 derivative agrees with finite differences to 1.0e-10",
                report(RIGHT).toString());
        Comparison faint = new Comparison("x[1]", "", 1e-20, 0, 1e-17, Verdict.PASS);
        assertEquals(
                "PASS: 2 derivatives agree with finite differences to 1.0e-10 (1 too small to be told from 0)",
                report(RIGHT, faint).toString());
        Comparison exact = new Comparison("x[1]", "", 0, 0, 0, Verdict.PASS);
        assertEquals(
                "PASS: 1 derivative agrees with finite differences exactly",
                report(exact).toString());
    }

    @Test
    void aCoarseResolutionIsNoPercentage() {
        Comparison coarse = new Comparison("x[0]", "", 700, 700, 0.43, Verdict.PASS);
        assertEquals(
                "PASS: 1 derivative agrees with finite differences to within 0.43",
                report(coarse).toString());
    }

    @Test
    void onlyWhatPassesIsCountedAsTooSmall() {
        Comparison edge = new Comparison("x[0]", "", 1, 1, 1e-2, Verdict.PASS);
        assertEquals(
                "PASS: 1 derivative agrees with finite differences to 1.0e-02",
                report(edge).toString());
        Comparison vague = new Comparison("x[1]", "", 1e-3, 0.5, 1, Verdict.KINK);
        assertTrue(report(vague, RIGHT)
                .toString()
                .startsWith("KINK: 1 derivative agrees with finite differences to 1.0e-10;"));
    }

    @Test
    void sixKinksAreNamedAndMoreAreNot() {
        Comparison[] kinks = new Comparison[7];
        for (int i = 0; i < kinks.length; i++) {
            kinks[i] = new Comparison("x[" + i + "]", "", 0, 0.5, 1e-9, Verdict.KINK);
        }
        assertTrue(report(kinks).toString().endsWith(": x[0], x[1], x[2], x[3], x[4], x[5], …"));
        assertTrue(report(Arrays.copyOf(kinks, 6)).toString().endsWith(": x[0], x[1], x[2], x[3], x[4], x[5]"));
    }

    @Test
    void aKinkIsOneLineThatNamesIt() {
        assertEquals(
                "KINK: 1 derivative agrees with finite differences to 1.0e-10; at 1 the function has a corner, and the"
                        + " gradient is between its slopes: x[1]",
                report(KINK, RIGHT).toString());
    }

    @Test
    void aFailureTellsTheCauseThenWhereThenTheNumbersThenAHint() {
        assertEquals(
                """
                FAIL: gradient = ½ × numeric
                  1 of 2 derivatives disagree with finite differences
                  where                   analytic          numeric ± error   ratio
                  ∂y[0]/∂gamma[3]   1.00000000e+00   2.00000000e+00 ± 1e-10   0.5
                  hint: a 2 forgotten?""",
                report(RIGHT, WRONG).toString());
    }

    @Test
    void partsThatFailAreNamedAndSoAreTheOthers() {
        String text = report(
                        PartReport.of("x", List.of(RIGHT), List.of()),
                        PartReport.of("gamma", List.of(WRONG), List.of(HALF)),
                        PartReport.of("beta", List.of(KINK), List.of()))
                .toString();
        assertTrue(text.startsWith("FAIL in gamma: gradient = ½ × numeric\n"), text);
        assertTrue(text.endsWith("\n  right: x, beta"), text);
    }

    @Test
    void hiddenPartsAreNotRight() {
        String text = report(
                        PartReport.of("x", List.of(HIDDEN), List.of()),
                        PartReport.of("gamma", List.of(WRONG), List.of(HALF)))
                .toString();
        assertTrue(!text.contains("right:"), text);
    }

    /** The last column of a lone comparison that cannot be told. */
    private static String ratio(double analytic, double numeric, double error) {
        String text = report(new Comparison("x[0]", "", analytic, numeric, error, Verdict.INCONCLUSIVE))
                .toString();
        String row = text.split("\n")[3];
        return row.substring(row.lastIndexOf(' ') + 1);
    }

    @Test
    void ratiosWithinTheErrorHaveNoDigits() {
        assertEquals("1", ratio(2, 1, 1));
        assertEquals("−1", ratio(-1, 0.9, 0.5));
        assertEquals("0", ratio(1, 0, 2));
        assertEquals("2", ratio(2, 1, 0.9));
    }

    @Test
    void hiddenDerivativesAreSaidToBeSo() {
        Diagnosis rounding = new Diagnosis("hidden by rounding", "rounding hides the derivative", "try float64");
        String text = report(PartReport.of("x", List.of(RIGHT, HIDDEN), List.of(rounding)))
                .toString();
        assertTrue(
                text.startsWith("INCONCLUSIVE: rounding hides the derivative\n"
                        + "  1 of 2 derivatives cannot be told by finite differences\n"),
                text);
    }

    /** Beside 1e16 a step of 1 is the last bit. */
    @Test
    void whatCannotBeToldHasASecondOpinion() {
        GradientReport report = GradientCheck.of(
                        Operator.<Tensor, Tensor>of(x -> x.map(v -> 1e16 + v), (x, y, dy) -> dy))
                .at(Tensor.of(1, 2));
        assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::toString);
        assertTrue(report.secondOpinion().isPresent());
        assertTrue(
                report.toString()
                        .contains("\n  second opinion: Taylor remainders along a random direction shrink with slopes "),
                report::toString);
        GradientReport right = GradientCheck.of(Operator.<Tensor, Tensor>of(x -> x, (x, y, dy) -> dy))
                .at(Tensor.of(1, 2));
        assertTrue(right.secondOpinion().isEmpty());
    }

    @Test
    void aFailureWithoutNumbersHasNoTable() {
        Diagnosis upstream = new Diagnosis("ignores upstream", "always the same", "");
        assertEquals(
                "FAIL: always the same",
                report(new PartReport("x", List.of(RIGHT), Verdict.FAIL, List.of(upstream)))
                        .toString());
    }

    @Test
    void theWorstComeFirstAndTheRestAreCounted() {
        List<Comparison> wrong = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            wrong.add(new Comparison("x[" + i + "]", "", 1 + i, 0.5, 1e-10, Verdict.FAIL));
        }
        Collections.shuffle(wrong, new Random(1));
        String[] lines = report(wrong.toArray(Comparison[]::new)).toString().split("\n");
        for (int shown = 0; shown < 6; shown++) {
            assertTrue(lines[3 + shown].trim().startsWith("x[" + (10 - shown) + "]"), lines[3 + shown]);
        }
        assertEquals("… and 5 more", lines[9].trim());
        String six = report(wrong.subList(0, 6).toArray(Comparison[]::new)).toString();
        assertTrue(six.endsWith("\n  hint: a 2 forgotten?") && !six.contains("more"), six);
    }

    @Test
    void theWorstAreThoseThatAreMostErrorBarsApart() {
        Comparison large = new Comparison("x[0]", "", 1, -2, 1e-9, Verdict.FAIL);
        Comparison sharp = new Comparison("x[1]", "", 5, 4, 1e-10, Verdict.FAIL);
        Comparison both = new Comparison("x[2]", "", 2, -2, 1e-10, Verdict.FAIL);
        String[] lines = report(large, sharp, both).toString().split("\n");
        assertTrue(lines[3].trim().startsWith("x[2]"), lines[3]);
        assertTrue(lines[4].trim().startsWith("x[1]"), lines[4]);
        assertTrue(lines[5].trim().startsWith("x[0]"), lines[5]);
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
        for (GradientReport report : List.of(report(new Comparison[0]), report(RIGHT), report(KINK))) {
            assertSame(report, report.assertPasses());
        }
    }

    @Test
    void listsAreCopied() {
        List<Comparison> comparisons = new ArrayList<>(List.of(RIGHT));
        PartReport part = PartReport.of("x", comparisons, List.of());
        comparisons.add(WRONG);
        assertEquals(List.of(RIGHT), part.comparisons());
        List<PartReport> parts = new ArrayList<>(List.of(part));
        GradientReport report = new GradientReport(parts, 0, "");
        parts.clear();
        assertEquals(List.of(part), report.parts());
        assertEquals(
                "GradientReport: parts is null",
                assertThrows(NullPointerException.class, () -> new GradientReport(null, 0, ""))
                        .getMessage());
        List<PartReport> none = Collections.singletonList(null);
        assertEquals(
                "GradientReport: parts: one of them is null",
                assertThrows(NullPointerException.class, () -> new GradientReport(none, 0, ""))
                        .getMessage());
    }
}
