package org.closedform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module as a foreign module on the module path sees it. */
class ModuleTest {
    private static final Path CLASSES = Path.of("target/classes");

    @TempDir
    Path folder;

    @Test
    void requiresNothingButJavaBase() {
        ModuleDescriptor module =
                ModuleFinder.of(CLASSES).find("org.closedform").orElseThrow().descriptor();
        assertEquals(
                Set.of("java.base"),
                module.requires().stream().map(ModuleDescriptor.Requires::name).collect(Collectors.toSet()));
        assertEquals(
                Set.of(
                        "org.closedform.gradient",
                        "org.closedform.lesson",
                        "org.closedform.loss",
                        "org.closedform.operator",
                        "org.closedform.tensor"),
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet()));
    }

    @Test
    void exportedPackagesAreAllThatItTakes() throws Exception {
        assertEquals(
                "",
                compile(
                        """
                        import org.closedform.operator.Softmax;
                        import org.closedform.tensor.Tensor;

                        public class Main {
                            public static void main(String[] args) {
                                System.out.print(new Softmax(0).apply(Tensor.of(0, 0)));
                            }
                        }
                        """,
                        "requires org.closedform;"));
        assertEquals("float64[2] [0.5, 0.5]", run());
    }

    @Test
    void storageIsOutOfReach() throws IOException {
        String errors = compile(
                """
                import org.closedform.kernel.Buffer;
                import org.closedform.tensor.Tensor;

                public class Main {
                    public static void main(String[] args) {
                        Buffer storage = Tensor.of(0, 0).buffer();
                        storage.set(0, 1);
                    }
                }
                """,
                "requires org.closedform;");
        assertTrue(
                errors.contains("package org.closedform.kernel is not visible"), () -> "the compiler said: " + errors);
    }

    @Test
    void noBackDoorThroughInference() throws IOException {
        String errors = compile(
                """
                import org.closedform.tensor.Tensor;

                public class Main {
                    public static void main(String[] args) {
                        var storage = Tensor.of(0, 0).buffer();
                        storage.set(0, 1);
                    }
                }
                """,
                "requires org.closedform;");
        assertTrue(
                errors.contains("not visible") || errors.contains("not accessible") || errors.contains("inaccessible"),
                () -> "the compiler said: " + errors);
    }

    private static final String RECORD_OF_TENSORS =
            """
            import org.closedform.tensor.Tensor;
            import org.closedform.tensor.TensorTree;

            public class Main {
                record Parameters(Tensor weight) implements TensorTree<Parameters> {}

                public static void main(String[] args) {
                    try {
                        System.out.print(new Parameters(Tensor.of(1, 2)).times(2).weight());
                    } catch (IllegalArgumentException e) {
                        System.out.print(e.getMessage());
                    }
                }
            }
            """;

    @Test
    void aRecordOfTensorsWorksInAnOpenPackage() throws Exception {
        assertEquals("", compile(RECORD_OF_TENSORS, "requires org.closedform; opens user to org.closedform;"));
        assertEquals("float64[2] [2.0, 4.0]", run());
    }

    @Test
    void aRecordInAClosedPackageIsToldWhatToOpen() throws Exception {
        assertEquals("", compile(RECORD_OF_TENSORS, "requires org.closedform;"));
        String said = run();
        assertTrue(said.contains("let module user declare 'opens user to org.closedform'"), () -> "it said: " + said);
    }

    /** Compiles a class of package {@code user} in module {@code user}; what the compiler said, empty if all is well. */
    private String compile(String main, String directives) throws IOException {
        Path module = Files.writeString(folder.resolve("module-info.java"), "module user { " + directives + " }");
        Path source = Files.createDirectories(folder.resolve("user")).resolve("Main.java");
        Files.writeString(source, "package user;\n" + main);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "--module-path", CLASSES.toString(), "-d", folder.resolve("out").toString());
        compiler.getTask(
                        said,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(module, source))
                .call();
        return said.toString();
    }

    /** What the compiled module prints in a JVM of its own. */
    private String run() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "--module-path",
                        CLASSES + System.getProperty("path.separator") + folder.resolve("out"),
                        "--module",
                        "user/user.Main")
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        java.getInputStream().transferTo(printed);
        assertEquals(0, java.waitFor(), () -> printed.toString(StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }
}
