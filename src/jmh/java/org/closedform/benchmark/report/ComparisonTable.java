package org.closedform.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Ours beside the peers, a line for each shape and element type.
 *
 * @param title what is computed
 * @param unit what times are in
 * @param rows which measurements are meant
 */
record ComparisonTable(String title, Unit unit, Predicate<Measurement> rows) {
    private static final String OURS = "Closedform";

    /** The table, or nothing if nothing of it was measured. */
    Optional<String> of(List<Measurement> all) {
        List<Measurement> measured = all.stream().filter(rows).toList();
        List<String> peers = measured.stream()
                .map(Measurement::library)
                .filter(library -> !library.equals(OURS))
                .distinct()
                .toList();
        List<Measurement> ours = measured.stream().filter(Measurement::isOurs).toList();
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        List<String> header = new ArrayList<>(List.of("shape", "type", OURS));
        for (String peer : peers) {
            header.addAll(List.of(peer, "×"));
        }
        List<List<String>> lines =
                ours.stream().map(own -> line(own, peers, measured)).toList();
        return Optional.of("### " + title + ", " + unit + "\n\n" + Markdown.table(2, header, lines));
    }

    private List<String> line(Measurement ours, List<String> peers, List<Measurement> measured) {
        List<String> line = new ArrayList<>(List.of(ours.shape(), ours.elementType(), time(ours)));
        for (String peer : peers) {
            Optional<Measurement> theirs = measured.stream()
                    .filter(m -> m.library().equals(peer) && m.isSameWork(ours))
                    .findFirst();
            line.add(theirs.map(this::time).orElse(""));
            line.add(theirs.map(m -> ratio(ours, m)).orElse(""));
        }
        return line;
    }

    private String time(Measurement measurement) {
        String median = Markdown.number(unit.of(measurement, measurement.median()));
        return measurement.forks().length == 1
                ? median
                : "%s (%s–%s)"
                        .formatted(
                                median,
                                Markdown.number(unit.of(measurement, measurement.best())),
                                Markdown.number(unit.of(measurement, measurement.worst())));
    }

    private static String ratio(Measurement ours, Measurement theirs) {
        return Markdown.ratio(theirs.median() / ours.median());
    }
}
