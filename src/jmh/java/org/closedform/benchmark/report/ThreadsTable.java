package org.closedform.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One thread and two: what the second brings, as a share of what it brings to plain arithmetic and to a copy on this machine. */
final class ThreadsTable {
    private static final double SHARE = 0.85;

    private ThreadsTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<Line> lines = lines(all).toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("### One thread and two, ns/element\n\n"
                        + Markdown.table(
                                3,
                                List.of(
                                        "work",
                                        "by",
                                        "type",
                                        "1 thread",
                                        "2 threads",
                                        "×",
                                        "of arithmetic's",
                                        "of a copy's"),
                                lines.stream().map(line -> line.cells(lines)).toList()));
    }

    static Stream<Goal> goals(List<Measurement> all) {
        List<Line> lines = lines(all).toList();
        return lines.stream()
                .filter(line -> line.by().equals("Closedform in place"))
                .map(line -> Goal.atLeast(
                        line.work() + " in place " + line.type() + ": share of two threads",
                        line.shareOf("arithmetic", lines),
                        SHARE));
    }

    private static Stream<Line> lines(List<Measurement> all) {
        List<Measurement> measured = Stream.of("UserMachine", "UserThreads")
                .flatMap(name -> all.stream().filter(m -> m.benchmark().equals(name)))
                .toList();
        return measured.stream()
                .filter(m -> m.parameters().get("threads").equals("1"))
                .flatMap(one -> measured.stream()
                        .filter(m -> m.parameters().get("threads").equals("2")
                                && m.isSameWork(one)
                                && work(m).equals(work(one))
                                && by(m).equals(by(one)))
                        .map(two -> new Line(one, two)));
    }

    private static String work(Measurement measurement) {
        return measurement.parameters().get("work");
    }

    private static String by(Measurement measurement) {
        return measurement.parameters().getOrDefault("library", "machine");
    }

    private record Line(Measurement one, Measurement two) {

        String work() {
            return ThreadsTable.work(one);
        }

        String by() {
            return ThreadsTable.by(one);
        }

        String type() {
            return one.elementType();
        }

        double ratio() {
            return one.median() / two.median();
        }

        /** What part of the machine's own ratio this one is. */
        double shareOf(String work, List<Line> lines) {
            return lines.stream()
                    .filter(line -> line.work().equals(work) && line.type().equals(type()))
                    .mapToDouble(line -> ratio() / line.ratio())
                    .findFirst()
                    .orElse(Double.NaN);
        }

        List<String> cells(List<Line> lines) {
            List<String> cells = new ArrayList<>(List.of(work(), by(), type()));
            for (Measurement measurement : List.of(one, two)) {
                cells.add(Markdown.number(Unit.NANOSECONDS_AN_ELEMENT.of(measurement, measurement.median())));
            }
            cells.add(Markdown.ratio(ratio()));
            for (String machine : List.of("arithmetic", "copy")) {
                cells.add(by().equals("machine") ? "" : Markdown.number(shareOf(machine, lines)));
            }
            return cells;
        }
    }
}
