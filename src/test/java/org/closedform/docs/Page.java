package org.closedform.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file where it is, with slashes
 * @param text what it says, in Markdown
 */
record Page(String file, String text) {
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    /** README.md and all pages in docs; empty outside the project's directory. */
    static List<Page> all() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), docs.sorted())
                    .filter(path -> path.toString().endsWith(".md"))
                    .map(Page::at)
                    .toList();
        }
    }

    static Page at(Path path) {
        try {
            return new Page(path.toString().replace('\\', '/'), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<FencedBlock> blocks() {
        return FencedBlock.in(file, text);
    }

    /** Its lines, empty where a fenced block is. */
    List<String> prose() {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (FencedBlock block : blocks()) {
            long length = block.text().lines().count();
            for (int i = block.line() - 2; i < block.line() + length; i++) {
                lines.set(i, "");
            }
        }
        return lines;
    }

    /** What a link to each heading ends with, as GitHub makes it. */
    List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        for (String line : prose()) {
            if (HEADING.matcher(line).matches()) {
                String anchor = anchor(HEADING.matcher(line).replaceFirst("$1"));
                long before = anchors.stream()
                        .filter(other -> other.equals(anchor) || other.matches(Pattern.quote(anchor) + "-\\d+"))
                        .count();
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return LINK_TEXT
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                .replace(' ', '-');
    }
}
