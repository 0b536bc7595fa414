package org.closedform.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own test cases, which are not part of this project: the system property {@code closedform.onnx} names a folder of
 * {@code *.jsonl} files, one case a line. Without it nothing is tested here.
 */
class ConformanceTest {
    private static final String FOLDER = "closedform.onnx";

    /** Cases, or operators whose cases, are skipped, and why. */
    private static final Map<String, String> MISSING =
            Map.of("test_lstm_with_peepholes", "an LSTM here has no peepholes, as in PyTorch");

    @TestFactory
    Stream<DynamicTest> computesWhatOnnxSays() throws IOException {
        String folder = System.getProperty(FOLDER);
        assumeTrue(folder != null, "the cases are not part of this project: -D" + FOLDER + "=<folder of cases>");
        List<ConformanceCase> cases = cases(Path.of(folder));
        assertFalse(cases.isEmpty(), () -> FOLDER + "=" + folder + " holds no case: a line of a *.jsonl file");
        List<String> skipped = cases.stream()
                .filter(onnx -> missing(onnx).isPresent())
                .map(onnx -> onnx.name() + " (" + missing(onnx).orElseThrow() + ")")
                .toList();
        System.out.println("ONNX conformance: " + cases.size() + " cases, " + (cases.size() - skipped.size()) + " run, "
                + skipped.size() + " skipped: " + skipped);
        return cases.stream().map(onnx -> dynamicTest(onnx.operator() + ": " + onnx.name(), () -> verify(onnx)));
    }

    private static List<ConformanceCase> cases(Path folder) throws IOException {
        assertTrue(Files.isDirectory(folder), () -> FOLDER + "=" + folder + " is not a folder");
        List<ConformanceCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).forEach(line -> cases.add(ConformanceCase.parse(line)));
            }
        }
        return cases;
    }

    private static Optional<String> missing(ConformanceCase onnx) {
        String name = OnnxOperators.BY_NAME.containsKey(onnx.operator()) ? onnx.name() : onnx.operator();
        return Optional.ofNullable(MISSING.get(name));
    }

    private static void verify(ConformanceCase onnx) {
        missing(onnx).ifPresent(reason -> abort(onnx.name() + ": " + reason));
        assertTrue(
                OnnxOperators.BY_NAME.containsKey(onnx.operator()),
                () -> onnx.name() + ": operator " + onnx.operator() + " is not known; known are "
                        + OnnxOperators.BY_NAME.keySet());
        onnx.assertMatches(OnnxOperators.BY_NAME.get(onnx.operator()).apply(onnx));
    }
}
