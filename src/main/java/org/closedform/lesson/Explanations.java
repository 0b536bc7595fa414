package org.closedform.lesson;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.WeightedMean;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.operator.Celu;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Masked;
import org.closedform.operator.MaskedBatchNorm;
import org.closedform.operator.MatMul;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.Relu;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Rnn;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.operator.Temperature;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Finds the explanation of an operator. */
final class Explanations {
    private Explanations() {}

    /** Writes down the steps of an operator. */
    private interface Writer<O, X extends TensorTree<X>, Y extends TensorTree<Y>> {
        void write(O operator, X x, Y dy, Steps steps);

        default Explanation<X, Y> of(O operator) {
            return (x, dy, steps) -> write(operator, x, dy, steps);
        }
    }

    /** An explanation with symbols of its own. */
    private record Named<X extends TensorTree<X>, Y extends TensorTree<Y>>(
            Explanation<X, Y> explanation, UnaryOperator<String> input, UnaryOperator<String> upstream)
            implements Explanation<X, Y> {
        @Override
        public void explain(X x, Y dy, Steps steps) {
            explanation.explain(x, dy, steps);
        }

        @Override
        public String inputSymbol(String part) {
            return input.apply(part);
        }

        @Override
        public String upstreamSymbol(String part) {
            return upstream.apply(part);
        }
    }

    private static final UnaryOperator<String> D = part -> "d" + (part.isEmpty() ? "y" : part);

    private static final Map<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> BUILT_IN = Map.ofEntries(
            explained(Sigmoid.class, ElementwiseSteps::sigmoid),
            explained(Tanh.class, ElementwiseSteps::tanh),
            explained(Relu.class, ElementwiseSteps::relu),
            explained(Softplus.class, ElementwiseSteps::softplus),
            explained(LogSigmoid.class, ElementwiseSteps::logSigmoid),
            explained(Elementwise.class, ElementwiseSteps::any),
            explained(Gelu.class, ActivationSteps::gelu),
            explained(Silu.class, ActivationSteps::silu),
            explained(Mish.class, ActivationSteps::mish),
            explained(LeakyRelu.class, ActivationSteps::leakyRelu),
            explained(PRelu.class, ActivationSteps::parametricRelu, ActivationSteps::symbol, D),
            explained(Elu.class, ActivationSteps::elu),
            explained(Celu.class, ActivationSteps::celu),
            explained(Selu.class, ActivationSteps::selu),
            explained(Softsign.class, ActivationSteps::softsign),
            explained(HardSigmoid.class, ActivationSteps::hardSigmoid),
            explained(HardSwish.class, ActivationSteps::hardSwish),
            explained(Softmax.class, SoftmaxSteps::softmax),
            explained(LogSoftmax.class, SoftmaxSteps::logSoftmax),
            explained(LogSumExp.class, SoftmaxSteps::logSumExp),
            explained(Masked.class, MaskSteps::rows),
            explained(WeightedMean.class, MaskSteps::mean),
            explained(MaskedBatchNorm.class, MaskSteps::batchNorm, NormSteps::symbol, D),
            explained(Linear.class, LinearSteps::affine, LinearSteps::symbol, D),
            explained(LinearWithoutBias.class, LinearSteps::linear, LinearSteps::symbol, D),
            explained(MatMul.class, LinearSteps::product, LinearSteps::factor, part -> "dY"),
            explained(Attention.class, AttentionSteps::attention, AttentionSteps::symbol, part -> "dY"),
            explained(BatchNorm.class, NormSteps::training, NormSteps::symbol, D),
            explained(BatchNormInference.class, NormSteps::inference, NormSteps::symbol, D),
            explained(LayerNorm.class, NormSteps::layer, NormSteps::symbol, D),
            explained(RmsNorm.class, NormSteps::rms, NormSteps::symbol, D),
            explained(GroupNorm.class, NormSteps::group, NormSteps::symbol, D),
            explained(InstanceNorm.class, NormSteps::instance, NormSteps::symbol, D),
            explained(Rnn.class, RecurrentSteps::rnn, RecurrentSteps::symbol, D),
            explained(Lstm.class, RecurrentSteps::lstm, RecurrentSteps::symbol, D),
            explained(Gru.class, GruSteps::gru, RecurrentSteps::symbol, D),
            explained(GruCell.class, GruSteps::cell, RecurrentSteps::cellSymbol, part -> "dh_1"),
            explained(
                    LstmCell.class,
                    RecurrentSteps::cell,
                    RecurrentSteps::cellSymbol,
                    part -> part.equals("h") ? "dh_1" : "dcLast"),
            loss(CrossEntropyLoss.class, CrossEntropySteps::classes, (loss, part) -> LossSteps.symbol(loss.form())),
            loss(
                    BinaryCrossEntropyLoss.class,
                    CrossEntropySteps::binary,
                    (loss, part) -> CrossEntropySteps.symbol(loss)),
            loss(Entropy.class, InformationSteps::entropy, (loss, part) -> LossSteps.symbol(loss.form())),
            loss(KlDivergence.class, InformationSteps::divergence, InformationSteps::symbol),
            loss(MeanSquaredError.class, RegressionSteps::squared, (loss, part) -> "x"),
            loss(HuberLoss.class, RegressionSteps::huber, (loss, part) -> "x"),
            loss(
                    GaussianNegativeLogLikelihood.class,
                    RegressionSteps::likelihood,
                    (loss, part) -> RegressionSteps.symbol(part)),
            loss(JensenShannonDivergence.class, InformationSteps::jensenShannon, InformationSteps::symbol),
            loss(
                    FocalLoss.class,
                    FocalSteps::classes,
                    (loss, part) -> LossSteps.symbol(loss.crossEntropy().form())),
            loss(
                    BinaryFocalLoss.class,
                    FocalSteps::binary,
                    (loss, part) -> CrossEntropySteps.symbol(loss.crossEntropy())),
            loss(ZLoss.class, LogitSteps::normaliser, (loss, part) -> "a"),
            loss(DistillationLoss.class, LogitSteps::distillation, (loss, part) -> "a"),
            explained(Temperature.class, LogitSteps::temperature));

