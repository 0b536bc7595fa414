package org.closedform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Random random = new Random(7);

    @Nested
    class Gradient {
        /** Away from the start, where γ = 1 and the biases are 0, so that a factor or term that those hide is seen. */
        private Network.Parameters anywhere(int pixels, int hidden, int classes) {
            return Network.Parameters.random(pixels, hidden, classes, random)
                    .mapTensors(tensor -> tensor.plus(Tensor.draw(tensor.shape(), random::nextGaussian)));
        }

        @Test
        void agreesWithFiniteDifferencesInEveryCoordinateOfASmallNetwork() {
            Tensor images = Tensor.draw(Shape.of(6, 5), random::nextGaussian);
            Network network = new Network(images, Labels.of(0, 1, 2, 2, 1, 0));
            GradientReport report = GradientCheck.of(network).at(anywhere(5, 4, 3));
            assertEquals(Verdict.PASS, report.verdict(), report::toString);
            assertEquals(5 * 4 + 4 + 4 + 4 + 4 * 3 + 3, report.comparisons().size());
        }

        @Test
        void agreesWithFiniteDifferencesOnDigits() {
            DigitsData batch = DigitsData.load().shuffledBatches(16, random).get(0);
            GradientReport report = GradientCheck.of(new Network(batch.images(), batch.labels()))
                    .at(anywhere(DigitsData.PIXELS, 32, DigitsData.CLASSES));
            assertEquals(Verdict.PASS, report.verdict(), report::toString);
        }

        @Test
        void namesEveryParameterInTheReport() {
            Tensor images = Tensor.draw(Shape.of(6, 5), random::nextGaussian);
            GradientReport report = GradientCheck.of(new Network(images, Labels.of(0, 1, 2, 2, 1, 0)))
                    .at(anywhere(5, 4, 3));
            assertEquals(
                    List.of("hiddenWeight", "hiddenBias", "gamma", "beta", "outputWeight", "outputBias"),
                    report.comparisons().stream()
                            .map(comparison -> comparison.name().replaceFirst("\\[.*", ""))
                            .distinct()
                            .collect(Collectors.toList()));
        }
    }

    @Nested
    class Start {
        @Test
        void hasWeightsOfVarianceOneOverInputs() {
            Network.Parameters start = Network.Parameters.random(400, 300, 10, random);
            Tensor weight = start.hiddenWeight();
            double variance = weight.dot(weight) / weight.size();
            // 120,000 draws: the relative standard deviation of the variance is √(2/120000) = 0.4 %
            assertEquals(1.0 / 400, variance, 0.03 / 400);
        }

        @Test
        void takesTheShapesThatTheLayersNeed() {
            assertEquals(
                    List.of("[4, 5]", "[4]", "[4]", "[4]", "[3, 4]", "[3]"),
                    Network.Parameters.random(5, 4, 3, random).parts().stream()
                            .map(NamedTensor::tensor)
                            .map(tensor -> tensor.shape().toString())
                            .toList());
        }
    }

    @Nested
    class Classifying {
        private final Tensor images = Tensor.draw(Shape.of(20, 5), random::nextGaussian);
        private final Network.Parameters parameters = Network.Parameters.random(5, 4, 3, random);

        @Test
        void givesTheLogitsOfTrainingIfTheStatisticsAreThoseOfTheBatch() {
            Network.Pass pass = new Network(images, Labels.of(new int[20])).forward(parameters);
            RunningStatistics ofBatch = RunningStatistics.of(
                    pass.norm().statistics().mean(), pass.norm().statistics().variance());
            Tensor logits = new Classifier(parameters, ofBatch).logits().apply(images);
            assertTrue(
                    logits.isClose(pass.logits().output(), 0, 1e-12),
                    () -> logits + " in inference, in training " + pass.logits().output());
        }

        @Test
        void readsAnImageAloneAsAmongOthers() {
            Classifier classifier = new Classifier(parameters, RunningStatistics.initial(4));
            int[] alone = new int[20];
            Arrays.setAll(
                    alone, i -> classifier.classify(images.slice(0, i, i + 1)).at(0));
            assertEquals(classifier.classify(images), Labels.of(alone));
        }
    }
}
