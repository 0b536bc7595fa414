package org.closedform.benchmark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Nanoseconds an element at growing sizes, beside copying: none may be over twice the in-cache figure or the copy's. */
final class GrowthTable {
    private static final String COPY = "copy";
    private static final double MOST = 2;

    private GrowthTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<Measurement> measured = all.stream()
                .filter(m -> m.benchmark().equals("Growth"))
                .sorted(Comparator.comparing(Measurement::elements))
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        List<String> header = new ArrayList<>(List.of("work", "type"));
        measured.stream().map(Measurement::elements).distinct().forEach(n -> header.add("%,d".formatted(n)));
        header.addAll(List.of("growth", "copy × at the largest"));
        List<List<String>> lines = new ArrayList<>();
        for (String type :
                measured.stream().map(Measurement::elementType).distinct().toList()) {
            double[] copies = times(measured, COPY, type);
            for (String work : works(measured)) {
                lines.add(line(work, type, times(measured, work, type), copies));
            }
        }
        return Optional.of("### Growth, ns/element\n\n" + Markdown.table(2, header, lines));
    }

    private static List<String> works(List<Measurement> measured) {
        return measured.stream().map(m -> m.parameters().get("work")).distinct().toList();
    }

    private static double[] times(List<Measurement> measured, String work, String type) {
        return measured.stream()
                .filter(m -> m.parameters().get("work").equals(work)
                        && m.elementType().equals(type))
                .mapToDouble(m -> m.median() / m.elements())
                .toArray();
    }

    private static List<String> line(String work, String type, double[] times, double[] copies) {
        List<String> line = new ArrayList<>(List.of(work, type));
        DoubleStream.of(times).mapToObj(Markdown::number).forEach(line::add);
        if (!work.equals(COPY) && copies.length == times.length) {
            double growth = IntStream.range(0, times.length)
                    .mapToDouble(i -> times[i] / Math.max(times[0], copies[i]))
                    .max()
                    .orElseThrow();
            int last = times.length - 1;
            line.add(Markdown.number(growth) + " " + Markdown.goal(growth <= MOST, "≤ 2"));
            line.add(Markdown.number(times[last] / copies[last]));
        } else {
            line.addAll(List.of("", ""));
        }
        return line;
    }
}