    private static <O extends Operator<X, Y>, X extends TensorTree<X>, Y extends TensorTree<Y>>
            Map.Entry<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> explained(
                    Class<O> type, Writer<O, X, Y> writer) {
        return Map.entry(type, operator -> writer.of(type.cast(operator)));
    }

    private static <O extends Operator<X, Y>, X extends TensorTree<X>, Y extends TensorTree<Y>>
            Map.Entry<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> explained(
                    Class<O> type,
                    Writer<O, X, Y> writer,
                    UnaryOperator<String> input,
                    UnaryOperator<String> upstream) {
        return Map.entry(type, operator -> new Named<>(writer.of(type.cast(operator)), input, upstream));
    }

    private static <O extends Operator<X, Tensor>, X extends TensorTree<X>>
            Map.Entry<Class<?>, Function<Operator<?, ?>, Explanation<?, ?>>> loss(
                    Class<O> type, Writer<O, X, Tensor> writer, BiFunction<O, String, String> input) {
        return Map.entry(type, operator -> {
            O loss = type.cast(operator);
            return new Named<>(writer.of(loss), part -> input.apply(loss, part), part -> "dL");
        });
    }

    /** The explanation of an operator, its own or a built-in one; empty if there is none. */
    @SuppressWarnings("unchecked") // an explanation has the types of its operator
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Optional<Explanation<X, Y>> of(Operator<X, Y> operator) {
        return operator instanceof Explanation<?, ?> own
                ? Optional.of((Explanation<X, Y>) own)
                : Optional.ofNullable(BUILT_IN.get(operator.getClass()))
                        .map(explanation -> (Explanation<X, Y>) explanation.apply(operator));
    }
}
