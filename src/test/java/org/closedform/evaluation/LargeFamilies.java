package org.closedform.evaluation;

import java.util.List;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** Inputs of thousands of coordinates, which are probed along random directions. */
final class LargeFamilies {
    private LargeFamilies() {}

    static List<Family> all() {
        return List.of(
                draw -> on(new Tanh(), draw.normal(50, 60), "tanh"),
                draw -> on(new Softmax(1), draw.normal(100, 30), "softmax"),
                draw -> on(CrossEntropyLoss.onLogits(draw.labels(128, 40)), draw.normal(128, 40), "cross-entropy"),
                draw -> Case.of(
                        "linear",
                        new LinearWithoutBias(),
                        new LinearWithoutBias.Inputs(draw.normal(40, 60), draw.weights(50, 60))),
                draw -> Case.of(
                        "batch norm",
                        new BatchNorm(1, 1e-5),
                        new BatchNorm.Inputs(draw.normal(64, 40), draw.weights(40), draw.weights(40))));
    }

    private static Case<Tensor, Tensor> on(Operator<Tensor, Tensor> operator, Tensor x, String name) {
        return Case.of("large " + name, operator, x);
    }
}
