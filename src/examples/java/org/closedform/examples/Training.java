package org.closedform.examples;

import java.util.List;
import java.util.Random;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * Stochastic gradient descent with momentum; the learning rate falls linearly to 0.
 *
 * <pre>{@code
 * v ← m v − η ∇ℓ
 * θ ← θ + v
 * }</pre>
 *
 * @param epochs how often every image is seen
 * @param batchSize images per step
 * @param learningRate η of the first step
 * @param momentum m
 * @param noise the largest random change of a pixel, up or down, which makes every image a new one
 */
record Training(int epochs, int batchSize, double learningRate, double momentum, double noise) {

    /** Trains on the images, starting from the given parameters. */
    Classifier train(DigitsData data, Network.Parameters start, Random random, ProgressBar progress) {
        Network.Parameters parameters = start;
        Network.Parameters velocity = start.zerosLike();
        RunningStatistics running = RunningStatistics.initial(start.gamma().size());
        for (int epoch = 0; epoch < epochs; epoch++) {
            double rate = learningRate * (epochs - epoch) / epochs;
            double loss = 0;
            List<DigitsData> batches = data.shuffledBatches(batchSize, random);
            for (DigitsData batch : batches) {
                Tensor images = batch.images().plus(noise(batch.images().shape(), random));
                Network.Pass pass = new Network(images, batch.labels()).forward(parameters);
                Network.Parameters gradient = pass.gradient();
                velocity = velocity.times(momentum).minus(gradient.times(rate));
                parameters = parameters.plus(velocity);
                running = running.update(pass.norm().statistics(), RunningAverage.PYTORCH);
                loss += pass.output().item() / batches.size();
            }
            progress.show(epoch + 1, epochs, loss);
        }
        return new Classifier(parameters, running);
    }

    private Tensor noise(Shape shape, Random random) {
        return Tensor.draw(shape, () -> noise * (2 * random.nextDouble() - 1));
    }
}
