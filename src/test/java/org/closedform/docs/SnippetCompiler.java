package org.closedform.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** From a snippet's text to something that runs. The lines of what is compiled are the page's lines. */
final class SnippetCompiler {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();
    private static final Pattern IMPORTS = Pattern.compile("(?:\\s*import\\s[^;]*;)*\\s*");
    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
            "//[^\n]*|(?s:/\\*.*?\\*/|\"\"\".*?\"\"\")" + "|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'");
    private static final Pattern INNERMOST_BRACES = Pattern.compile("\\{[^{}]*}");
    private static final Pattern TYPES = Pattern.compile(
            "\\s*(?:(?:@[\\w.]+(?:\\([^)]*\\))?\\s*|[\\w-]+\\s+)*?(?:class|record|interface|enum)\\s[^;=]*;\\s*)+");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("\\bpublic\\b[^;]*?\\b(?:class|record|interface|enum)\\s+(\\w+)");

    private SnippetCompiler() {}

    /**
     * Compiles as strictly as the library is.
     *
     * @return the snippet's {@code main}, or its tests and properties
     * @throws AssertionError with the compiler's messages
     */
    static Executable compile(Snippet snippet) {
        String text = snippet.code().text();
        Matcher imports = IMPORTS.matcher(text);
        int start = imports.lookingAt() ? imports.end() : 0;
        String rest = text.substring(start);
        String outline = outline(rest);
        Matcher publicType = PUBLIC_TYPE.matcher(outline);
        boolean types = TYPES.matcher(outline).matches();
        String name = types && publicType.find() ? publicType.group(1) : "Snippet";
        String program = types
                ? rest
                : "final class Snippet { public static void main(String[] args) throws Exception { " + rest + "\n}}";
        String linesBefore = "\n".repeat(snippet.code().line() - 1);
        return program(classes(snippet, name + ".java", linesBefore + text.substring(0, start) + program));
    }

    /** The code without comments, with 0 for literals, and with {@code ;} for everything in braces. */
    private static String outline(String code) {
        String outline = COMMENT_OR_LITERAL
                .matcher(code)
                .replaceAll(found -> found.group().startsWith("/") ? " " : "0");
        for (String last = ""; !last.equals(outline); ) {
            last = outline;
            outline = INNERMOST_BRACES.matcher(outline).replaceAll(";");
        }
        return outline;
    }

    private static List<Class<?>> classes(Snippet snippet, String fileName, String source) {
        try {
            Path directory = Files.createTempDirectory("snippet");
            try {
                Path file = Files.writeString(directory.resolve(fileName), source);
                StringWriter messages = new StringWriter();
                PrintWriter writer = new PrintWriter(messages, true);
                int status = JAVAC.run(writer, writer, options(directory, file));
                if (status != 0) {
                    throw new AssertionError(snippet.place() + ": the snippet does not compile" + System.lineSeparator()
                            + messages.toString().replace(file.toString(), snippet.file()));
                }
                return load(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] options(Path directory, Path file) {
        String classPath = System.getProperty("java.class.path");
        return new String[] {
            "-d",
            directory.toString(),
            "-classpath",
            classPath,
            "-encoding",
            "UTF-8",
            "--release",
            "17",
            "-proc:none",
            "-Xlint:all,-processing,-path",
            "-Werror",
            file.toString()
        };
    }

    /** All classes, each read now: the files go away. */
    private static List<Class<?>> load(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory);
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, SnippetCompiler.class.getClassLoader())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .sorted()
                    .<Class<?>>map(file -> load(loader, file.replace(".class", "")))
                    .toList();
        }
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("compiled a moment ago: " + name, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Executable program(List<Class<?>> classes) {
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals("main") && Modifier.isStatic(method.getModifiers())) {
                    return () -> invoke(method, (Object) new String[0]);
                }
            }
        }
        return () -> runTests(classes);
    }

    /** Runs all tests and properties, inherited ones too, and throws what the first that fails throws. */
    private static void runTests(List<Class<?>> classes) throws Throwable {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest all = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
                .configurationParameter("jqwik.database", "") // what is recorded belongs to the project's own run
                .build();
        LauncherFactory.create().execute(all, summary);
        for (TestExecutionSummary.Failure failure : summary.getSummary().getFailures()) {
            throw failure.getException();
        }
    }

    private static void invoke(Method method, Object... arguments) throws Throwable {
        method.setAccessible(true);
        try {
            method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
