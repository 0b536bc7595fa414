package org.closedform.benchmark.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whole programs, from the start of their virtual machine on. */
final class StartTable {
    private static final double NANOSECONDS_A_MILLISECOND = 1e6;
    private static final double MILLISECONDS_A_SECOND = 1e3;

    /** What 5,000 calls may take. */
    private static final double MOST_MILLISECONDS = 400;

    private StartTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<Measurement> measured = measured(all).toList();
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of("### A program from its start on, ms\n\n"
                        + Markdown.table(
                                1,
                                List.of("by", "calls", "time", "×", "processor time"),
                                measured.stream().map(m -> line(m, measured)).toList()));
    }

    static Stream<Goal> goals(List<Measurement> all) {
        return measured(all)
                .filter(m -> m.isOurs() && !calls(m).equals("1"))
                .map(m -> Goal.atMost(calls(m) + " calls: milliseconds", milliseconds(m), MOST_MILLISECONDS));
    }

    private static Stream<Measurement> measured(List<Measurement> all) {
        return all.stream().filter(m -> m.benchmark().equals("UserStart"));
    }

    private static List<String> line(Measurement program, List<Measurement> measured) {
        return List.of(
                program.library(),
                "%,d".formatted(Integer.parseInt(calls(program))),
                Markdown.number(milliseconds(program)),
                measured.stream()
                        .filter(m -> m.isOurs() && calls(m).equals(calls(program)))
                        .findFirst()
                        .map(ours -> Markdown.ratio(program.median() / ours.median()))
                        .orElse(""),
                Markdown.number(program.processors() * MILLISECONDS_A_SECOND));
    }

    private static String calls(Measurement program) {
        return program.parameters().get("calls");
    }

    private static double milliseconds(Measurement program) {
        return program.median() / NANOSECONDS_A_MILLISECOND;
    }
}
