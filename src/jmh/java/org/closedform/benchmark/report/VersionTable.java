package org.closedform.benchmark.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Old and new times of every benchmark, and what has become slower than this project allows. */
public final class VersionTable {
    /** How many times as long as before an operator may take on average, and one shape. */
    private static final double OPERATOR = 1.03;

    private static final double SHAPE = 1.10;

    private VersionTable() {}

    /** Of some runs of either version. */
    public static String of(List<Path> olds, List<Path> news) throws IOException {
        Map<String, List<Double>> oldTimes = times(olds);
        Map<String, List<Double>> newTimes = times(news);
        Map<String, List<Double>> ratios = new TreeMap<>();
        List<List<String>> lines = new ArrayList<>();
        List<Goal> goals = new ArrayList<>();
        oldTimes.forEach((work, times) -> {
            double before = median(times);
            double after = median(newTimes.get(work));
            lines.add(List.of(work, Markdown.number(before), Markdown.number(after), Markdown.number(after / before)));
            goals.add(Goal.atMost(work + ": times the old time", after / before, SHAPE));
            ratios.computeIfAbsent(work.split(" ")[0], operator -> new ArrayList<>())
                    .add(after / before);
        });
        ratios.forEach((operator, all) -> {
            double mean = Math.exp(all.stream().mapToDouble(Math::log).average().orElseThrow());
            lines.add(List.of(operator + ", geometric mean", "", "", Markdown.number(mean)));
            goals.add(Goal.atMost(operator + ": times the old time, geometric mean", mean, OPERATOR));
        });
        return Markdown.table(1, List.of("work", "old, ns", "new, ns", "new / old"), lines) + "\n\n"
                + Goals.report(goals.stream());
    }

    private static Map<String, List<Double>> times(List<Path> results) throws IOException {
        Map<String, List<Double>> times = new TreeMap<>();
        for (Path file : results) {
            for (Measurement m : Run.read(file).measurements()) {
                times.computeIfAbsent(m.work(), work -> new ArrayList<>()).add(m.median());
            }
        }
        return times;
    }

    private static double median(List<Double> times) {
        return Measurement.median(
                times.stream().mapToDouble(time -> time).sorted().toArray());
    }
}
