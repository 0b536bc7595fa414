package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lecturer with one jar and a JDK. */
class TeachingJarIT {
    private static final String APP = "org/closedform/examples/app/";
    private static final Pattern ANNOUNCEMENT = Pattern.compile("The teaching page is at (http://\\S+/) \\(.*\\)");

    private static Set<String> files(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/") && !name.startsWith("META-INF/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The files below a folder of sources, with classes for Java. */
    private static Set<String> sources(String folder) throws IOException {
        Path root = Path.of(folder);
        try (Stream<Path> files = Files.walk(root.resolve(APP))) {
            return files.filter(Files::isRegularFile)
                    .map(file ->
                            root.relativize(file).toString().replace('\\', '/').replaceFirst("\\.java$", ".class"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    @Test
    void theJarHoldsTheLibraryAndTheAppAndNoTests() throws IOException {
        Set<String> expected = files(Consumer.jar());
        expected.remove("module-info.class");
        expected.addAll(sources("src/examples/java"));
        expected.addAll(sources("src/examples/resources"));
        Set<String> found = files(Consumer.jar("-teaching"));
        found.removeIf(name -> name.startsWith(APP) && name.contains("$"));
        assertEquals(Set.of(), without(expected, found), "missing");
        found.removeIf(name -> !name.startsWith("org/closedform/examples"));
        assertEquals(Set.of(), without(found, expected), "too much");
        assertTrue(files(Consumer.jar()).stream().noneMatch(name -> name.startsWith("org/closedform/examples")));
    }

    @Test
    void theJarNeedsNothingButTheJdk(@TempDir Path folder) throws IOException, InterruptedException {
        assertEquals(
                "",
                new Consumer(folder)
                        .runs(
                                0,
                                "jdeps",
                                "--missing-deps",
                                Consumer.jar("-teaching").toString()));
    }

    @Test
    void theJarServesThePageAndItsPanelsUntilItIsStopped() throws IOException, InterruptedException {
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Consumer.jar("-teaching").toString(),
                        "0")
                .start();
        try (BufferedReader out = app.inputReader(StandardCharsets.UTF_8)) {
            Matcher announcement = ANNOUNCEMENT.matcher(String.valueOf(out.readLine()));
            assertTrue(announcement.matches(), announcement::toString);
            URI address = URI.create(announcement.group(1));
            assertTrue(get(address).startsWith("<!doctype html>"));
            String answer = get(address.resolve("api/likelihood?target=0.75&count=4&q=0.75"));
            assertTrue(answer.startsWith("{\"crossEntropy\":0.5623351446188083,"), answer);

            app.toHandle().destroy();
            assertTrue(app.waitFor(20, TimeUnit.SECONDS), "still running");
            assertNull(out.readLine(), "the last words");
        } finally {
            app.destroyForcibly();
        }
    }

    private static String get(URI address) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return response.body();
    }

    @Test
    void theJarOverwritesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        String said = new Consumer(folder)
                .java(1, "-jar", Consumer.jar("-teaching").toAbsolutePath().toString(), "export", ".");
        assertEquals(
                "TeachingApp: the folder . is not empty, but a new or an empty one is needed" + System.lineSeparator(),
                said);
    }
}
