package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TeachingAppTest {
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("The teaching page is at (http://\\S+/) \\(Ctrl-C stops it\\)");

    @Test
    void saysWhereItIsAndStopsWhenItIsTold() throws IOException, InterruptedException {
        Process app = start("0");
        try (BufferedReader out = app.inputReader(StandardCharsets.UTF_8)) {
            Matcher announcement = ANNOUNCEMENT.matcher(String.valueOf(out.readLine()));
            assertTrue(announcement.matches(), announcement::toString);
            HttpRequest page =
                    HttpRequest.newBuilder(URI.create(announcement.group(1))).build();
            assertEquals(
                    200,
                    HttpClient.newHttpClient()
                            .send(page, BodyHandlers.discarding())
                            .statusCode());

            app.toHandle().destroy(); // as Ctrl-C does
            assertTrue(app.waitFor(20, TimeUnit.SECONDS), "still running");
            assertEquals(null, out.readLine(), "the last words");
        } finally {
            app.destroyForcibly();
        }
    }

    @Test
    void saysSoIfThePortIsTaken() throws IOException, InterruptedException {
        try (AppServer other = AppServer.start(0)) {
            int port = other.address().getPort();
            IOException taken = assertThrows(IOException.class, () -> TeachingApp.run(String.valueOf(port)));
            assertTrue(taken.getMessage().startsWith("TeachingApp: port " + port + " is in use"), taken.getMessage());
        }
    }

    @Test
    void takesAPort() {
        assertEquals(65535, TeachingApp.port("65535"));
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws IOException, InterruptedException {
        Process app = start("http");
        assertEquals(
                "TeachingApp: the arguments are \"http\", but one port, an integer from 0 to 65535, or \"export\" and a folder, or"
                        + " nothing is needed" + System.lineSeparator(),
                new String(app.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, app.waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0b"})
    void refusesWhatIsNoFolder(String name) {
        assertEquals(
                "TeachingApp: \"" + name + "\" is no name of a folder to export into",
                assertThrows(IllegalArgumentException.class, () -> TeachingApp.run("export", name))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"65536", "-1", "http", "''", "80 81", "export", "export a b"})
    void refusesWhatIsNoPort(String arguments) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> TeachingApp.port(arguments.split(" ")));
        assertEquals(
                "TeachingApp: the arguments are \"" + arguments
                        + "\", but one port, an integer from 0 to 65535, or \"export\" and a folder, or nothing is needed",
                refusal.getMessage());
    }

    @Test
    void saysSoIfTheFolderCannotBeWritten(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        IOException refusal = assertThrows(
                IOException.class,
                () -> TeachingApp.run("export", file.resolve("below").toString()));
        assertTrue(
                refusal.getMessage()
                        .startsWith("TeachingApp: the folder " + file.resolve("below") + " cannot be written: "),
                refusal.getMessage());
    }

    private static Process start(String port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TeachingApp.class.getName(),
                        port)
                .start();
    }
}
