package org.closedform.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.closedform.gradient.Evidence;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Values whose parts fit each other, which chance would hardly ever find. */
final class Samples {
    private static final RecurrentParameters RNN = parameters(2);
    private static final RecurrentParameters LSTM = parameters(8);

    static final Map<Class<?>, List<?>> OF = Map.of(
            Linear.Inputs.class, List.of(new Linear.Inputs(numbers(2, 3), numbers(4, 3), numbers(4))),
            LinearWithoutBias.Inputs.class, List.of(new LinearWithoutBias.Inputs(numbers(2, 3), numbers(4, 3))),
            MatMul.Inputs.class, List.of(new MatMul.Inputs(numbers(2, 3), numbers(3, 2))),
            BatchNorm.Inputs.class, List.of(new BatchNorm.Inputs(numbers(4, 2), numbers(2), numbers(2))),
            RecurrentParameters.class, List.of(RNN, LSTM),
            Rnn.Inputs.class, List.of(new Rnn.Inputs(numbers(3, 2, 3), numbers(2, 2), RNN)),
            Lstm.Inputs.class, List.of(new Lstm.Inputs(numbers(3, 2, 3), numbers(2, 2), numbers(2, 2), LSTM)),
            LstmCell.Inputs.class, List.of(new LstmCell.Inputs(numbers(2, 3), numbers(2, 2), numbers(2, 2), LSTM)),
            Evidence.class, List.of(evidence()));

    private Samples() {}

    private static Tensor numbers(int... dimensions) {
        int[] next = {0};
        return Tensor.draw(Shape.of(dimensions), () -> ++next[0] % 7 - 3.5);
    }

    private static RecurrentParameters parameters(int rows) {
        return new RecurrentParameters(numbers(rows, 3), numbers(rows, 2), numbers(rows), numbers(rows));
    }

    /** What a wrong derivation gives its hypotheses to look at; it has no constructor. */
    private static Evidence evidence() {
        List<Evidence> seen = new ArrayList<>();
        Operator<Tensor, Tensor> wrong = Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x));
        GradientCheck.of(wrong)
                .hypotheses(List.of(evidence -> {
                    seen.add(evidence);
                    return Optional.empty();
                }))
                .at(Tensor.of(1, 2));
        return seen.get(0);
    }
}
