package org.closedform.benchmark.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One run of benchmarks on one JDK.
 *
 * @param jdk its name and version
 * @param date when the run ended
 * @param forks how many virtual machines measured each
 * @param iterations how many times each of them did
 * @param measurements the results
 */
record Run(String jdk, LocalDate date, int forks, String iterations, List<Measurement> measurements) {

    /** Reads the JSON that JMH writes. */
    static Run read(Path file) throws IOException {
        JsonArray results = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        JsonObject first = results.get(0).getAsJsonObject();
        return new Run(
                first.get("vmName").getAsString() + " " + first.get("vmVersion").getAsString(),
                LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC),
                first.get("forks").getAsInt(),
                first.get("measurementIterations").getAsInt() + " × "
                        + first.get("measurementTime").getAsString(),
                stream(results)
                        .map(result -> measurement(result.getAsJsonObject()))
                        .toList());
    }

    private static Measurement measurement(JsonObject result) {
        String method = result.get("benchmark").getAsString();
        double[] forks = stream(result.getAsJsonObject("primaryMetric").getAsJsonArray("rawData"))
                .mapToDouble(fork -> Measurement.median(stream(fork.getAsJsonArray())
                        .mapToDouble(JsonElement::getAsDouble)
                        .sorted()
                        .toArray()))
                .sorted()
                .toArray();
        return new Measurement(
                method.replaceAll(".*\\.(\\w+)Benchmark\\..*", "$1"),
                result.getAsJsonObject("params").entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                parameter -> parameter.getValue().getAsString())),
                forks,
                secondary(result, "gc.alloc.rate.norm"),
                secondary(result, "seconds"),
                Jvm.of(stream(result.getAsJsonArray("jvmArgs"))
                        .map(JsonElement::getAsString)
                        .toList()));
    }

    /** The median of all iterations of all forks; NaN if there are none. */
    private static double secondary(JsonObject result, String name) {
        JsonObject metric = result.getAsJsonObject("secondaryMetrics").getAsJsonObject(name);
        return metric == null
                ? Double.NaN
                : Measurement.median(stream(metric.getAsJsonArray("rawData"))
                        .flatMap(fork -> stream(fork.getAsJsonArray()))
                        .mapToDouble(JsonElement::getAsDouble)
                        .sorted()
                        .toArray());
    }

    private static Stream<JsonElement> stream(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
