package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.closedform.loss.ClassShard;
import org.closedform.loss.LogNormalizer;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.ExactStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Parts are computed in other JVMs, of which one only interprets, and come back as bytes through a pipe. */
class TwoProcessesTest {
    /** What is said of a part. */
    private record Part(ExactStatistics statistics, WeightedSum<Tensor> sum, LogNormalizer normalizer)
            implements Serializable {
        static Part of(Tensor rows) {
            return new Part(
                    ExactStatistics.of(rows, 1),
                    WeightedSum.of(rows.sum(0), rows.shape().dimension(0)),
                    new ClassShard(rows.transpose(), 0).logNormalizer());
        }

        Part merge(Part other) {
            return new Part(
                    statistics.merge(other.statistics), sum.merge(other.sum), normalizer.merge(other.normalizer));
        }
    }

    /** Reads rows from its input, and writes the part to its output. */
    static final class Worker {
        private Worker() {}

        public static void main(String... arguments) throws IOException, ClassNotFoundException {
            PrintStream out = System.out;
            try (ObjectInputStream in = new ObjectInputStream(System.in);
                    ObjectOutputStream result = new ObjectOutputStream(out)) {
                result.writeObject(Part.of((Tensor) in.readObject()));
            }
        }
    }

    private static Part elsewhere(Tensor rows, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (ObjectOutputStream out = new ObjectOutputStream(process.getOutputStream())) {
            out.writeObject(rows);
        }
        try (ObjectInputStream in = new ObjectInputStream(process.getInputStream())) {
            return (Part) in.readObject();
        } finally {
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void partsOfOtherProcessesMergeToTheSameBits() throws Exception {
        Random random = new Random(7);
        Tensor first = Tensor.draw(Shape.of(40, 3), () -> 1e8 + random.nextGaussian());
        Tensor second = Tensor.draw(Shape.of(17, 3), random::nextGaussian);
        Part here = Part.of(first).merge(Part.of(second));
        Part there = elsewhere(second, "-Xint").merge(elsewhere(first));
        assertEquals(here, there);
        assertEquals(here.sum.mean(), there.sum.mean());
    }
}
