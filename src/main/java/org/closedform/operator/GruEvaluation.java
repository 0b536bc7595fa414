package org.closedform.operator;

import static org.closedform.tensor.ElementType.FLOAT64;

import org.closedform.kernel.GruRecurrence;
import org.closedform.kernel.GruTangents;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** An evaluation of a GRU: the recurrence, and what all steps have in one matrix product. */
record GruEvaluation(Gru operator, Gru.Inputs inputs, Tensor a, Tensor u, Gru.Output output) implements Gru.Pass {

    /** The evaluation at inputs that fit. */
    static GruEvaluation of(Gru operator, Gru.Inputs in, RecurrentSizes sizes) {
        GruRecurrence.States states = GruRecurrence.forward(
                sizes.sequences(),
                operator.isResetAfter(),
                Storage.of(sizes.inputProjection(in.x(), in.parameters())),
                Storage.of(in.parameters().biasHh()),
                GruProducts.transposed(in.parameters()),
                Storage.of(in.h0()));
        Tensor y = Storage.tensor(sizes.states(), states.h());
        return new GruEvaluation(
                operator,
                in,
                Storage.tensor(sizes.blocks(), states.a()),
                Storage.tensor(sizes.states(), states.u()),
                new Gru.Output(y, sizes.last(y, in.h0())));
    }

    /** The three blocks of da_t and du_t of dh_t, and from them all gradients. */
    @Override
    public Gru.Inputs backward(Gru.Output dy) {
        Required.like(dy, output, "Gru.backward: dy");
        RecurrentSizes sizes = sizes();
        GruRecurrence.Gradient gradient = GruRecurrence.backward(
                sizes.sequences(),
                operator.isResetAfter(),
                states(),
                Storage.of(inputs.h0()),
                GruProducts.weight(inputs.parameters()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()));
        Tensor da = sizes.samples(gradient.da());
        Tensor du = sizes.samples(gradient.du(), sizes.hidden());
        return new Gru.Inputs(
                sizes.dx(da, inputs.x(), inputs.parameters()),
                Storage.tensor(sizes.state(), gradient.dh0()),
                products(sizes).gradient(da, du, type()));
    }

    /** ḣ_t of ȧ_t, in which ḣ_t−1 comes from the step before. */
    @Override
    public Gru.Output pushforward(Gru.Inputs tangent) {
        Required.like(tangent, inputs, "Gru.pushforward: tangent");
        RecurrentSizes sizes = sizes();
        Tensor y = Storage.tensor(
                sizes.states(), tangents(sizes, products(sizes), tangent).h());
        return new Gru.Output(y, sizes.last(y, tangent.h0()));
    }

    /** How da_t and du_t move, and by the product rule how all gradients do. */
    @Override
    public Gru.Inputs curvature(Gru.Output dy, Gru.Inputs tangent) {
        Required.like(dy, output, "Gru.curvature: dy");
        Required.like(tangent, inputs, "Gru.curvature: tangent");
        RecurrentSizes sizes = sizes();
        GruProducts products = products(sizes);
        GruTangents.Tangents tangents = tangents(sizes, products, tangent);
        GruTangents.Curvature curvature = GruTangents.curvature(
                sizes.sequences(),
                operator.isResetAfter(),
                states(),
                tangents,
                Storage.of(inputs.h0()),
                Storage.of(tangent.h0()),
                GruProducts.weight(inputs.parameters()),
                GruProducts.weight(tangent.parameters()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()));
        Tensor da = sizes.samples(curvature.da());
        Tensor daTangent = sizes.samples(curvature.daTangent());
        Tensor du = sizes.samples(curvature.du(), sizes.hidden());
        Tensor duTangent = sizes.samples(curvature.duTangent(), sizes.hidden());
        return new Gru.Inputs(
                sizes.dx(daTangent, inputs.x(), inputs.parameters())
                        .plus(sizes.dx(da, inputs.x(), tangent.parameters())),
                Storage.tensor(sizes.state(), curvature.dh0Tangent()),
                products.gradient(daTangent, duTangent, type())
                        .plus(movement(sizes, products, tangents, tangent).gradientOfWeights(da, du, type())));
    }

    private RecurrentSizes sizes() {
        return RecurrentSizes.of("Gru", inputs.x(), inputs.parameters(), Gru.GATES, operator.traversal());
    }

    private ElementType type() {
        return inputs.x().elementType();
    }

    private GruRecurrence.States states() {
        return new GruRecurrence.States(Storage.of(a), Storage.of(u), Storage.of(output.y()));
    }

    private GruTangents.Tangents tangents(RecurrentSizes sizes, GruProducts products, Gru.Inputs tangent) {
        Tensor input = sizes.inputMovement(inputs.x(), inputs.parameters(), tangent.x(), tangent.parameters())
                .plus(tangent.parameters().biasIh().to(FLOAT64));
        return GruTangents.pushforward(
                sizes.sequences(),
                operator.isResetAfter(),
                states(),
                Storage.of(inputs.h0()),
                Storage.of(input),
                Storage.of(products.ofState(tangent.parameters())),
                GruProducts.transposed(inputs.parameters()),
                Storage.of(tangent.h0()));
    }

    private GruProducts products(RecurrentSizes sizes) {
        Tensor h = sizes.before(inputs.h0(), output.y());
        Tensor s = operator.isResetAfter() ? h : h.times(reset(sizes).output());
        return new GruProducts(sizes.inputs(inputs.x()), h, s);
    }

    /** How the matrices of the products move. */
    private GruProducts movement(
            RecurrentSizes sizes, GruProducts products, GruTangents.Tangents tangents, Gru.Inputs tangent) {
        Tensor x = sizes.inputs(tangent.x());
        Tensor h = sizes.before(tangent.h0(), Storage.tensor(sizes.states(), tangents.h()));
        if (operator.isResetAfter()) {
            return new GruProducts(x, h, h);
        }
        Elementwise.Pass r = reset(sizes);
        Tensor rTangent = r.pushforward(GruGates.block(sizes.samples(tangents.a()), 0));
        return new GruProducts(
                x, h, rTangent.times(products.h()).plus(r.output().times(h)));
    }

    /** The reset gate at all steps, in float64. */
    private Elementwise.Pass reset(RecurrentSizes sizes) {
        return new Sigmoid()
                .forward(GruGates.block(sizes.samples(Storage.of(a)), 0).to(FLOAT64));
    }
}
