package org.closedform.operator;

import org.closedform.kernel.LstmRecurrence;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** An evaluation of an LSTM: the recurrence, and what all steps have in one matrix product. */
record LstmEvaluation(Lstm operator, Lstm.Inputs inputs, Tensor z, Tensor c, Lstm.Output output) implements Lstm.Pass {

    /** The evaluation at inputs that fit. */
    static LstmEvaluation of(Lstm operator, Lstm.Inputs in, RecurrentSizes sizes) {
        LstmRecurrence.States states = LstmRecurrence.forward(
                sizes.sequences(),
                Storage.of(sizes.projection(in.x(), in.parameters())),
                Storage.of(in.parameters().weightHh().transpose()),
                Storage.of(in.h0()),
                Storage.of(in.c0()));
        Tensor y = Storage.tensor(sizes.states(), states.h());
        Tensor c = Storage.tensor(sizes.states(), states.c());
        Lstm.Output output = new Lstm.Output(y, sizes.last(y, in.h0()), sizes.last(c, in.c0()));
        return new LstmEvaluation(operator, in, Storage.tensor(sizes.blocks(), states.z()), c, output);
    }

    /** dc_t = f ⊙ dc_t+1 + o ⊙ tanh′(c_t) ⊙ dh_t, whence the four blocks of dz_t, and from it all gradients. */
    @Override
    public Lstm.Inputs backward(Lstm.Output dy) {
        Required.like(dy, output, "Lstm.backward: dy");
        RecurrentParameters parameters = inputs.parameters();
        RecurrentSizes sizes = sizes();
        LstmRecurrence.Gradient gradient = LstmRecurrence.backward(
                sizes.sequences(),
                states(),
                Storage.of(inputs.c0()),
                Storage.of(parameters.weightHh()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()),
                Storage.of(dy.cLast()));
        Tensor dz = sizes.samples(gradient.dz());
        return new Lstm.Inputs(
                sizes.dx(dz, inputs.x(), parameters),
                Storage.tensor(sizes.state(), gradient.dh0()),
                Storage.tensor(sizes.state(), gradient.dc0()),
                sizes.dParameters(dz, inputs.x(), inputs.h0(), output.y()));
    }

    /** ċ_t and ḣ_t of ż_t, whose W_hh·ḣ_t−1 comes from the step before. */
    @Override
    public Lstm.Output pushforward(Lstm.Inputs tangent) {
        Required.like(tangent, inputs, "Lstm.pushforward: tangent");
        RecurrentSizes sizes = sizes();
        LstmRecurrence.Tangents tangents = tangents(sizes, tangent);
        Tensor y = Storage.tensor(sizes.states(), tangents.h());
        Tensor c = Storage.tensor(sizes.states(), tangents.c());
        return new Lstm.Output(y, sizes.last(y, tangent.h0()), sizes.last(c, tangent.c0()));
    }

    /** How dz_t moves, and by the product rule how all gradients do. */
    @Override
    public Lstm.Inputs curvature(Lstm.Output dy, Lstm.Inputs tangent) {
        Required.like(dy, output, "Lstm.curvature: dy");
        Required.like(tangent, inputs, "Lstm.curvature: tangent");
        RecurrentSizes sizes = sizes();
        LstmRecurrence.Tangents tangents = tangents(sizes, tangent);
        LstmRecurrence.Curvature curvature = LstmRecurrence.curvature(
                sizes.sequences(),
                states(),
                tangents,
                Storage.of(inputs.c0()),
                Storage.of(tangent.c0()),
                Storage.of(inputs.parameters().weightHh()),
                Storage.of(tangent.parameters().weightHh()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()),
                Storage.of(dy.cLast()));
        Tensor dz = sizes.samples(curvature.dz());
        Tensor dzTangent = sizes.samples(curvature.dzTangent());
        Tensor yTangent = Storage.tensor(sizes.states(), tangents.h());
        return new Lstm.Inputs(
                sizes.dx(dzTangent, inputs.x(), inputs.parameters())
                        .plus(sizes.dx(dz, inputs.x(), tangent.parameters())),
                Storage.tensor(sizes.state(), curvature.dh0Tangent()),
                Storage.tensor(sizes.state(), curvature.dc0Tangent()),
                sizes.dParameters(dzTangent, inputs.x(), inputs.h0(), output.y())
                        .plus(sizes.dWeights(dz, tangent.x(), tangent.h0(), yTangent)));
    }

    private RecurrentSizes sizes() {
        return RecurrentSizes.of("Lstm", inputs.x(), inputs.parameters(), Lstm.GATES, operator.traversal());
    }

    private LstmRecurrence.Tangents tangents(RecurrentSizes sizes, Lstm.Inputs tangent) {
        Tensor movement = sizes.movement(
                inputs.x(), inputs.h0(), output.y(), inputs.parameters(), tangent.x(), tangent.parameters());
        return LstmRecurrence.pushforward(
                sizes.sequences(),
                states(),
                Storage.of(inputs.c0()),
                Storage.of(movement),
                Storage.of(inputs.parameters().weightHh().transpose()),
                Storage.of(tangent.h0()),
                Storage.of(tangent.c0()));
    }

    private LstmRecurrence.States states() {
        return new LstmRecurrence.States(Storage.of(z), Storage.of(c), Storage.of(output.y()));
    }
}
