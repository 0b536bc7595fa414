package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on the module path, as a foreign module sees it. */
class ModulePathIT {
    @TempDir
    Path folder;

    private Consumer user;

    @Test
    void requiresNothingButJavaBase() {
        ModuleDescriptor module = ModuleFinder.of(Consumer.jar())
                .find("org.closedform")
                .orElseThrow()
                .descriptor();
        assertEquals(
                Set.of("java.base"),
                module.requires().stream().map(ModuleDescriptor.Requires::name).collect(Collectors.toSet()));
        assertEquals(
                Set.of(
                        "org.closedform.array",
                        "org.closedform.chart",
                        "org.closedform.curvature",
                        "org.closedform.exercise",
                        "org.closedform.expression",
                        "org.closedform.flow",
                        "org.closedform.gradient",
                        "org.closedform.gradient.diagnosis",
                        "org.closedform.lesson",
                        "org.closedform.loss",
                        "org.closedform.operator",
                        "org.closedform.tensor",
                        "org.closedform.words"),
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet()));
    }

    private static final String TWO_HALVES =
            """
            import org.closedform.operator.Softmax;
            import org.closedform.tensor.Tensor;

            public class Main {
                public static void main(String[] args) {
                    System.out.print(new Softmax(0).apply(Tensor.of(0, 0)));
                }
            }
            """;

    @Test
    void exportedPackagesAreAllThatItTakes() throws Exception {
        assertEquals("", compile(TWO_HALVES, "requires org.closedform;"));
        assertEquals("float64[2] [0.5, 0.5]", run());
    }

    @Test
    void storageIsOutOfReach() {
        String errors = compile(
                """
                import org.closedform.storage.Storage;
                import org.closedform.tensor.Tensor;

                public class Main {
                    public static void main(String[] args) {
                        Storage.of(Tensor.of(0, 0)).set(0, 1);
                    }
                }
                """,
                "requires org.closedform;");
        assertTrue(
                errors.contains("package org.closedform.storage is not visible"), () -> "the compiler said: " + errors);
    }

    @Test
    void noBackDoorThroughReflection() throws Exception {
        assertEquals(
                "",
                compile(
                        """
                        import org.closedform.tensor.Tensor;

                        public class Main {
                            public static void main(String[] args) throws Exception {
                                Tensor tensor = Tensor.of(0, 0);
                                for (String door : new String[] {"storage.Storage", "kernel.StorageAccess"}) {
                                    Class<?> type = Class.forName("org.closedform." + door);
                                    for (var method : type.getDeclaredMethods()) {
                                        try {
                                            method.setAccessible(true);
                                            System.out.print(method);
                                        } catch (RuntimeException refused) {
                                        }
                                    }
                                }
                                try {
                                    tensor.getClass().getMethod("buffer").invoke(tensor);
                                } catch (IllegalAccessException refused) {
                                    System.out.print("refused");
                                }
                            }
                        }
                        """,
                        "requires org.closedform;"));
        assertEquals("refused", run());
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

    @Test
    void runsOnTheVectorApiWhereItIsThere() throws Exception {
        assertEquals("", compile(TWO_HALVES, "requires org.closedform;"));
        String path = Consumer.path(Stream.of(Consumer.jar(), user.classes()));
        String said = user.onVectorApi("--module-path", path, "--module", "user/user.Main");
        assertTrue(said.contains("loops on the Vector API") && said.endsWith("float64[2] [0.5, 0.5]"), said);
    }

    @Test
    void runsInAnImageOfJavaBaseAlone() throws Exception {
        assertEquals("", compile(TWO_HALVES, "requires org.closedform;"));
        String path = Consumer.path(Stream.of(Consumer.jar(), user.classes()));
        user.runs(0, "jlink", "--module-path", path, "--add-modules", "user", "--output", "image");
        String java = Path.of("bin", "java").toString();
        Path image = folder.resolve("image");
        assertEquals(
                Set.of("java.base", "org.closedform", "user"),
                user.starts(0, image.resolve(java), "--list-modules")
                        .lines()
                        .map(module -> module.split("@")[0])
                        .collect(Collectors.toSet()));
        assertEquals("float64[2] [0.5, 0.5]", user.starts(0, image.resolve(java), "--module", "user/user.Main"));
    }

    /** What the compiler says to a class of package {@code user} in module {@code user}; empty if all is well. */
    private String compile(String main, String directives) {
        user = new Consumer(folder)
                .writes("module-info.java", "module user { " + directives + " }")
                .writes("user/Main.java", "package user;\n" + main);
        return user.compiles("--module-path", Consumer.jar().toString());
    }

    /** What the compiled module prints. */
    private String run() throws IOException, InterruptedException {
        String path = Consumer.path(Stream.of(Consumer.jar(), user.classes()));
        return user.java(0, "--module-path", path, "--module", "user/user.Main");
    }
}
