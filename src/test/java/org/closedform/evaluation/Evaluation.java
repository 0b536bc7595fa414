package org.closedform.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.closedform.evaluation.Scores.Mistakes;

/** Runs it all and prints one table, as docs/checking-a-derivation.md has it; see the package's page. */
public final class Evaluation {
    private static final long[] SEEDS = {1, 2, 3};
    private static final Path DETAILS = Path.of("target", "evaluation.txt");

    private final Table table = new Table("measure", "figure", "goal", "");
    private final List<String> remarks = new ArrayList<>();

    private Evaluation() {}

    /**
     * Runs it.
     *
     * @param arguments how many times as many points as usual, such as {@code 10}; none means 1
     * @throws IOException if the details cannot be written
     */
    public static void main(String... arguments) throws IOException {
        double times = arguments.length == 0 ? 1 : Double.parseDouble(arguments[0]);
        Evaluation evaluation = new Evaluation();
        evaluation.all(points -> Math.max(1, (int) Math.round(points * times)));
        System.out.println(evaluation.table);
        Files.createDirectories(DETAILS.getParent());
        Files.write(DETAILS, evaluation.remarks.stream().distinct().toList());
        System.out.println("\nEvery false alarm, every mistake and its first line: " + DETAILS);
    }

    /** From how many points of each operator there usually are to how many there shall be. */
    private interface Points {
        int of(int usual);
    }

    private void all(Points points) {
        Scores textbook = scores(DevelopmentSet.TEXTBOOK, points.of(1), Mistakes.ALL);
        Scores scales = scores(DevelopmentSet.ALL_SCALES, points.of(1), Mistakes.ALL);
        Scores chain = scores(DevelopmentSet.CHAIN, points.of(10), Mistakes.ALL);
        Scores nasty = right(points.of(10), DevelopmentSet.NASTY);
        Scores misleading = scores(DevelopmentSet.MISLEADING, points.of(5), Mistakes.OWN);
        Scores waves = scores(DevelopmentSet.WAVES, points.of(10), Mistakes.OWN);
        Scores all = scales.plus(scores(DevelopmentSet.SINGLE, points.of(1), Mistakes.ALL))
                .plus(scores(HeldOutSet.UNSEEN, points.of(1), Mistakes.ALL));
        Scores slips = scores(HeldOutSet.WRITTEN_SLIPS, points.of(1), Mistakes.OWN);
        Scores forward = scores(DevelopmentSet.FORWARD, points.of(1), Mistakes.ALL);
        Scores unseenForward = scores(HeldOutSet.FORWARD, points.of(1), Mistakes.ALL);
        Scores second = scores(DevelopmentSet.SURFACES, points.of(1), Mistakes.ALL);
        Scores unseenSecond = scores(HeldOutSet.SURFACES, points.of(1), Mistakes.ALL);
        heading("Right gradients called wrong");
        falseAlarms("textbook operators", 0, right(points.of(5), DevelopmentSet.TEXTBOOK));
        falseAlarms("… at scales from 1e-6 to 1e6", 0, right(points.of(10), DevelopmentSet.ALL_SCALES));
        falseAlarms("… each part at a scale of its own", 1e-4, right(points.of(10), DevelopmentSet.APART));
        falseAlarms("corners, ends of domains, float32 inside", 0, nasty);
        falseAlarms("periods, stairs, gates, short waves", 0, misleading.plus(waves));
        falseAlarms("thousands of elements", 0, right(points.of(1), DevelopmentSet.LARGE));
        falseAlarms("unseen operators, scales 1e-3 to 30", 1e-5, right(points.of(10), HeldOutSet.UNSEEN));
        falseAlarms(
                "… at 1e-6, 1e3 and 1e6",
                1e-4,
                right(points.of(4), HeldOutSet.TINY, HeldOutSet.THOUSAND, HeldOutSet.MILLION));
        falseAlarms("formulas that cancel", 1e-4, right(points.of(10), DevelopmentSet.NAIVE, HeldOutSet.STRESS));
        falseAlarms("attention, norms, cells … as users write them", 1e-5, right(points.of(5), HeldOutSet.WRITTEN));
        falseAlarms("… float32, or float32 inside", 1e-5, right(points.of(5), HeldOutSet.WRITTEN_SINGLE));
        falseAlarms(
                "… each part at a scale of its own",
                1e-4,
                right(points.of(3), HeldOutSet.WRITTEN_APART, HeldOutSet.WRITTEN_SINGLE_APART));
        falseAlarms("built-in operators, float64", 0, right(points.of(10), BuiltIns.DOUBLE));
        falseAlarms("… float32", 0, right(points.of(10), BuiltIns.SINGLE));
        falseAlarms("… each part at a scale of its own, float64", 0, right(points.of(10), BuiltIns.DOUBLE_APART));
        falseAlarms("… each part at a scale of its own, float32", 0, right(points.of(10), BuiltIns.SINGLE_APART));
        falseAlarms("pushforwards beside backwards", 0, right(points.of(30), DevelopmentSet.FORWARD));
        falseAlarms(
                "second derivatives of the built-ins, all of these",
                0,
                right(points.of(10), BuiltIns.BENT_REGIMES.toArray(Regime[]::new)));
        falseAlarms(
                "… of textbook functions, scales 1e-3 to 30",
                0,
                right(points.of(90), DevelopmentSet.SURFACES_ALL_SCALES));
        falseAlarms("… of unseen functions", 0, right(points.of(80), HeldOutSet.SURFACES_ALL_SCALES));
        heading("Mistakes found");
        found("textbook: wrong formulas", 0.999, Scores.total(textbook.found(), Mistake::isStructural));
        found("… factor 1 + 1e-2", 0.999, textbook, Mistake.FACTOR_1E2);
        found("… factor 1 + 1e-4", 0.999, textbook, Mistake.FACTOR_1E4);
        found("… factor 1 + 1e-6", 0.999, textbook, Mistake.FACTOR_1E6);
        found("… factor 1 + 1e-8", 0.999, textbook, Mistake.FACTOR_1E8);
        found("all scales, float32, unseen: wrong formulas", 0.99, Scores.total(all.found(), Mistake::isStructural));
        found("… factor 1 + 1e-4", 0.98, all, Mistake.FACTOR_1E4);
        found("10 sigmoid layers: factor 1 + 1e-2", 0.99, chain, Mistake.FACTOR_1E2);
        found("… factor 1 + 1e-4", 0.99, chain, Mistake.FACTOR_1E4);
        found("… factor 1 + 1e-6", 0.95, chain, Mistake.FACTOR_1E6);
        found("slips as users make them", 1, every(slips.found()));
        found("sin 50x, sin 100x", 1, every(waves.found()));
        atMost("passed all the same: periods, stairs, gates", 0, every(misleading.passed()));
        ofMode("forward mode", forward);
        ofMode("forward mode, unseen", unseenForward);
        ofMode("second derivatives", second);
        found("… the Gauss–Newton term alone", 0.999, Scores.total(second.found(), Mistake::isGaussNewton));
        ofMode("second derivatives, unseen", unseenSecond);
        found("… the Gauss–Newton term alone", 0.99, Scores.total(unseenSecond.found(), Mistake::isGaussNewton));
        heading("Causes named");
        share("textbook, mean over the kinds of mistakes", 0.97, textbook.namedMean());
        share("all scales, float32, unseen", 0.95, all.namedMean());
        found("the one wrong element named", 1, textbook.located());
        share("forward mode, mean over the kinds of mistakes", 0.97, forward.namedMean());
        share("… unseen", 0.95, unseenForward.namedMean());
        share("second derivatives, mean over the kinds of mistakes", 0.97, second.namedMean());
        share("… unseen", 0.95, unseenSecond.namedMean());
        heading("Evaluations a coordinate");
        cost("right gradients", 30, textbook.cost());
        cost("… at corners and ends of domains", 50, nasty.cost());
        cost("wrong gradients, with the diagnosis", 200, textbook.costOfFailures());
    }

