package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
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
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Part;
import org.closedform.tensor.TensorTree;

/** Who explains which operator. */
final class Explanations {
    private Explanations() {}

    @SuppressWarnings("unchecked") // each explanation below is of its operator's types
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Explanation<X, Y> of(Operator<X, Y> operator) {
        Explanation<?, ?> known = operator instanceof Explanation<?, ?> own ? own : builtIn(operator);
        return known == null ? inputAndOutput(operator) : (Explanation<X, Y>) known;
    }

    private static Explanation<?, ?> builtIn(Operator<?, ?> operator) {
        if (operator instanceof Sigmoid sigmoid) {
            return ElementwiseSteps.sigmoid(sigmoid);
        }
        if (operator instanceof Tanh tanh) {
            return ElementwiseSteps.tanh(tanh);
        }
        if (operator instanceof Relu relu) {
            return ElementwiseSteps.relu(relu);
        }
        if (operator instanceof Softplus softplus) {
            return ElementwiseSteps.softplus(softplus);
        }
        if (operator instanceof LogSigmoid logSigmoid) {
            return ElementwiseSteps.logSigmoid(logSigmoid);
        }
        if (operator instanceof Elementwise elementwise) {
            return ElementwiseSteps.any(elementwise);
        }
        if (operator instanceof Softmax softmax) {
            return new SoftmaxSteps(softmax);
        }
        if (operator instanceof LogSoftmax logSoftmax) {
            return new LogSoftmaxSteps(logSoftmax);
        }
        if (operator instanceof LogSumExp logSumExp) {
            return new LogSumExpSteps(logSumExp);
        }
        return layerOrLoss(operator);
    }

    private static Explanation<?, ?> layerOrLoss(Operator<?, ?> operator) {
        if (operator instanceof Linear linear) {
            return new LinearSteps(linear);
        }
        if (operator instanceof LinearWithoutBias linear) {
            return new LinearWithoutBiasSteps(linear);
        }
        if (operator instanceof MatMul product) {
            return new MatMulSteps(product);
        }
        if (operator instanceof BatchNorm norm) {
            return new BatchNormSteps(norm);
        }
        if (operator instanceof BatchNormInference norm) {
            return new BatchNormInferenceSteps(norm);
        }
        if (operator instanceof CrossEntropyLoss loss) {
            return new CrossEntropySteps(loss);
        }
        if (operator instanceof BinaryCrossEntropyLoss loss) {
            return new BinaryCrossEntropySteps(loss);
        }
        if (operator instanceof Entropy entropy) {
            return new EntropySteps(entropy);
        }
        return operator instanceof KlDivergence divergence ? new KlDivergenceSteps(divergence) : null;
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
                        operator.forward(x).backward(dy));
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
