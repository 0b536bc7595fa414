package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The tables of conventions, row by row: what the page says of this library. */
class ConventionsTest {
    private static final Path PAGE = Path.of("docs", "conventions.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    private static List<String> rowsOfThePage() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static Map<String, Executable> tests() {
        Map<String, Executable> tests = new HashMap<>(LayerConventions.rows());
        tests.putAll(ActivationConventions.rows());
        tests.putAll(BatchNormConventions.rows());
        tests.putAll(NormConventions.rows());
        tests.putAll(AttentionConventions.rows());
        tests.putAll(RecurrentConventions.rows());
        tests.putAll(CrossEntropyConventions.rows());
        tests.putAll(BinaryCrossEntropyConventions.rows());
        tests.putAll(InformationConventions.rows());
        tests.putAll(MaskConventions.rows());
        tests.putAll(RegressionConventions.rows());
        return tests;
    }

    @Test
    void everyRowHasATestAndEveryTestARow() throws IOException {
        List<String> rows = rowsOfThePage();
        Set<String> withoutTest = new TreeSet<>(rows);
        withoutTest.removeAll(tests().keySet());
        Set<String> withoutRow = new TreeSet<>(tests().keySet());
        rows.forEach(withoutRow::remove);
        assertEquals(Set.of(), withoutTest, "rows without a test");
        assertEquals(Set.of(), withoutRow, "tests without a row");
        assertEquals(Set.copyOf(rows).size(), rows.size(), "rows of different names");
    }

    @Test
    void everyLineOfATableHasARowsName() throws IOException {
        long lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|--") && !line.startsWith("| row "))
                .count();
        assertEquals(lines, rowsOfThePage().size());
    }

    /** A stray bar would shift a library's convention into another's column. */
    @Test
    void everyLineOfATableHasAsManyCellsAsItsHead() throws IOException {
        long cells = 0;
        for (String line : Files.readAllLines(PAGE)) {
            long bars = line.chars().filter(c -> c == '|').count();
            if (line.startsWith("| row ")) {
                cells = bars;
            } else if (line.startsWith("|")) {
                assertEquals(cells, bars, line);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> isAsThePageSays() {
        return tests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(test -> dynamicTest(test.getKey(), test.getValue()));
    }
}