    private void ofMode(String name, Scores scores) {
        found(name + ": wrong formulas", 0.99, Scores.total(scores.found(), Mistake::isStructural));
        found("… factor 1 + 1e-4", 0.99, scores, Mistake.FACTOR_1E4);
        found("… factor 1 + 1e-8", 0.99, scores, Mistake.FACTOR_1E8);
    }

    private static Tally every(Map<Mistake, Tally> tallies) {
        return Scores.total(tallies, mistake -> true);
    }

    private Scores scores(Regime regime, int each, Mistakes mistakes) {
        Scores scores = Scores.of(regime, each, mistakes, SEEDS);
        remarks.addAll(scores.remarks());
        return scores;
    }

    private Scores right(int each, Regime... regimes) {
        Scores sum = Scores.NONE;
        for (Regime regime : regimes) {
            sum = sum.plus(scores(regime, each, Mistakes.NONE));
        }
        return sum;
    }

    private void heading(String text) {
        table.row("**" + text + "**", "", "", "");
    }

    private void falseAlarms(String name, double goal, Scores scores) {
        atMost(name, goal, scores.falseAlarms());
    }

    private void atMost(String name, double goal, Tally tally) {
        row(name, tally.toString(), goal == 0 ? "none" : "≤ " + share(goal), tally.rate() <= goal || tally.hits() == 0);
    }

    private void found(String name, double goal, Scores scores, Mistake mistake) {
        found(name, goal, Scores.total(scores.found(), mistake::equals));
    }

    private void found(String name, double goal, Tally tally) {
        row(name, tally.toString(), goal == 1 ? "all" : "≥ " + share(goal), tally.rate() >= goal);
    }

    private void share(String name, double goal, double share) {
        row(name, share(share), "≥ " + share(goal), share >= goal);
    }

    private void cost(String name, double goal, Tally tally) {
        row(name, String.format(Locale.ROOT, "%.3g", tally.rate()), "≤ " + (int) goal, tally.rate() <= goal);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }

    private void row(String name, String figure, String goal, boolean reached) {
        table.row(name, figure, goal, reached ? "reached" : "not yet");
    }
}
