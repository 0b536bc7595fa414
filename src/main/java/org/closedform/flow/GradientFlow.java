package org.closedform.flow;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.closedform.argument.Copied;
import org.closedform.operator.Gru;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.Rnn;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.words.Words;

/**
 * How the size of a gradient changes on its way back through a chain of layers, or through time.
 *
 * <pre>{@code
 * ∂C/∂x_l = J_lᵀ J_(l+1)ᵀ ⋯ J_Lᵀ ∂C/∂y_L       J_l = ∂y_l/∂x_l
 *
 * ‖∂C/∂x_l‖ ≤ ‖J_l‖ ‖J_(l+1)‖ ⋯ ‖J_L‖ ‖∂C/∂y_L‖
 * }</pre>
 *
 * <p>Each {@link LayerGradient} has the norm of the gradient that arrives at the layer, the gradients of its parameters, ‖J_l‖, and
 * the product ‖J_l‖ ⋯ ‖J_L‖. In a chain of single neurons, z_l = w_l a_(l−1) + b_l and a_l = σ(z_l), ‖J_l‖ is |w_l σ′(z_l)|. Through
 * time, C depends on the last state, and the gradients of the parameters at one step are that step's share.
 *
 * <p>‖J_l‖ is the {@link SpectralNorm} of the whole Jacobian. This takes one backward for each element of the state, and is meant for
 * states of up to a few hundred elements.
 *
 * <p>Source: Bengio, Simard, Frasconi, Learning Long-Term Dependencies with Gradient Descent is Difficult, 1994; Pascanu,
 * Mikolov, Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013, eqs. (5) to (7).
 *
 * @param layers what happens at each layer, in order
 * @param inputNorm ‖∂C/∂x‖, where x is the input of the first layer
 */
public record GradientFlow(List<LayerGradient> layers, double inputNorm) {
    private static final int MOST_LAYERS = 1 << 20;

    /**
     * Copies the list.
     *
     * @param layers what happens at each layer, in order
     * @param inputNorm ‖∂C/∂x‖, where x is the input of the first layer
     * @throws IllegalArgumentException if there is no layer
     */
    public GradientFlow {
        layers = Copied.of(layers, "GradientFlow: layers");
        requireSome(layers);
    }

