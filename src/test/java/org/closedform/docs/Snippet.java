package org.closedform.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;

/**
 * A piece of Java printed in a page, and what the page says that it prints.
 *
 * <p>Leading imports stay imports. What follows is either whole types, of which a {@code main} or the methods annotated
 * {@code @Test} and {@code @Property} are run, or statements, which are run as the body of a {@code main}.
 *
 * @param file the page
 * @param code the fenced block marked {@code java}
 * @param output the block marked {@code text} directly after it, or after the command that runs it, if there is one
 */
record Snippet(String file, FencedBlock code, Optional<FencedBlock> output) {

    /** The snippets of a page, in order. */
    static List<Snippet> in(String file, String markdown) {
        List<FencedBlock> blocks = FencedBlock.in(file, markdown);
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            FencedBlock block = blocks.get(i);
            if (block.language().equals("java")) {
                Optional<FencedBlock> output = blocks.stream()
                        .skip(i + 1L)
                        .takeWhile(FencedBlock::follows)
                        .dropWhile(next -> next.language().equals("sh"))
                        .findFirst()
                        .filter(next -> next.language().equals("text"));
                snippets.add(new Snippet(file, block, output));
            }
        }
        return snippets;
    }

    /** Such as {@code docs/page.md:12}, the line of the first line of code. */
    String place() {
        return file + ":" + code.line();
    }

    /**
     * Compiles and runs the snippet, and compares what it prints.
     *
     * @throws AssertionError if the snippet does not compile, throws, or prints something else, saying where
     */
    void verify() {
        String printed = printed(SnippetCompiler.compile(this));
        output.ifPresent(expected -> requireSame(expected, lines(expected.text()), lines(printed)));
    }

    /** What a program writes to standard output; the tests of a module run one after the other. */
    private String printed(Executable program) {
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            program.execute();
        } catch (Throwable thrown) {
            throw new AssertionError(place() + ": the snippet throws " + thrown, thrown);
        } finally {
            System.setOut(console);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(String text) {
        return text.stripTrailing().lines().map(String::stripTrailing).toList();
    }

    private void requireSame(FencedBlock block, List<String> expected, List<String> printed) {
        for (int i = 0; i < Math.max(expected.size(), printed.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "nothing more";
            String came = i < printed.size() ? printed.get(i) : "nothing more";
            if (i >= expected.size() || i >= printed.size() || !wanted.equals(came)) {
                throw new AssertionFailedError(
                        "%s:%d: the page says%n  %s%nbut the snippet at line %d prints%n  %s%nin all:%n%s"
                                .formatted(
                                        file,
                                        block.line() + i,
                                        wanted,
                                        code.line(),
                                        came,
                                        String.join(System.lineSeparator(), printed)),
                        String.join("\n", expected),
                        String.join("\n", printed));
            }
        }
    }
}
