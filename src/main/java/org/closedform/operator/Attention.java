package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.closedform.kernel.AttentionArrays;
import org.closedform.kernel.AttentionLogits;
import org.closedform.kernel.DotProductAttention;
import org.closedform.kernel.RepeatedMatrix;
import org.closedform.kernel.VisibleKeys;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Scaled dot-product attention: every query takes a mean of the values, weighed by how well it matches their keys.
 *
 * <pre>{@code
 * Z  = Q·Kᵀ/√d
 * P  = softmax(Z), row by row
 * Y  = P·V
 *
 * dV = Pᵀ·dY
 * dZ = P ⊙ (dP − ⟨P, dP⟩)                      dP = dY·Vᵀ,  ⟨ , ⟩ the sum of products of a row
 * dQ = dZ·K/√d
 * dK = dZᵀ·Q/√d
 *
 * Ẏ  = Ṗ·V + P·V̇                              Ṗ = P ⊙ (Ż − ⟨P, Ż⟩),  Ż = (Q̇·Kᵀ + Q·K̇ᵀ)/√d
 * curvature: (dŻ·K + dZ·K̇)/√d for Q, (dŻᵀ·Q + dZᵀ·Q̇)/√d for K, Ṗᵀ·dY for V,
 *            dŻ = P ⊙ (C − ⟨P, C⟩),            C = (dP − ⟨P, dP⟩) ⊙ (Ż − ⟨P, Ż⟩) + dY·V̇ᵀ
 * }</pre>
 *
 * <p>dZ is the Jacobian of {@link Softmax} times dP. The matrix of all queries and keys is never made: 128 queries at a time, and the
 * derivatives make P once more, so that memory beside the results grows with the number of keys only.
 *
 * <p><b>Options.</b> {@link #withMask}: true takes part, as in ONNX, JAX, Keras and PyTorch's {@code attn_mask}; a key that does not
 * has P = 0, and neither it nor its value shows, NaN and ∞ neither, nor has it a gradient from that query. {@link #causal}: query i
 * sees the keys 0 to i, as {@code is_causal} in PyTorch, ONNX and JAX and {@code use_causal_mask} in Keras, also where there are more
 * keys or more queries. {@link #withBias}: Z + bias, an additive mask, which has no gradient here. {@link #withScale}: another factor
 * than 1/√d. {@link #withSoftcap}: c·tanh(Z/c) for Z, before a bias, as ONNX has it.
 *
 * <p><b>Shapes:</b> query […, H, T, d], key […, G, S, d], value […, G, S, e]; y […, H, T, e]. Without heads the rank is 2. H is a
 * multiple of G, and H/G neighbouring heads of queries share a head of keys and values: grouped queries, as ONNX and PyTorch ({@code
 * enable_gqa}) have them. Mask and bias repeat into […, H, T, S]. Libraries that have heads after time (JAX, Keras) permute axes; those
 * that have them in one axis with d (ONNX, rank 3) reshape. <b>Special values:</b> a query that sees no key gives 0, and has gradient 0;
 * one whose keys all have the logit −∞, by a bias, NaN, as in {@link Softmax}. A bias of −∞ gives P = 0, but unlike a mask does not
 * hide a value of NaN or ∞, since 0 · ∞ is NaN. A logit of NaN or +∞ that is seen makes its row NaN. No keys at all: 0.
 *
 * <p><b>Accuracy:</b> sums have the order of {@link Tensor#matmul}, in the element type; softmax and its Jacobian are computed in it
 * and in float64, respectively, and rounded once. In ulps of the element type, for up to 600 queries and keys, with A the largest
 * Σ|q_ti k_si|/√d, the size of the terms of a logit: y within 4 (1 + A) of Σ_s p_s |v_s|, the derivatives within 4 (1 + A) of the terms
 * that they add up. Bits do not depend on other heads, on threads, or on whether a key is left out by a mask or by {@link #causal}.
 *
 * <p>Source: Vaswani et al., Attention Is All You Need, 2017, eq. (1); grouped: Ainslie et al., GQA, 2023, §2.2; block by block: Rabe,
 * Staats, Self-attention Does Not Need O(n²) Memory, 2021.
 *
 * @param mask which keys take part for which queries; {@link Mask#all} by default
 * @param bias what is added to the logits
 * @param isCausal whether a query sees no key after its own place
 * @param scale the factor of q·k; empty for 1/√d
 * @param softcap c > 0, which no logit exceeds
 */
public record Attention(
        Mask mask, Optional<Tensor> bias, boolean isCausal, OptionalDouble scale, OptionalDouble softcap)
        implements Operator<Attention.Inputs, Tensor>, Serializable {
    /**
     * Checks the options.
     *
     * @param mask which keys take part for which queries; {@link Mask#all} by default
     * @param bias what is added to the logits
     * @param isCausal whether a query sees no key after its own place
     * @param scale the factor of q·k; empty for 1/√d
     * @param softcap c > 0, which no logit exceeds
     * @throws IllegalArgumentException if the scale is not finite, or the cap not positive and finite
     */
    public Attention {
        Objects.requireNonNull(mask, "Attention: mask is null");
        Objects.requireNonNull(bias, "Attention: bias is null");
        Objects.requireNonNull(scale, "Attention: scale is null");
        Objects.requireNonNull(softcap, "Attention: softcap is null");
        if (scale.isPresent() && !Double.isFinite(scale.getAsDouble())) {
            throw new IllegalArgumentException(
                    "Attention: scale is " + scale.getAsDouble() + "; a finite number is needed");
        }
        if (softcap.isPresent() && !(softcap.getAsDouble() > 0 && Double.isFinite(softcap.getAsDouble()))) {
            throw new IllegalArgumentException(
                    "Attention: softcap is " + softcap.getAsDouble() + "; a finite number above 0 is needed");
        }
    }

    /** Every query sees every key; the scale is 1/√d. */
    public Attention() {
        this(Mask.all(), Optional.empty(), false, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * {@return the same attention in which only these keys take part}
     *
     * @param other which keys take part for which queries, of a shape that repeats into […, H, T, S]
     */
    public Attention withMask(Mask other) {
        return new Attention(other, bias, isCausal, scale, softcap);
    }

    /** {@return the same attention in which query i sees the keys 0 to i only, of those that the mask lets take part} */
    public Attention causal() {
        return new Attention(mask, bias, true, scale, softcap);
    }

    /**
     * {@return the same attention with a term for every logit, such as an additive mask or a penalty for distance}
     *
     * @param other what is added, of a shape that repeats into […, H, T, S]; a constant, which has no gradient
     */
    public Attention withBias(Tensor other) {
        Objects.requireNonNull(other, "Attention: bias is null");
        return new Attention(mask, Optional.of(other), isCausal, scale, softcap);
    }

    /**
     * {@return the same attention with another factor of q·k}
     *
     * @param other a finite number
     * @throws IllegalArgumentException if it is not finite
     */
    public Attention withScale(double other) {
        return new Attention(mask, bias, isCausal, OptionalDouble.of(other), softcap);
    }

    /**
     * {@return the same attention with logits capped smoothly, c·tanh(z/c)}
     *
     * @param other c, a finite number above 0
     * @throws IllegalArgumentException if it is not
     */
    public Attention withSoftcap(double other) {
        return new Attention(mask, bias, isCausal, scale, OptionalDouble.of(other));
    }

    /**
     * What attention is a function of, and the type of its gradient.
     *
     * @param query […, H, T, d]
     * @param key […, G, S, d]
     * @param value […, G, S, e]
     */
    public record Inputs(Tensor query, Tensor key, Tensor value) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param query […, H, T, d]
         * @param key […, G, S, d]
         * @param value […, G, S, e]
         */
        public Inputs {
            Objects.requireNonNull(query, "Attention.Inputs: query is null");
            Objects.requireNonNull(key, "Attention.Inputs: key is null");
            Objects.requireNonNull(value, "Attention.Inputs: value is null");
        }
    }

    /** An evaluation of attention. */
    public sealed interface Pass extends Operator.Pass<Inputs, Tensor> {
        /** {@return P, […, H, T, S]: how much of each value a query takes; made anew, and as large as its shape says} */
        Tensor weights();
    }

    /**
     * @throws ShapeException if query, key and value do not fit each other, or the mask or the bias not them
     * @throws IllegalArgumentException if element types differ
     */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "Attention: the inputs are null");
        AttentionLayout layout = AttentionLayout.of(in);
        mask.requireRepeatsInto(layout.pairs(), "Attention: mask");
        bias.ifPresent(terms -> layout.requireBias(terms, in));
        DotProductAttention kernel = new DotProductAttention(layout.sizes(), logits(layout, in), arrays(in));
        return new Evaluation(in, layout, kernel, Storage.tensor(layout.output(), kernel.output()));
    }

    private AttentionLogits logits(AttentionLayout layout, Inputs in) {
        int[] pairs = layout.pairs().dimensions();
        VisibleKeys visible = mask.equals(Mask.all())
                ? VisibleKeys.of(isCausal)
                : VisibleKeys.of(
                        isCausal, mask.toArray(), RepeatedMatrix.of(mask.shape().dimensions(), pairs));
        Tensor terms = bias.orElse(in.query());
        return new AttentionLogits(
                scale.orElse(1 / Math.sqrt(layout.sizes().width())),
                softcap.orElse(Double.NaN),
                visible,
                bias.isPresent() ? Storage.of(terms) : Storage.of(terms).ofSize(0),
                RepeatedMatrix.of(bias.isPresent() ? terms.shape().dimensions() : new int[0], pairs));
    }

    private static AttentionArrays arrays(Inputs in) {
        return new AttentionArrays(Storage.of(in.query()), Storage.of(in.key()), Storage.of(in.value()));
    }

    private record Evaluation(Inputs inputs, AttentionLayout layout, DotProductAttention kernel, Tensor output)
            implements Pass {

        @Override
        public Tensor weights() {
            return Storage.tensor(layout.pairs(), kernel.probabilities());
        }

        /** dQ = dZ·K/√d, dK = dZᵀ·Q/√d, dV = Pᵀ·dY. */
        @Override
        public Inputs backward(Tensor dy) {
            return like(kernel.backward(Storage.of(Required.like(dy, output, "Attention.backward: dy"))));
        }

        /** Ẏ = Ṗ·V + P·V̇. */
        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "Attention.pushforward: tangent");
            return Storage.tensor(output.shape(), kernel.pushforward(arrays(tangent)));
        }

        /** The backward of dY, moved through dZ, K, Q and P. */
        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output, "Attention.curvature: dy");
            Required.like(tangent, inputs, "Attention.curvature: tangent");
            return like(kernel.curvature(Storage.of(dy), arrays(tangent)));
        }

        private Inputs like(AttentionArrays arrays) {
            return new Inputs(
                    Storage.tensor(inputs.query().shape(), arrays.query()),
                    Storage.tensor(inputs.key().shape(), arrays.key()),
                    Storage.tensor(inputs.value().shape(), arrays.value()));
        }
    }

    private Object writeReplace() {
        return new Stored(
                mask,
                bias.orElse(null),
                isCausal,
                scale.isPresent() ? scale.getAsDouble() : null,
                softcap.isPresent() ? softcap.getAsDouble() : null);
    }

    /** What stands for attention in a stream, where an optional cannot be; null for what is not set. */
    private record Stored(Mask mask, Tensor bias, boolean isCausal, Double scale, Double softcap)
            implements Serializable {
        private Object readResolve() {
            return new Attention(mask, Optional.ofNullable(bias), isCausal, optional(scale), optional(softcap));
        }

        private static OptionalDouble optional(Double number) {
            return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
        }
    }
}
