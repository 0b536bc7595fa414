package org.closedform.examples.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.closedform.drawing.Svg;

/**
 * Draws the figures of the documentation from numbers that the library computes on the spot.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java@figures
 * }</pre>
 */
public final class Figures {
    static final Path FOLDER = Path.of("docs", "figures");

    private Figures() {}

    /** Every figure by the name of its file. */
    static Map<String, Supplier<Svg>> all() {
        return new TreeMap<>(Map.of(
                "sigmoid.svg", SigmoidFigure::draw,
                "softmax.svg", SoftmaxFigure::draw,
                "cross-entropy.svg", CrossEntropyFigure::draw,
                "divergence.svg", DivergenceFigure::draw,
                "explosion.svg", ExplosionFigure::draw,
                "curvature.svg", CurvatureFigure::draw,
                "depth.svg", DepthFigure::draw,
                "time.svg", TimeFigure::draw,
                "batch-norm.svg", BatchNormFigure::draw,
                "step-size.svg", StepSizeFigure::draw));
    }

    /**
     * Writes the figures to docs/figures of the working directory.
     *
     * @param args none are used
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws IOException {
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, Supplier<Svg>> figure : all().entrySet()) {
            Path file = FOLDER.resolve(figure.getKey());
            Files.writeString(file, figure.getValue().get().toString());
            System.out.println(file);
        }
    }
}
