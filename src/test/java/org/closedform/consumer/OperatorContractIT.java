package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit's jar in a user's tests. */
class OperatorContractIT {
    private static final String OPERATOR =
            """
            import org.closedform.operator.Operator;
            import org.closedform.tensor.Tensor;

            record Cube(double factor) implements Operator<Tensor, Tensor> {
                @Override
                public Operator.Pass<Tensor, Tensor> forward(Tensor x) {
                    return Operator.Pass.of(x.times(x).times(x), dy -> dy.times(x).times(x).times(factor));
                }
            }
            """;

    private static final String CONTRACT =
            """
            import java.util.List;
            import net.jqwik.api.Arbitraries;
            import net.jqwik.api.Arbitrary;
            import org.closedform.tensor.ElementType;
            import org.closedform.tensor.Tensor;
            import org.closedform.testkit.OperatorContract;
            import org.closedform.testkit.SpecialValue;
            import org.closedform.testkit.TensorArbitraries;

            class CubeTest extends OperatorContract<Tensor, Tensor> {
                private final Cube cube = new Cube(%s);

                @Override
                protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
                    return TensorArbitraries.shapes(1, 3)
                            .flatMap(shape -> TensorArbitraries.tensors(shape, type, Arbitraries.doubles().between(1, 2)))
                            .map(x -> Case.rowwise(cube, x).gradientScale(100));
                }

                @Override
                protected List<SpecialValue<Tensor, Tensor>> specialValues() {
                    return List.of(SpecialValue.of(cube, Tensor.of(Double.NaN, -0.0), Tensor.of(Double.NaN, -0.0)));
                }
            }
            """;

    private static final String ONE_LINE =
            """
            import org.closedform.tensor.Tensor;
            import org.closedform.testkit.OperatorLaws;
            import org.junit.jupiter.api.Test;

            class CubeTest {
                @Test
                void keepsTheLaws() {
                    OperatorLaws.of(new Cube(%s)).assertHoldAt(Tensor.of(0.5, -1, 2));
                }
            }
            """;

    @TempDir
    Path folder;

    private static Stream<Path> jars() {
        return Stream.of(Consumer.jar(), Consumer.jar("-testkit"));
    }

    private String test(int exit, String source, Stream<Path> libraries) throws Exception {
        Consumer user = new Consumer(folder).writes("Cube.java", OPERATOR).writes("CubeTest.java", source);
        String path = Consumer.path(Stream.concat(Stream.of(user.classes()), Stream.concat(jars(), libraries)));
        assertEquals("", user.compiles("-classpath", path));
        return user.java(
                exit,
                "-classpath",
                path,
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--select-class=CubeTest",
                "--disable-banner",
                "--disable-ansi-colors");
    }

    private static Stream<Path> junitAndJqwik() {
        return Consumer.testLibraries();
    }

    private static Stream<Path> junitAlone() {
        return junitAndJqwik().filter(jar -> !jar.getFileName().toString().startsWith("jqwik"));
    }

    @Test
    void holdsARightOperatorToTheWholeContract() throws Exception {
        String said = test(0, CONTRACT.formatted("3"), junitAndJqwik());
        assertTrue(said.contains("23 tests successful"), said);
    }

    @Test
    void reportsWhatIsWrong() throws Exception {
        String said = test(1, CONTRACT.formatted("1.5"), junitAndJqwik());
        assertTrue(said.contains("1 tests failed"), said);
        assertTrue(said.contains("CubeTest:agreesWithFiniteDifferences"), said);
        assertTrue(said.contains("FAIL: gradient = "), said);
    }

    @Test
    void needsNoJqwikForOneLine() throws Exception {
        test(0, ONE_LINE.formatted("3"), junitAlone());
    }

    @Test
    void reportsWhatIsWrongInOneLine() throws Exception {
        String said = test(1, ONE_LINE.formatted("1.5"), junitAlone());
        assertTrue(said.contains("Cube[factor=1.5] at float64[3] [ 0.5, -1.0,  2.0] breaks a law"), said);
        assertTrue(said.contains("FAIL: gradient = ½ × numeric"), said);
    }

    /** No package is in both modules. */
    @Test
    void worksOnTheModulePath() throws Exception {
        Consumer user = new Consumer(folder)
                .writes("module-info.java", "module user { requires org.closedform.testkit; requires org.closedform; }")
                .writes(
                        "user/Main.java",
                        """
                        package user;

                        import org.closedform.operator.Softmax;
                        import org.closedform.tensor.Tensor;
                        import org.closedform.testkit.OperatorLaws;

                        public class Main {
                            public static void main(String[] args) {
                                OperatorLaws.of(new Softmax(0)).assertHoldAt(Tensor.of(1, 2, 3));
                            }
                        }
                        """);
        assertEquals("", user.compiles("--module-path", Consumer.path(jars())));
        String path = Consumer.path(Stream.concat(Stream.of(user.classes()), jars()));
        assertEquals("", user.java(0, "--module-path", path, "--module", "user/user.Main"));
    }
}
