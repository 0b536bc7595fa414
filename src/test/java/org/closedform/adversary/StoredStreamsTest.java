package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.closedform.loss.ClassShard;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Values that merge may wait in a file for the parts of tomorrow. Streams of them are committed, and read here: a later version that
 * cannot read them, or reads other numbers, shows. {@code -Dwrite} renews them.
 */
class StoredStreamsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "org", "closedform", "streams");

    private static Map<String, Object> values() {
        Tensor matrix = Tensor.of(new double[][] {{1e8, -0.5, 3}, {1e8 + 0.25, 1e300, 4e-320}});
        Map<String, Object> values = new TreeMap<>();
        values.put("BatchStatistics", BatchStatistics.of(matrix, 1));
        values.put("ExactStatistics", ExactStatistics.of(matrix, 1).merge(ExactStatistics.of(matrix.times(3), 1)));
        values.put("LogNormalizer", new ClassShard(matrix.times(1e-8), 0).logNormalizer());
        values.put("WeightedSum.float64", WeightedSum.ofMean(matrix, 0.1).merge(WeightedSum.of(matrix, 7)));
        values.put("WeightedSum.float32", WeightedSum.ofMean(Tensor.of(0.1, -7).to(ElementType.FLOAT32), 3));
        return values;
    }

    @TestFactory
    Stream<DynamicTest> areReadAsTheyWereWritten() {
        return values().entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    if (System.getProperty("write") != null) {
                        write(entry.getKey(), entry.getValue());
                    }
                    assertEquals(entry.getValue(), read(entry.getKey()));
                }));
    }

    /** Its sums were two rounded words, which are no exact sum. */
    @Test
    void aStreamOfAnotherVersionIsRefused() {
        InvalidObjectException refused =
                assertThrows(InvalidObjectException.class, () -> read("WeightedSum.before-bins"));
        assertEquals(
                "WeightedSum: the stream is of another version of this library, in form 0; form 1 is needed",
                refused.getMessage());
    }

    private static Object read(String name) throws IOException, ClassNotFoundException {
        try (InputStream file = Files.newInputStream(FOLDER.resolve(name + ".ser"));
                ObjectInputStream in = new ObjectInputStream(file)) {
            return in.readObject();
        }
    }

    private static void write(String name, Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        Files.createDirectories(FOLDER);
        Files.write(FOLDER.resolve(name + ".ser"), bytes.toByteArray());
    }
}
