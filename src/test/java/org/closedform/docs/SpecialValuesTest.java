package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.closedform.tensor.ElementType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of special values, row by row, for both element types. */
class SpecialValuesTest {
    private static final Path TABLE = Path.of("docs", "special-values.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    private static List<String> rowsOfTheTable() throws IOException {
        return ROW.matcher(Files.readString(TABLE))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static Map<String, Consumer<Numbers>> tests() {
        Map<String, Consumer<Numbers>> tests = new HashMap<>(SoftmaxRows.rows());
        tests.putAll(CrossEntropyRows.rows());
        tests.putAll(InformationRows.rows());
        tests.putAll(LayerRows.rows());
        tests.putAll(ActivationRows.rows());
        tests.putAll(NormRows.rows());
        tests.putAll(AttentionRows.rows());
        tests.putAll(RecurrentRows.rows());
        tests.putAll(OptionRows.rows());
        tests.putAll(SumRows.rows());
        tests.putAll(MergingRows.rows());
        tests.putAll(MaskRows.rows());
        tests.putAll(RegressionRows.rows());
        return tests;
    }

    @Test
    void everyRowHasATestAndEveryTestARow() throws IOException {
        List<String> rows = rowsOfTheTable();
        Set<String> withoutTest = new TreeSet<>(rows);
        withoutTest.removeAll(tests().keySet());
        Set<String> withoutRow = new TreeSet<>(tests().keySet());
        rows.forEach(withoutRow::remove);
        assertEquals(Set.of(), withoutTest, "rows without a test");
        assertEquals(Set.of(), withoutRow, "tests without a row");
        assertEquals(Set.copyOf(rows).size(), rows.size(), "rows of different names");
    }

    @Test
    void everyLineOfTheTableHasARowsName() throws IOException {
        long lines = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|--") && !line.startsWith("| row "))
                .count();
        assertEquals(lines, rowsOfTheTable().size());
    }

    @TestFactory
    Stream<DynamicTest> behavesAsTheTableSays() {
        return tests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(test -> Arrays.stream(ElementType.values()).map(type -> {
                    String name = test.getKey() + ", " + type;
                    return dynamicTest(
                            name, () -> assertAll(name, () -> test.getValue().accept(new Numbers(type))));
                }));
    }
}
