package org.closedform.examples.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes the page into a folder, for a browser that opens it from a disk or any web server: the answers of every panel's {@link Grid} are
 * computed now and lie beside the page, in scripts that it loads when it needs them.
 */
final class StaticExport {
    private static final String MODULES = "<script type=\"module\" src=\"main.js\"></script>";
    private static final String SCRIPT = "<script defer src=\"page.js\"></script>";

    private final Path folder;
    private final List<Panel> panels = AppServer.routes().values().stream()
            .filter(Panel.class::isInstance)
            .map(Panel.class::cast)
            .sorted(Comparator.comparing(Panel::path))
            .toList();
    private final Map<Panel, Grid> grids = new LinkedHashMap<>();

    private StaticExport(Path folder) {
        this.folder = folder;
        for (Panel panel : panels) {
            Grid grid = panel.exported();
            if (!grid.questions().isEmpty()) {
                grids.put(panel, grid);
            }
        }
    }

    /**
     * Writes all files.
     *
     * @param folder made if it is not there
     * @throws IllegalArgumentException if there is something in the folder, or it is a file
     * @throws IOException if a file cannot be written
     */
    static void write(Path folder) throws IOException {
        requireEmpty(folder);
        Files.createDirectories(folder);
        new StaticExport(folder).write();
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("TeachingApp: " + folder + " is a file, but a folder is needed");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "TeachingApp: the folder " + folder + " is not empty, but a new or an empty one is needed");
            }
        }
    }

    private void write() throws IOException {
        for (String name : StaticFiles.names()) {
            if (name.endsWith(".css") || name.endsWith(".svg")) {
                write(name, StaticFiles.text(name));
            }
        }
        write("index.html", page());
        write("page.js", ModuleJoiner.join("main.js", this::module));
        for (Map.Entry<Panel, Grid> entry : grids.entrySet()) {
            for (Map.Entry<String, List<Map<String, String>>> file :
                    entry.getValue().files().entrySet()) {
                String name = entry.getKey().path().substring(1) + "/" + file.getKey();
                write(
                        name + ".js",
                        "closedformAnswers['" + name + "'] = '" + compressed(answers(entry.getKey(), file.getValue()))
                                + "';\n");
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String page() {
        String page =
                StaticFiles.text("index.html").replace(MODULES, SCRIPT).replace("<html ", "<html class=\"exported\" ");
        for (Grid grid : grids.values()) {
            for (Map.Entry<String, Map<String, String>> element :
                    grid.attributes().entrySet()) {
                for (Map.Entry<String, String> attribute : element.getValue().entrySet()) {
                    page = set(page, element.getKey(), attribute.getKey(), attribute.getValue());
                }
            }
        }
        return page;
    }

    /** The page with another value of an attribute that an element has. */
    private static String set(String page, String id, String attribute, String value) {
        Matcher matcher = Pattern.compile("(<[^>]* id=\"" + id + "\"[^>]* " + attribute + "=\")[^\"]*")
                .matcher(page);
        if (!matcher.find()) {
            throw new IllegalStateException("StaticExport: no " + attribute + " after the id " + id + " on the page");
        }
        return matcher.replaceFirst("$1" + Matcher.quoteReplacement(value));
    }

    /** A module of an exported page: what asks the server is another one there. */
    private String module(String name) {
        return switch (name) {
            case "server.js" -> StaticFiles.text("export/answers.js");
            case "files.js" -> "export const FILES = " + files() + ";\n";
            default -> StaticFiles.text(name);
        };
    }

    /** For each path: the parameter that chooses the file, and the files. */
    private String files() {
        return grids.entrySet().stream()
                .map(entry -> "'" + entry.getKey().path().substring(1) + "': { by: '"
                        + entry.getValue().file() + "', names: "
                        + Json.of(List.copyOf(entry.getValue().files().keySet())) + " }")
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String answers(Panel panel, List<Map<String, String>> questions) {
        List<Record> answers = questions.parallelStream()
                .map(question -> panel.answer(new Query(question)))
                .toList();
        return PackedAnswers.of(questions.stream().map(StaticExport::key).toList(), answers);
    }

    /** A text in the format of zlib (RFC 1950), a third as long, and in letters that a script can hold. */
    private static String compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream stream = new DeflaterOutputStream(bytes)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** A question as the page asks it: its values, in the order of the parameters' names. */
    static String key(Map<String, String> question) {
        return String.join("&", new TreeMap<>(question).values());
    }
}
