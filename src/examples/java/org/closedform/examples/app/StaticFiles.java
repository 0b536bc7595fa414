package org.closedform.examples.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.closedform.chart.StyleSheet;

/**
 * Serves the files of the page, which are beside this class on the class path, and no others. The page is {@code index.html} with a file
 * for each panel, in the place of a comment that names it.
 */
final class StaticFiles {
    private static final String PAGE = "index.html";
    /** The library's style sheet of charts. */
    private static final String CHARTS = "chart.css";

    private static final Pattern PANEL = Pattern.compile("<!-- (\\S+\\.html) -->\\n");

    private static final List<String> NAMES = List.of(
            PAGE,
            "icon.svg",
            CHARTS,
            "style.css",
            "pictures.css",
            "derive.css",
            "predict.css",
            "lecture.css",
            "train.css",
            "main.js",
            "address.js",
            "lecture.js",
            "settings.js",
            "ask.js",
            "server.js",
            "dom.js",
            "format.js",
            "scale.js",
            "chart.js",
            "handle.js",
            "steps.js",
            "softmax.js",
            "jacobian.js",
            "likelihood.js",
            "sum-picture.js",
            "squared-error.js",
            "flow.js",
            "time.js",
            "batch-norm.js",
            "batch-picture.js",
            "upstream-picture.js",
            "running.js",
            "sample-picture.js",
            "train.js",
            "plane-picture.js",
            "contour.js",
            "derive.js",
            "grades.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private StaticFiles() {}

    /** The route of every file, and of the page at the root. */
    static Map<String, Route> routes() {
        Map<String, Route> routes = new HashMap<>();
        for (String name : NAMES) {
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            Response response = new Response(200, type, text(name).getBytes(StandardCharsets.UTF_8));
            routes.put("/" + name, rawQuery -> response);
        }
        routes.put("/", routes.get("/" + PAGE));
        return routes;
    }

    /** The names of all files. */
    static List<String> names() {
        return NAMES;
    }

    /** The text of a file; that of the page is with its panels. */
    static String text(String name) {
        if (name.equals(CHARTS)) {
            return StyleSheet.text();
        }
        return PANEL.matcher(file(name)).replaceAll(panel -> Matcher.quoteReplacement(file(panel.group(1))));
    }

    private static String file(String name) {
        try (InputStream stream = StaticFiles.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        name + " is not on the class path beside " + StaticFiles.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
