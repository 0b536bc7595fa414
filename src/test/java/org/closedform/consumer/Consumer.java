package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Somebody with a folder of sources and the packaged jars. */
final class Consumer {
    private final Path folder;
    private final List<Path> sources = new ArrayList<>();

    Consumer(Path folder) {
        this.folder = folder;
    }

    /** The main jar. */
    static Path jar() {
        return jar("");
    }

    /** The jar with a classifier, such as {@code "-sources"}. */
    static Path jar(String classifier) {
        String prefix = Objects.requireNonNull(
                System.getProperty("closedform.jars"), "closedform.jars is not set: these tests are run by mvn verify");
        return Path.of(prefix + classifier + ".jar");
    }

    /** The jars of JUnit and jqwik. */
    static Stream<Path> testLibraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar") && !path.equals(jar()));
    }

    /** A class path or module path. */
    static String path(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Where the compiled classes are. */
    Path classes() {
        return folder.resolve("out");
    }

    Consumer writes(String file, String text) {
        Path source = folder.resolve(file);
        try {
            Files.createDirectories(source.getParent());
            sources.add(Files.writeString(source, text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** What the compiler says, with all warnings on; empty if all is well. */
    String compiles(String... options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> all = new ArrayList<>(List.of(
                "-Xlint:all,-requires-automatic", "-proc:none", "-d", classes().toString()));
        all.addAll(List.of(options));
        compiler.getTask(
                        said,
                        null,
                        null,
                        all,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources))
                .call();
        return said.toString();
    }

    /** What a JDK's tool prints in a process of its own, which ends as expected. */
    String runs(int exit, String tool, String... arguments) throws IOException, InterruptedException {
        return starts(exit, Path.of(System.getProperty("java.home"), "bin", tool), arguments);
    }

    /** What a program prints in a process of its own, which ends as expected. */
    String starts(int exit, Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), () -> command + " printed " + printed);
        return printed;
    }

    /** What a JVM of its own prints, in UTF-8 on any machine, and ends as expected. */
    String java(int exit, String... arguments) throws IOException, InterruptedException {
        Stream<String> utf8 =
                Stream.of("-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-Dstdout.encoding=UTF-8");
        return runs(exit, "java", Stream.concat(utf8, Arrays.stream(arguments)).toArray(String[]::new));
    }

    /** What a JVM of its own prints that has the Vector API and shall use it, with all that is logged. */
    String onVectorApi(String... arguments) throws IOException, InterruptedException {
        Path logging = Files.writeString(
                folder.resolve("logging.properties"),
                """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = FINE
                org.closedform.level = FINE
                """);
        Stream<String> options = Stream.of(
                "--add-modules=jdk.incubator.vector",
                "-Dorg.closedform.vector=true",
                "-Djava.util.logging.config.file=" + logging);
        return java(0, Stream.concat(options, Arrays.stream(arguments)).toArray(String[]::new));
    }
}
