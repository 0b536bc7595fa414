package org.closedform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A loop is written by hand for float32; its twin for float64 is derived by replacing tokens, and checked in. Renew the twins with
 * {@code mvn -q test -Dtest=TwinsTest -Dwrite}, then {@code mvn -q spotless:apply}.
 *
 * <p>Numbers that are {@code double} for both element types are {@code double} in the file written by hand too. What needs a cast, or
 * has a constant of its own for each type, is in one of the files that are written twice.
 */
class TwinsTest {
    private static final Path KERNEL = Path.of("src/main/java/org/closedform/kernel");

    private static final Map<String, String> WRITTEN_TWICE = Map.of(
            "Precision", "holds what differs",
            "Exponential", "constants, degrees, and how much of it C2 inlines",
            "Vectors", "constants, degrees, and integers as wide as an element",
            "Sums", "float32 is added up in float64, float64 with what each addition loses");

    static Stream<Path> twins() throws IOException {
        try (Stream<Path> files = Files.walk(KERNEL)) {
            return files.filter(file -> file.getFileName().toString().startsWith("Float32")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("twins")
    void isDerived(Path float32) throws IOException {
        Path float64 = float32.resolveSibling(float32.getFileName().toString().replace("Float32", "Float64"));
        String derived = derive(Files.readString(float32));
        if (WRITTEN_TWICE.containsKey(name(float32))) {
            assertNotEquals(
                    tokens(derived), tokens(Files.readString(float64)), float64 + " need not be written by hand");
            return;
        }
        if (System.getProperty("write") != null) {
            Files.writeString(float64, derived);
        }
        assertEquals(
                tokens(derived), tokens(Files.readString(float64)), () -> float64 + " is not derived; see TwinsTest");
    }

    private static String name(Path float32) {
        return float32.getFileName().toString().replaceAll("Float32|\\.java", "");
    }

    private static String derive(String float32) {
        return float32.replaceAll("\\bfloat\\b", "double")
                .replaceAll("\\bFloat(Vector)?\\b", "Double$1")
                .replace("Float32", "Float64")
                .replace("FLOAT32", "FLOAT64")
                .replace("float32", "float64");
    }

    /** Without what a formatter may change. */
    private static String tokens(String code) {
        return code.replaceAll("\\s+(\\* )?", "");
    }
}
