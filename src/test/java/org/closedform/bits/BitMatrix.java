package org.closedform.bits;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;

/**
 * Holds this JVM's results, bit by bit, to the digests in {@code src/test/resources/org/closedform/bits}.
 *
 * <pre>{@code
 * java -cp target/classes:target/test-classes org.closedform.bits.BitMatrix full 20    rounds of all sizes
 * java -cp target/classes:target/test-classes org.closedform.bits.BitMatrix small 1    few sizes, where fma is emulated
 * java -cp target/classes:target/test-classes org.closedform.bits.BitMatrix large 1    sizes that threads share
 * java -cp target/classes:target/test-classes org.closedform.bits.BitMatrix write      rewrites the digests
 * }</pre>
 *
 * <p>Several rounds let C2 compile what the first ones interpret; each round has to give the same bits.
 */
public final class BitMatrix {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "org", "closedform", "bits");

    private BitMatrix() {}

    /**
     * Compares or rewrites.
     *
     * @param arguments {@code full}, {@code small} or {@code large} and a number of rounds, or {@code write}
     * @throws IOException if the digests cannot be read or written
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("write")) {
            for (BitCases.Extent extent : BitCases.Extent.values()) {
                write(extent);
            }
            return;
        }
        if (arguments.length != 2) {
            System.err.println("BitMatrix: full|small|large ROUNDS, or write");
            System.exit(2);
        }
        BitCases.Extent extent = BitCases.Extent.valueOf(arguments[0].toUpperCase(java.util.Locale.ROOT));
        int rounds = Integer.parseInt(arguments[1]);
        for (int round = 1; round <= rounds; round++) {
            List<String> differences = differences(extent);
            if (!differences.isEmpty()) {
                System.err.println("Other bits in round " + round + " of " + rounds + ":");
                differences.forEach(System.err::println);
                System.exit(1);
            }
        }
        System.out.println("same bits: " + arguments[0] + ", " + rounds + " rounds");
    }

    /** One line for each operator whose bits are not the committed ones; empty if all are. */
    static List<String> differences(BitCases.Extent extent) throws IOException {
        Map<String, String> expected = committed(extent);
        Map<String, String> actual = BitCases.digests(extent);
        List<String> differences = new ArrayList<>();
        actual.forEach((name, digest) -> {
            if (!digest.equals(expected.get(name))) {
                differences.add(name + ": " + digest + ", but committed is " + expected.get(name));
            }
        });
        expected.keySet().stream()
                .filter(name -> !actual.containsKey(name))
                .forEach(name -> differences.add(name + ": committed, but not computed"));
        return differences;
    }

    /** The same on a pool of so many threads. */
    static List<String> differences(BitCases.Extent extent, int threads) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> differences(extent)).get();
        } finally {
            pool.shutdown();
        }
    }

    private static String fileName(BitCases.Extent extent) {
        return extent.name().toLowerCase(java.util.Locale.ROOT) + ".properties";
    }

    private static Map<String, String> committed(BitCases.Extent extent) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = BitMatrix.class.getResourceAsStream(fileName(extent))) {
            if (in != null) {
                properties.load(in);
            }
        }
        Map<String, String> digests = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> digests.put(name.replace('.', ' '), properties.getProperty(name)));
        return digests;
    }

    private static void write(BitCases.Extent extent) throws IOException {
        StringBuilder text = new StringBuilder(
                "# SHA-256 of outputs and gradients, and of tangents; rewritten by: mvn -q test-compile"
                        + " && java -cp target/classes:target/test-classes org.closedform.bits.BitMatrix write\n");
        BitCases.digests(extent).forEach((name, digest) -> text.append(name.replace(' ', '.'))
                .append(" = ")
                .append(digest)
                .append('\n'));
        Files.createDirectories(RESOURCES);
        Files.writeString(RESOURCES.resolve(fileName(extent)), text, StandardCharsets.UTF_8);
    }
}
