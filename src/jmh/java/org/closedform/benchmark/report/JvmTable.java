package org.closedform.benchmark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ours in several virtual machines beside LibTorch, a line for each work and element type. */
final class JvmTable {
    /** What a call on arrays may allocate: a boxed result. */
    private static final int BYTES = 256;

    private JvmTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<Measurement> measured = measured(all).toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        List<Jvm> jvms = Arrays.stream(Jvm.values())
                .filter(jvm -> measured.stream().anyMatch(m -> m.jvm() == jvm))
                .toList();
        List<String> header = new ArrayList<>(List.of("work", "type", "LibTorch"));
        for (Jvm jvm : jvms) {
            header.addAll(List.of("" + jvm, "×"));
        }
        List<List<String>> lines = measured.stream()
                .filter(m -> !m.isOurs())
                .map(theirs -> line(theirs, jvms, measured))
                .toList();
        return Optional.of("### In several virtual machines, ns/element\n\n" + Markdown.table(2, header, lines));
    }

    /** Calls on arrays allocate nothing. */
    static Stream<Goal> goals(List<Measurement> all) {
        return measured(all)
                .filter(m -> m.isOurs() && m.shape().contains("arrays"))
                .map(m -> Goal.atMost(m.work() + ": bytes a call", m.allocated(), BYTES));
    }

    private static Stream<Measurement> measured(List<Measurement> all) {
        return all.stream().filter(m -> m.benchmark().equals("UserWork"));
    }

    private static List<String> line(Measurement theirs, List<Jvm> jvms, List<Measurement> measured) {
        List<String> line = new ArrayList<>(List.of(theirs.shape(), theirs.elementType(), time(theirs)));
        for (Jvm jvm : jvms) {
            Optional<Measurement> ours = measured.stream()
                    .filter(m -> m.isOurs() && m.jvm() == jvm && m.isSameWork(theirs))
                    .findFirst();
            line.add(ours.map(JvmTable::time).orElse(""));
            line.add(ours.map(m -> Markdown.ratio(theirs.median() / m.median())).orElse(""));
        }
        return line;
    }

    private static String time(Measurement measurement) {
        return Markdown.number(Unit.NANOSECONDS_AN_ELEMENT.of(measurement, measurement.median()));
    }
}
