package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Rnn;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Part;
import org.closedform.tensor.TensorTree;

/** Who explains which operator. */
final class Explanations {
    private Explanations() {}

    private static final Map<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> BUILT_IN = Map.ofEntries(
            explained(Sigmoid.class, ElementwiseSteps::sigmoid),
            explained(Tanh.class, ElementwiseSteps::tanh),
            explained(Relu.class, ElementwiseSteps::relu),
            explained(Softplus.class, ElementwiseSteps::softplus),
            explained(LogSigmoid.class, ElementwiseSteps::logSigmoid),
            explained(Elementwise.class, ElementwiseSteps::any),
            explained(Softmax.class, SoftmaxSteps::new),
            explained(LogSoftmax.class, LogSoftmaxSteps::new),
            explained(LogSumExp.class, LogSumExpSteps::new),
            explained(Linear.class, LinearSteps::new),
            explained(LinearWithoutBias.class, LinearWithoutBiasSteps::new),
            explained(MatMul.class, MatMulSteps::new),
            explained(BatchNorm.class, BatchNormSteps::new),
            explained(BatchNormInference.class, BatchNormInferenceSteps::new),
            explained(Rnn.class, RnnSteps::new),
            explained(Lstm.class, LstmSteps::new),
            explained(LstmCell.class, LstmCellSteps::new),
            explained(CrossEntropyLoss.class, CrossEntropySteps::new),
            explained(BinaryCrossEntropyLoss.class, BinaryCrossEntropySteps::new),
            explained(Entropy.class, EntropySteps::new),
            explained(KlDivergence.class, KlDivergenceSteps::new));

    private static <O extends Operator<?, ?>>
            Map.Entry<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> explained(
                    Class<O> type, Function<O, Explanation<?, ?>> explanation) {
        return Map.entry(type, operator -> explanation.apply(type.cast(operator)));
    }

    @SuppressWarnings("unchecked") // each explanation is of its operator's types
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Explanation<X, Y> of(Operator<X, Y> operator) {
        Objects.requireNonNull(operator, "WorkedExample: operator is null");
        if (operator instanceof Explanation<?, ?> own) {
            return (Explanation<X, Y>) own;
        }
        Function<Operator<?, ?>, Explanation<?, ?>> builtIn = BUILT_IN.get(operator.getClass());
        return builtIn == null ? inputAndOutput(operator) : (Explanation<X, Y>) builtIn.apply(operator);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Explanation<X, Y> inputAndOutput(
            Operator<X, Y> operator) {
        return new Explanation<>() {
            @Override
            public List<Step> forwardSteps(X x) {
                return results("output", "y", "= f(x)", "= f(x)", operator.apply(x));
            }

            @Override
            public List<Step> backwardSteps(X x, Y dy) {
                return results(
                        "gradient",
                        "dx",
                        "= Jᵀ·dy",
                        "= J^\\top dy",
                        Objects.requireNonNull(operator.forward(x), "WorkedExample: the operator's pass is null")
                                .backward(dy));
            }
        };
    }

    private static List<Step> results(String name, String alone, String formula, String latex, TensorTree<?> tree) {
        List<Step> steps = new ArrayList<>();
        for (Part named : ExampleText.named(tree, part -> part.isEmpty() ? alone : part)) {
            steps.add(new Step(
                    name, named.name() + " " + formula, "\\mathrm{" + named.name() + "} " + latex, named.tensor()));
        }
        return steps;
    }
}
