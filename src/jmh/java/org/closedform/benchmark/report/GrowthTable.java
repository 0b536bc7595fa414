package org.closedform.benchmark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nanoseconds an element at growing sizes, beside copying: none may be over twice the in-cache figure or the copy's. */
final class GrowthTable {
    private static final String COPY = "copy";
    private static final double MOST = 2;

    private GrowthTable() {}

    static Optional<String> of(List<Measurement> all) {
        List<Measurement> measured = measured(all);
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        List<String> header = new ArrayList<>(List.of("work", "type"));
        measured.stream().map(Measurement::elements).distinct().forEach(n -> header.add("%,d".formatted(n)));
        header.addAll(List.of("growth", "copy × at the largest"));
        return Optional.of("### Growth, ns/element\n\n"
                + Markdown.table(2, header, lines(measured).map(Line::cells).toList()));
    }

    static Stream<Goal> goals(List<Measurement> all) {
        return lines(measured(all))
                .filter(line -> !line.work.equals(COPY))
                .map(line -> Goal.atMost("Growth of " + line.work + " " + line.type, line.growth(), MOST));
    }

    private static List<Measurement> measured(List<Measurement> all) {
        return all.stream()
                .filter(m -> m.benchmark().equals("Growth"))
                .sorted(Comparator.comparing(Measurement::elements))
                .toList();
    }

    private static Stream<Line> lines(List<Measurement> measured) {
        return measured.stream().map(Measurement::elementType).distinct().flatMap(type -> measured.stream()
                .map(m -> m.parameters().get("work"))
                .distinct()
                .map(work -> new Line(work, type, times(measured, work, type), times(measured, COPY, type))));
    }

    private static double[] times(List<Measurement> measured, String work, String type) {
        return measured.stream()
                .filter(m -> m.parameters().get("work").equals(work)
                        && m.elementType().equals(type))
                .mapToDouble(m -> m.median() / m.elements())
                .toArray();
    }

    private record Line(String work, String type, double[] times, double[] copies) {

        /** By how much more than its copy, or than at the smallest size, an element takes at most. */
        double growth() {
            return IntStream.range(0, times.length)
                    .mapToDouble(i -> times[i] / Math.max(times[0], copies[i]))
                    .max()
                    .orElseThrow();
        }

        List<String> cells() {
            List<String> cells = new ArrayList<>(List.of(work, type));
            DoubleStream.of(times).mapToObj(Markdown::number).forEach(cells::add);
            int last = times.length - 1;
            boolean isCopy = work.equals(COPY);
            cells.add(isCopy ? "" : Markdown.number(growth()));
            cells.add(isCopy ? "" : Markdown.number(times[last] / copies[last]));
            return cells;
        }
    }
}
