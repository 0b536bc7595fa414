package org.closedform.operator;

import org.closedform.kernel.Recurrence;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** An evaluation of a recurrent layer: the recurrence, and what all steps have in one matrix product. */
record RnnEvaluation(Rnn operator, Rnn.Inputs inputs, Tensor z, Rnn.Output output) implements Rnn.Pass {

    /** The evaluation at inputs that fit. */
    static RnnEvaluation of(Rnn operator, Rnn.Inputs in, RecurrentSizes sizes) {
        Recurrence.States states = Recurrence.forward(
                sizes.sequences(),
                Storage.of(sizes.projection(in.x(), in.parameters())),
                Storage.of(in.parameters().weightHh().transpose()),
                Storage.of(in.h0()),
                operator.nonlinearity().value);
        Tensor y = Storage.tensor(sizes.states(), states.h());
        Rnn.Output output = new Rnn.Output(y, sizes.last(y, in.h0()));
        return new RnnEvaluation(operator, in, Storage.tensor(sizes.states(), states.z()), output);
    }

    /** dz_t = φ′(z_t) ⊙ (dy_t + W_hhᵀ·dz_t+1), and from it all gradients. */
    @Override
    public Rnn.Inputs backward(Rnn.Output dy) {
        Required.like(dy, output, "Rnn.backward: dy");
        RecurrentParameters parameters = inputs.parameters();
        RecurrentSizes sizes = sizes();
        Recurrence.Gradient gradient = Recurrence.backward(
                sizes.sequences(),
                Storage.of(z),
                Storage.of(parameters.weightHh()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()),
                nonlinearity().slope);
        Tensor dz = sizes.samples(gradient.dz());
        return new Rnn.Inputs(
                sizes.dx(dz, inputs.x(), parameters),
                Storage.tensor(sizes.state(), gradient.dh0()),
                sizes.dParameters(dz, inputs.x(), inputs.h0(), output.y()));
    }

    /** ḣ_t = φ′(z_t) ⊙ ż_t, with W_hh·ḣ_t−1 in ż_t. */
    @Override
    public Rnn.Output pushforward(Rnn.Inputs tangent) {
        Required.like(tangent, inputs, "Rnn.pushforward: tangent");
        RecurrentSizes sizes = sizes();
        Tensor y = Storage.tensor(sizes.states(), tangents(sizes, tangent).h());
        return new Rnn.Output(y, sizes.last(y, tangent.h0()));
    }

    /** (dz_t)˙, and by the product rule how all gradients move. */
    @Override
    public Rnn.Inputs curvature(Rnn.Output dy, Rnn.Inputs tangent) {
        Required.like(dy, output, "Rnn.curvature: dy");
        Required.like(tangent, inputs, "Rnn.curvature: tangent");
        RecurrentSizes sizes = sizes();
        Recurrence.Tangents tangents = tangents(sizes, tangent);
        Recurrence.Curvature curvature = Recurrence.curvature(
                sizes.sequences(),
                Storage.of(z),
                tangents.z(),
                Storage.of(inputs.parameters().weightHh()),
                Storage.of(tangent.parameters().weightHh()),
                Storage.of(dy.y()),
                Storage.of(dy.hLast()),
                nonlinearity().slope,
                nonlinearity().secondSlope);
        Tensor dz = sizes.samples(curvature.dz());
        Tensor dzTangent = sizes.samples(curvature.dzTangent());
        Tensor yTangent = Storage.tensor(sizes.states(), tangents.h());
        return new Rnn.Inputs(
                sizes.dx(dzTangent, inputs.x(), inputs.parameters())
                        .plus(sizes.dx(dz, inputs.x(), tangent.parameters())),
                Storage.tensor(sizes.state(), curvature.dh0Tangent()),
                sizes.dParameters(dzTangent, inputs.x(), inputs.h0(), output.y())
                        .plus(sizes.dWeights(dz, tangent.x(), tangent.h0(), yTangent)));
    }

    private RecurrentSizes sizes() {
        return RecurrentSizes.of("Rnn", inputs.x(), inputs.parameters(), 1, operator.traversal());
    }

    private Recurrence.Tangents tangents(RecurrentSizes sizes, Rnn.Inputs tangent) {
        Tensor movement = sizes.movement(
                inputs.x(), inputs.h0(), output.y(), inputs.parameters(), tangent.x(), tangent.parameters());
        return Recurrence.pushforward(
                sizes.sequences(),
                Storage.of(z),
                Storage.of(movement),
                Storage.of(inputs.parameters().weightHh().transpose()),
                Storage.of(tangent.h0()),
                nonlinearity().slope);
    }
}