    private static void requireSome(List<?> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("GradientFlow: no layers; at least one is needed");
        }
    }

    /**
     * {@return the flow of the gradient of a loss on the last state}
     *
     * @param <S> the state that goes from layer to layer
     * @param layers the layers in order
     * @param x the input of the first layer
     * @param loss maps the last state to a scalar C
     * @throws IllegalArgumentException if there is no layer, a layer does not fit the output of the one before (the message names
     *     it), or the loss is not a scalar
     */
    public static <S extends TensorTree<S>> GradientFlow from(
            Operator<S, Tensor> loss, List<FlowLayer<S>> layers, S x) {
        Objects.requireNonNull(loss, "GradientFlow: loss is null");
        return flow(layers, x, last -> {
            Operator.Pass<S, Tensor> pass =
                    Objects.requireNonNull(loss.forward(last), "GradientFlow: the pass of the loss is null");
            Objects.requireNonNull(pass.output(), "GradientFlow: the output of the loss is null");
            if (pass.output().size() != 1) {
                throw new IllegalArgumentException(
                        "GradientFlow: the loss has shape " + pass.output().shape() + ", but one number is needed");
            }
            return pass.backward(pass.output().map(c -> 1));
        });
    }

    /**
     * {@return the flow of a given gradient of the last state}
     *
     * @param <S> the state that goes from layer to layer
     * @param layers the layers in order
     * @param x the input of the first layer
     * @param upstream ∂C/∂y, with the structure and shapes of the last layer's output
     * @throws IllegalArgumentException if there is no layer, a layer does not fit the output of the one before (the message names
     *     it), or the upstream does not fit the last output
     */
    public static <S extends TensorTree<S>> GradientFlow of(List<FlowLayer<S>> layers, S x, S upstream) {
        Objects.requireNonNull(upstream, "GradientFlow: upstream is null");
        return flow(layers, x, last -> upstream.requireLike(last, "GradientFlow: upstream"));
    }

    private static <S extends TensorTree<S>> GradientFlow flow(
            List<FlowLayer<S>> layers, S x, Function<S, S> upstream) {
        requireSome(Copied.of(layers, "GradientFlow: layers"));
        S state = Objects.requireNonNull(x, "GradientFlow: x is null");
        List<FlowLayer.Pass<S>> passes = new ArrayList<>();
        for (FlowLayer<S> layer : layers) {
            passes.add(layer.forward(state));
            state = passes.get(passes.size() - 1).output();
        }
        LinkedList<LayerGradient> flows = new LinkedList<>();
        S dy = upstream.apply(state);
        double product = 1;
        ListIterator<FlowLayer<S>> back = layers.listIterator(layers.size());
        while (back.hasPrevious()) {
            FlowLayer.Pass<S> pass = passes.get(back.previousIndex());
            FlowLayer.Gradient<S> gradient = pass.backward().apply(dy);
            double factor = SpectralNorm.ofJacobian(
                    pass.output(),
                    upstreamRow -> pass.backward().apply(upstreamRow).state());
            product *= factor;
            flows.addFirst(new LayerGradient(back.previous().name(), dy.norm(), gradient.others(), factor, product));
            dy = gradient.state();
        }
        return new GradientFlow(flows, dy.norm());
    }

    /**
     * The flow through the steps of a plain recurrent layer, from a gradient of its last state back to h0. The Jacobian of a step is
     * diag(φ′(z_t))·W_hh. Each step has the gradients of its {@code x} and of the parameters.
     *
     * @param rnn the layer
     * @param in sequences, first state and parameters
     * @param dhLast ∂C/∂hLast, [N, H]
     * @return the flow of ∂C, one {@link LayerGradient} for each step
     * @throws IllegalArgumentException if there is no step, the inputs or the gradient do not fit, or the layer has lengths
     */
    public static GradientFlow throughTime(Rnn rnn, Rnn.Inputs in, Tensor dhLast) {
        Objects.requireNonNull(rnn, "GradientFlow.throughTime: rnn is null");
        Objects.requireNonNull(dhLast, "GradientFlow.throughTime: dhLast is null");
        dhLast.requireLike(rnn.forward(in).output().hLast(), "GradientFlow.throughTime: dhLast");
        return of(TimeFlow.steps(rnn, in), in.h0(), dhLast);
    }

    /**
     * The flow through the steps of a GRU, from a gradient of its last state back to h0. The Jacobian of a step is that of h with respect
     * to the previous h: diag(z) and what goes through the gates and the candidate. Each step has the gradients of its {@code x} and of
     * the parameters.
     *
     * @param gru the layer
     * @param in sequences, first state and parameters
     * @param dhLast ∂C/∂hLast, [N, H]
     * @return the flow of ∂C, one {@link LayerGradient} for each step
     * @throws IllegalArgumentException if there is no step, the inputs or the gradient do not fit, or the layer has lengths
     */
    public static GradientFlow throughTime(Gru gru, Gru.Inputs in, Tensor dhLast) {
        Objects.requireNonNull(gru, "GradientFlow.throughTime: gru is null");
        Objects.requireNonNull(dhLast, "GradientFlow.throughTime: dhLast is null");
        dhLast.requireLike(gru.forward(in).output().hLast(), "GradientFlow.throughTime: dhLast");
        return of(TimeFlow.steps(gru, in), in.h0(), dhLast);
    }

    /**
     * The flow through the steps of an LSTM, from a gradient of its last state and cell back to h0 and c0. The Jacobian of a step is
     * that of (h, c) with respect to the previous (h, c). Each step has the gradients of its {@code x} and of the parameters.
     *
     * @param in sequences, first state and cell, and parameters
     * @param last ∂C/∂hLast and ∂C/∂cLast, [N, H] each
     * @return the flow of ∂C, one {@link LayerGradient} for each step
     * @throws IllegalArgumentException if there is no step, or the inputs or the gradient do not fit
     */
    public static GradientFlow throughTime(Lstm.Inputs in, LstmCell.Output last) {
        Lstm.Output output = new Lstm().forward(in).output();
        Objects.requireNonNull(last, "GradientFlow.throughTime: last is null");
        last.requireLike(new LstmCell.Output(output.hLast(), output.cLast()), "GradientFlow.throughTime: last");
        return of(TimeFlow.steps(in), new LstmCell.Output(in.h0(), in.c0()), last);
    }

    /**
     * The flow along an LSTM's cell alone, which no weight multiplies. With h held fixed ∂c_t/∂c_t−1 = diag(f_t), and ‖J‖ of a step
     * is its largest forget gate.
     *
     * @param pass an evaluation of the LSTM
     * @param dcLast ∂C/∂cLast, [N, H]
     * @return the flow of ∂C, one {@link LayerGradient} for each step
     * @throws IllegalArgumentException if the gradient does not fit, or the LSTM has lengths
     */
    public static GradientFlow alongCell(Lstm.Pass pass, Tensor dcLast) {
        Objects.requireNonNull(pass, "GradientFlow.alongCell: pass is null");
        Objects.requireNonNull(dcLast, "GradientFlow.alongCell: dcLast is null");
        dcLast.requireLike(pass.output().cLast(), "GradientFlow.alongCell: dcLast");
        return of(
                TimeFlow.forgetting(pass.operator().traversal(), pass.f()),
                pass.inputs().c0(),
                dcLast);
    }

    /**
     * {@return {@code count} layers in order, such as hidden layers or steps in time}
     *
     * @param <S> the state
     * @param count how many, from 1 to 2²⁰
     * @param layer makes the layer at an index, from 0
     * @throws IllegalArgumentException if the count is out of range
     */
    public static <S extends TensorTree<S>> List<FlowLayer<S>> repeat(int count, IntFunction<FlowLayer<S>> layer) {
        Objects.requireNonNull(layer, "GradientFlow.repeat: layer is null");
        if (count < 1 || count > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "GradientFlow.repeat: count is " + count + "; from 1 to " + MOST_LAYERS + " is right");
        }
        return IntStream.range(0, count).mapToObj(layer).toList();
    }

    /** {@return ‖∂C/∂x‖ / ‖∂C/∂y‖ of the whole chain: how much of the gradient arrives; NaN if there was none} */
    public double ratio() {
        return inputNorm / layers.get(layers.size() - 1).upstreamNorm();
    }

    /** {@return the mean factor per layer: {@link #ratio} to the power of 1 / number of layers; 0 if nothing arrives} */
    public double rate() {
        return StrictMath.pow(ratio(), 1.0 / layers.size());
    }

    /** {@return whether the gradient vanishes or explodes, by {@link #ratio}: a rate that is harmless for 3 layers is not for 300} */
    public FlowVerdict verdict() {
        return FlowVerdict.of(ratio());
    }

    /** {@return the flow as a chart in English, as {@link #toSvg(Words)} describes it} */
    public String toSvg() {
        return toSvg(Words.ENGLISH);
    }

    /**
     * {@return the flow as a chart in SVG: ‖∂C/∂y‖ of each layer, and the product of the factors from there to the end, on a logarithmic
     * scale} Where a norm is 0 the line is interrupted.
     *
     * @param words the reader's language
     */
    public String toSvg(Words words) {
        return FlowDocument.svg(this, Objects.requireNonNull(words, "GradientFlow.toSvg: words is null"));
    }

    /** {@return the flow as an article in English, as {@link #toHtml(Words)} describes it} */
    public String toHtml() {
        return toHtml(Words.ENGLISH);
    }

    /**
     * {@return the flow as an article in HTML: the verdict, the chart, and a table with a row for each layer, only both ends of a chain of
     * more than 200} It needs no script and no style sheet, is also well-formed XML, and everything in it is escaped.
     *
     * @param words the reader's language
     */
    public String toHtml(Words words) {
        return FlowDocument.html(this, Objects.requireNonNull(words, "GradientFlow.toHtml: words is null"));
    }

    /**
     * The flow in JSON, all numbers in full; NaN and infinities are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
     *
     * <pre>{@code
     * {
     *   "schema": "closedform.gradient-flow/1",
     *   "verdict": "VANISHES", "STEADY", "EXPLODES" or "UNDEFINED",
     *   "ratio": number, "rate": number, "inputNorm": number,
     *   "layers": [{"name": text, "upstreamNorm": number, "factor": number, "product": number,
     *               "gradients": [{"name": text, "norm": number}, …]}, …]
     * }
     * }</pre>
     *
     * @return the text
     */
    public String toJson() {
        return FlowDocument.json(this);
    }

    /** {@return a table with one line for each layer, only both ends of a long chain, and the verdict} */
    @Override
    public String toString() {
        return FlowText.of(this);
    }
}
