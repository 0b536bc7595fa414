package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnippetTest {

    /** The only snippet of a page; ''' stands for a fence. */
    private static Snippet only(String page) {
        List<Snippet> snippets = Snippet.in("page.md", page.replace("'''", "```"));
        assertEquals(1, snippets.size(), "snippets of the page");
        return snippets.get(0);
    }

    private static void assertRuns(String page) {
        assertDoesNotThrow(only(page)::verify);
    }

    private static AssertionError assertReports(String page, String... texts) {
        AssertionError error = assertThrows(AssertionError.class, only(page)::verify);
        for (String text : texts) {
            assertTrue(
                    error.getMessage().contains(text), () -> "no '" + text + "' in the report: " + error.getMessage());
        }
        return error;
    }

    @Nested
    class Runs {
        @Test
        void statements() {
            assertRuns(
                    """
                    '''java
                    System.out.println(6 * 7);
                    '''
                    '''text
                    42
                    '''
                    """);
        }

        @Test
        void statementsThatBeginWithALocalRecord() {
            assertRuns(
                    """
                    '''java
                    import org.closedform.tensor.Tensor;
                    import org.closedform.tensor.TensorTree;

                    record Pair(Tensor a, Tensor b) implements TensorTree<Pair> {}

                    System.out.println(new Pair(Tensor.of(1, 2), Tensor.of(3)).times(2).b().item());
                    '''

                    '''text
                    6.0
                    '''
                    """);
        }

        @Test
        void statementsThatBeginWithAModifier() {
            assertRuns(
                    """
                    '''java
                    final int x = 1;
                    System.out.println(x);
                    '''
                    '''text
                    1
                    '''
                    """);
        }

        @Test
        void theMainOfAClass() {
            assertRuns(
                    """
                    '''java
                    /** With a comment first. */
                    public final class Program {
                        public static void main(String[] args) {
                            Helper.greet();
                        }
                    }

                    class Helper {
                        static void greet() {
                            System.out.println("hello");
                        }
                    }
                    '''
                    '''text
                    hello
                    '''
                    """);
        }

        @Test
        void everyTestOfATestClass() {
            String page =
                    """
                    '''java
                    import static org.junit.jupiter.api.Assertions.assertEquals;
                    import org.junit.jupiter.api.Test;

                    class SumTest {
                        @Test
                        void isRight() {
                            assertEquals(4, 2 + 2);
                        }

                        @Test
                        void isTheSameTheOtherWayRound() {
                            assertEquals(%d, 3 + 2);
                        }
                    }
                    '''
                    """;
            assertRuns(page.formatted(5));
            assertReports(page.formatted(6), "page.md:2: the snippet throws", "expected: <6> but was: <5>");
        }

        @Test
        void everyPropertyOfATestClass() {
            String page =
                    """
                    '''java
                    import net.jqwik.api.ForAll;
                    import net.jqwik.api.Property;
                    import net.jqwik.api.constraints.IntRange;

                    class SquareProperties {
                        @Property(tries = 20)
                        boolean areNotNegative(@ForAll @IntRange(min = -9, max = 9) int x) {
                            return x * x >= %d;
                        }
                    }
                    '''
                    """;
            assertRuns(page.formatted(0));
            assertReports(page.formatted(100), "page.md:2: the snippet throws", "areNotNegative");
        }

        @Test
        void typesThatHaveNothingToRun() {
            assertRuns("'''java\nrecord Point(double x, double y) {}\n'''");
        }
    }

    @Nested
    class Output {
        @Test
        void mayDifferInTrailingWhitespaceOnly() {
            assertRuns("'''java\nSystem.out.print(\"a  \\nb\\n\\n\");\n'''\n\n'''text\na\nb  \n'''"
                    .replace("\n\n'''", "\n'''"));
            assertReports("'''java\nSystem.out.println(\" a\");\n'''\n'''text\na\n'''", "page.md:5: the page says");
        }

        @Test
        void isComparedAfterTheCommandThatRunsIt() {
            String page =
                    """
                    '''java
                    System.out.println(1);
                    '''

                    '''sh
                    run it
                    '''

                    '''text
                    %d
                    '''
                    """;
            assertRuns(page.formatted(1));
            assertReports(page.formatted(2), "page.md:10: the page says");
        }

        @Test
        void isNotComparedAfterATextInBetween() {
            assertRuns("'''java\nSystem.out.println(1);\n'''\nAnother matter:\n\n'''text\n2\n'''");
        }

        @Test
        void isRestoredAfterwards() {
            PrintStream console = System.out;
            assertRuns("'''java\nint unused = 1;\n'''");
            assertReports("'''java\nthrow new Exception();\n'''");
            assertSame(console, System.out);
        }
    }

    @Nested
    class Reports {
        @Test
        void whatDoesNotCompileWithThePagesLineAndTheCompilersWords() {
            assertReports(
                    """
                    A page.

                    '''java
                    int x = 1;
                    int y = "two";
                    '''
                    """,
                    "page.md:4: the snippet does not compile",
                    "page.md:5: error: incompatible types: String cannot be converted to int");
        }

        @Test
        void warnings() {
            assertReports(
                    """
                    '''java
                    import java.util.List;

                    List<String> names = (List<String>) (Object) List.of();
                    '''
                    """,
                    "page.md:4: warning: [unchecked]");
        }

        @Test
        void aTypeWithASyntaxErrorAsAType() {
            assertReports(
                    "'''java\nclass Half {\n    int x = ;\n}\n'''", "page.md:3: error: illegal start of expression");
        }

        @Test
        void theLineOfThePageThatIsNotPrinted() {
            assertReports(
                    """
                    '''java
                    System.out.println(1);
                    System.out.println(2);
                    '''

                    '''text
                    1
                    3
                    '''
                    """,
                    "page.md:8: the page says",
                    "3",
                    "the snippet at line 2 prints",
                    "2");
        }

        @Test
        void whatIsMissingAndWhatIsTooMuch() {
            assertReports("'''java\nint x = 1;\n'''\n'''text\n1\n'''", "prints", "nothing more");
            assertReports("'''java\nSystem.out.println(1);\n'''\n'''text\n'''", "page says", "nothing more");
        }

        @Test
        void whatThrowsWithItsCause() {
            AssertionError error = assertReports(
                    """
                    '''java
                    int[] empty = {};
                    System.out.println(empty[0]);
                    '''
                    """,
                    "page.md:2: the snippet throws java.lang.ArrayIndexOutOfBoundsException: Index 0");
            assertInstanceOf(ArrayIndexOutOfBoundsException.class, error.getCause());
            assertEquals(3, error.getCause().getStackTrace()[0].getLineNumber(), "the line in the page");
        }

        @Test
        void aFenceThatIsNeverClosed() {
            AssertionError error =
                    assertThrows(AssertionError.class, () -> Snippet.in("page.md", "a\n```java\nint x;"));
            assertEquals("page.md:2: this fence is never closed", error.getMessage());
        }
    }

    @Nested
    class Finds {
        @Test
        void onlyJava() {
            String page = "```sh\nls\n```\n\n~~~~ java\nint x;\n~~~~\n```\nplain\n```\n";
            List<Snippet> snippets = Snippet.in("page.md", page);
            assertEquals(
                    List.of("page.md:6"), snippets.stream().map(Snippet::place).toList());
        }

        @Test
        void noFenceInsideALongerFence() {
            assertEquals(List.of(), Snippet.in("page.md", "````markdown\n```java\nint x;\n```\n````\n"));
        }
    }
}
