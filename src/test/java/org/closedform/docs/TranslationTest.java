package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README in Chinese says what the README says: what can be compared without knowing the language. */
class TranslationTest {
    private static final Path ORIGINAL = Path.of("README.md");
    private static final Path TRANSLATION = Path.of("docs", "README.zh-CN.md");

    private static List<String> blocks(Path page) throws IOException {
        return FencedBlock.in(page.toString(), Files.readString(page)).stream()
                .map(block -> block.language() + "\n" + block.text().replaceAll("(?m) *(// |# ).*$", ""))
                .toList();
    }

    private static List<String> headingsAndRows(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("## ") || line.startsWith("| ") || line.startsWith("- ["))
                .map(line -> line.replaceAll("^(\\S+ (?:`\\w+`)?).*$", "$1"))
                .toList();
    }

    @Test
    void hasTheSameCommandsSnippetsAndOutputButForComments() throws IOException {
        assertEquals(blocks(ORIGINAL), blocks(TRANSLATION));
    }

    @Test
    void hasTheSameSectionsTablesAndLists() throws IOException {
        assertEquals(headingsAndRows(ORIGINAL), headingsAndRows(TRANSLATION));
    }

    @Test
    void eachLeadsToTheOther() throws IOException {
        assertTrue(Files.readString(ORIGINAL).contains("(docs/README.zh-CN.md)"));
        assertTrue(Files.readString(TRANSLATION).contains("(../README.md)"));
    }
}
