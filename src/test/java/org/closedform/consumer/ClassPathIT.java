package org.closedform.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on the class path and in JShell: nothing to declare, and nothing to open. */
class ClassPathIT {
    @TempDir
    Path folder;

    @Test
    void trainsAPrivateRecordOfParameters() throws Exception {
        Consumer user = new Consumer(folder)
                .writes(
                        "Main.java",
                        """
                        import org.closedform.gradient.GradientCheck;
                        import org.closedform.loss.CrossEntropyLoss;
                        import org.closedform.operator.Operator;
                        import org.closedform.tensor.Labels;
                        import org.closedform.tensor.Tensor;
                        import org.closedform.tensor.TensorTree;

                        class Main {
                            private record Parameters(Tensor weight, Tensor bias) implements TensorTree<Parameters> {}

                            public static void main(String[] args) {
                                Tensor x = Tensor.of(new double[][] {{1, -1}});
                                Operator<Parameters, Tensor> layer = Operator.of(
                                        p -> p.weight().times(x).plus(p.bias()),
                                        (p, y, dy) -> new Parameters(dy.times(x), dy));
                                Operator<Parameters, Tensor> loss = layer.then(CrossEntropyLoss.onLogits(Labels.of(0)));
                                Tensor zeros = Tensor.zeros(x.shape());
                                Parameters start = new Parameters(zeros, zeros);
                                GradientCheck.of(loss).at(start).assertPasses();
                                Parameters gradient = loss.forward(start).backward(Tensor.scalar(1));
                                System.out.print(start.minus(gradient).weight().reshape(2));
                            }
                        }
                        """);
        assertEquals("", user.compiles("-classpath", Consumer.jar().toString()));
        assertEquals(
                "float64[2] [0.5, 0.5]",
                user.java(0, "-classpath", Consumer.path(Stream.of(Consumer.jar(), user.classes())), "Main"));
    }

    @Test
    void runsOnTheVectorApiWhereItIsThere() throws Exception {
        Consumer user = new Consumer(folder)
                .writes(
                        "Main.java",
                        """
                        import org.closedform.operator.Softmax;
                        import org.closedform.tensor.Tensor;

                        class Main {
                            public static void main(String[] args) {
                                System.out.print(new Softmax(0).apply(Tensor.of(new double[500])).at(499));
                            }
                        }
                        """);
        assertEquals("", user.compiles("-classpath", Consumer.jar().toString()));
        String path = Consumer.path(Stream.of(Consumer.jar(), user.classes()));
        String said = user.onVectorApi("-classpath", path, "Main");
        assertTrue(said.contains("loops on the Vector API") && said.endsWith("0.002"), said);
    }

    @Test
    void answersInJShell() throws Exception {
        Path script = Files.writeString(
                folder.resolve("session.jsh"),
                """
                import org.closedform.operator.*
                import org.closedform.tensor.*
                record Point(Tensor x, Tensor y) implements TensorTree<Point> {}
                System.out.println(new Softmax(0).apply(Tensor.of(0, 0)))
                System.out.println(new Point(Tensor.of(3), Tensor.of(4)).norm())
                /exit
                """);
        String jar = Consumer.jar().toString();
        String answer = "float64[2] [0.5, 0.5]" + System.lineSeparator() + "5.0" + System.lineSeparator();
        String said = jshell("--class-path", jar, script.toString());
        assertTrue(said.endsWith(answer), said);
    }

    @Test
    void answersInJShellAsAModule() throws Exception {
        Path script = Files.writeString(
                folder.resolve("session.jsh"),
                """
                import org.closedform.operator.*
                import org.closedform.tensor.*
                System.out.println(new Softmax(0).apply(Tensor.of(0, 0)))
                import org.closedform.kernel.*
                /exit
                """);
        String jar = Consumer.jar().toString();
        String said = jshell("--module-path", jar, "--add-modules", "org.closedform", script.toString());
        assertTrue(said.contains("float64[2] [0.5, 0.5]"), said);
        assertTrue(said.contains("package org.closedform.kernel is not visible"), said);
    }

    /** What JShell says to a script, with its preferences in the folder. */
    private String jshell(String... arguments) throws Exception {
        Stream<String> quietly = Stream.of("-s", "-J-Djava.util.prefs.userRoot=" + folder);
        return new Consumer(folder)
                .runs(0, "jshell", Stream.concat(quietly, Stream.of(arguments)).toArray(String[]::new));
    }
}
