package org.closedform.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.Form;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.loss.Target;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Every loss of the library, with all its options. */
final class BuiltInLosses {
    private static final Reduction[] REDUCTIONS = {Reduction.NONE, Reduction.MEAN, Reduction.BATCH_MEAN, Reduction.SUM};

    private BuiltInLosses() {}

    static List<Family> all() {
        return List.of(
                BuiltInLosses::crossEntropyOfLabels,
                BuiltInLosses::crossEntropyOfLabels,
                BuiltInLosses::crossEntropyOfDistributions,
                BuiltInLosses::binaryCrossEntropy,
                BuiltInLosses::binaryCrossEntropy,
                BuiltInLosses::entropy,
                BuiltInLosses::divergence);
    }

    /** [N, C], [N, C, d] or [C]. */
    private static int[] shape(Draw draw) {
        int classes = draw.size(1, 4);
        return switch (draw.random().nextInt(3)) {
            case 0 -> new int[] {classes};
            case 1 -> new int[] {draw.size(1, 4), classes};
            default -> new int[] {draw.size(1, 3), classes, draw.size(1, 2)};
        };
    }

    private static Tensor in(Form form, Draw draw, int... shape) {
        return switch (form) {
            case LOGITS -> BuiltInLayers.awkward(draw, shape);
            case LOG_PROBABILITIES -> draw.between(-8, -0.01, shape);
            case PROBABILITIES -> draw.between(-4, -0.01, shape).map(exponent -> Math.pow(10, exponent));
        };
    }

    private static Optional<Tensor> sometimes(Draw draw, Tensor tensor) {
        return draw.random().nextBoolean() ? Optional.of(tensor) : Optional.empty();
    }

    private static Case<?, ?> crossEntropyOfLabels(Draw draw) {
        int[] shape = shape(draw);
        int axis = Math.min(1, shape.length - 1);
        int classes = shape[axis];
        Shape positions = Shape.of(shape).without(axis);
        int[] labels = draw.random().ints(positions.size(), 0, classes).toArray();
        Form form = draw.either(Form.values());
        CrossEntropyLoss loss = new CrossEntropyLoss(
                form,
                new Target.Classes(Labels.of(positions, labels)),
                sometimes(draw, draw.between(0.1, 3, classes)),
                draw.random().nextBoolean() ? OptionalInt.of(draw.random().nextInt(classes)) : OptionalInt.empty(),
                draw.either(0.0, 0.0, 0.1, 1.0),
                draw.either(REDUCTIONS),
                1);
        return Case.of("CrossEntropyLoss of labels, " + form, loss, in(form, draw, shape));
    }

    private static Case<?, ?> crossEntropyOfDistributions(Draw draw) {
        int[] shape = shape(draw);
        Form form = draw.either(Form.values());
        CrossEntropyLoss loss = new CrossEntropyLoss(
                form,
                new Target.Distribution(draw.between(-0.5, 1, shape).map(t -> Math.max(t, 0))),
                sometimes(draw, draw.between(0.1, 3, shape[Math.min(1, shape.length - 1)])),
                OptionalInt.empty(),
                draw.either(0.0, 0.1, 1.0),
                draw.either(REDUCTIONS),
                1);
        return Case.of("CrossEntropyLoss of distributions, " + form, loss, in(form, draw, shape));
    }

    private static Case<?, ?> binaryCrossEntropy(Draw draw) {
        int[] shape = BuiltInLayers.shape(draw);
        int[] last = IntStream.of(shape).skip(shape.length - 1L).toArray();
        boolean soft = draw.random().nextBoolean();
        Form form = draw.either(Form.LOGITS, Form.PROBABILITIES);
        BinaryCrossEntropyLoss loss = new BinaryCrossEntropyLoss(
                form,
                draw.between(0, 1, shape).map(t -> soft ? t : Math.rint(t)),
                sometimes(draw, draw.between(0, 2, shape)),
                sometimes(draw, draw.between(0, 4, last)),
                draw.either(REDUCTIONS));
        Tensor prediction = form == Form.LOGITS ? in(form, draw, shape) : draw.between(0.001, 0.999, shape);
        return Case.of("BinaryCrossEntropyLoss, " + form, loss, prediction);
    }

    private static Case<?, ?> entropy(Draw draw) {
        Form form = draw.either(Form.values());
        return Case.of("Entropy, " + form, new Entropy(form, draw.either(REDUCTIONS)), in(form, draw, shape(draw)));
    }

    private static Case<?, ?> divergence(Draw draw) {
        int[] shape = shape(draw);
        Form p = draw.either(Form.values());
        Form q = draw.either(Form.values());
        return Case.of(
                "KlDivergence, " + p + " from " + q,
                new KlDivergence(p, q, draw.either(REDUCTIONS)),
                new KlDivergence.Inputs(in(p, draw, shape), in(q, draw, shape)));
    }
}
