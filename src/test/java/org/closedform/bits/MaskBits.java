package org.closedform.bits;

import java.util.List;
import java.util.function.BiConsumer;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Operators and losses of which not everything counts: what goes into digests of their own. */
final class MaskBits {
    private static final int ROWS = 5;

    private MaskBits() {}

    static void addTo(BiConsumer<String, BitCases.Case> add) {
        add.accept("masked rows", (in, size, digest) -> {
            Tensor x = in.mixed(4 * size, ROWS, size);
            Mask mask = Mask.generate(x.shape(), index -> index[0] > 0 && (index[1] + index[0]) % 3 > 0);
            BitCases.evaluate(new Softmax().withMask(mask), x, in, digest);
            BitCases.evaluate(new LogSoftmax().withMask(mask), x, in, digest);
            BitCases.evaluate(new LogSumExp(1).withMask(mask), x, in, digest);
        });
        add.accept("masked losses", (in, size, digest) -> {
            Mask positions = Mask.of(true, false, true, true, false);
            Mask classes = Mask.generate(Shape.of(ROWS, size), index -> index[0] < 3 || index[1] % 2 == 0);
            Labels labels = Labels.of(0, size / 2, size - 1, 0, 0);
            Tensor x = in.mixed(4 * size, ROWS, size);
            CrossEntropyLoss loss =
                    CrossEntropyLoss.onLogits(labels).withMask(positions).withClassMask(classes);
            BitCases.evaluate(loss, x, in, digest);
            BitCases.evaluate(loss.withLabelSmoothing(0.125), x, in, digest);
            BitCases.evaluate(Entropy.onLogits().withMask(positions).withClassMask(classes), x, in, digest);
            BitCases.evaluate(
                    KlDivergence.onLogits().withMask(positions).withClassMask(classes),
                    new KlDivergence.Inputs(in.mixed(8 * size, ROWS, size), in.uniform(16, ROWS, size)),
                    in,
                    digest);
            BitCases.evaluate(
                    BinaryCrossEntropyLoss.onLogits(in.unit(ROWS, size)).withMask(classes), x, in, digest);
        });
        add.accept("masked BatchNorm", (in, size, digest) -> {
            for (Tensor x : List.of(in.uniform(4, ROWS, size), in.mixed(64, ROWS, size))) {
                BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, in.uniform(2, size), in.uniform(2, size));
                BitCases.evaluate(
                        new BatchNorm().withMask(Mask.of(true, false, true, true, false)), inputs, in, digest);
            }
        });
    }
}
