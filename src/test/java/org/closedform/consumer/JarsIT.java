package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jars, and what is not. */
class JarsIT {
    private static final long LARGEST_JAR = 1_700_000;

    private static List<String> files(String classifier) throws IOException {
        try (JarFile jar = new JarFile(Consumer.jar(classifier).toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .toList();
        }
    }

    private static Set<String> folders(String classifier, String ending) throws IOException {
        return files(classifier).stream()
                .filter(name -> name.endsWith(ending) && name.contains("/"))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> rooms() throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources.resolve("org"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theMainJarHoldsTheRoomsAndTheLicence() throws IOException {
        assertEquals(rooms(), folders("", ".class"));
        assertTrue(files("").containsAll(List.of("module-info.class", "META-INF/LICENSE")));
    }

    @Test
    void theMainJarIsSmall() throws IOException {
        long size = Files.size(Consumer.jar());
        assertTrue(size <= LARGEST_JAR, () -> "the main jar has " + size + " bytes, more than " + LARGEST_JAR);
    }

    @Test
    void theTestKitHoldsOnePackageAndNoneOfItsOwnTests() throws IOException {
        assertEquals(Set.of("org/closedform/testkit"), folders("-testkit", ".class"));
        assertEquals(
                List.of(),
                files("-testkit").stream().filter(name -> name.contains("Test")).toList());
        try (JarFile jar = new JarFile(Consumer.jar("-testkit").toFile())) {
            assertEquals(
                    "org.closedform.testkit",
                    jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
        }
    }

    @Test
    void sourcesAndJavadocAreOfTheSameRooms() throws IOException {
        assertEquals(rooms(), folders("-sources", ".java"));
        assertEquals(Set.of("org/closedform/testkit"), folders("-testkit-sources", ".java"));
        List<String> pages = files("-javadoc");
        assertTrue(pages.contains("org.closedform/org/closedform/operator/Operator.html"), pages::toString);
    }
}
