package org.closedform.gradient.diagnosis;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.closedform.tensor.Shape;

/** The part of the gradient that comes from each output is off by a factor: dy was not multiplied by γ, a weight or a mask first. */
final class UpstreamHypotheses {

    private UpstreamHypotheses() {}

    /** A factor for each index of one axis of the output, which is an input, one over it, or the same in several outputs. */
    static Optional<Diagnosis> factorOfOutput(Evidence e) {
        if (!e.isEntrywise() || e.outputs().size() != 1) {
            return Optional.empty();
        }
        Shape y = e.outputs().get(0).tensor().shape();
        Optional<Diagnosis> found = Optional.empty();
        for (int axis = 0; axis < y.rank() && found.isEmpty(); axis++) {
            found = y.dimension(axis) > 1 ? alongAxis(e, y, axis) : found;
        }
        return found;
    }

    private static Optional<Diagnosis> alongAxis(Evidence e, Shape y, int axis) {
        double[] factors = new double[y.dimension(axis)];
        for (int g = 0; g < factors.length; g++) {
            int index = g;
            Supplier<Stream<Evidence.Entry>> entries =
                    () -> e.entries().filter(at -> JacobianHypotheses.index(y, at.row(), axis) == index);
            Evidence.Entry sharpest = Evidence.sharpest(entries.get());
            factors[g] = e.analyticRows()[sharpest.row()][sharpest.column()]
                    / e.numericRows()[sharpest.row()][sharpest.column()];
            boolean told =
                    entries.get().filter(at -> at.relativeError() < 1).limit(2).count() == 2;
            if (!told || !e.isMultiple(factors[g], sharpest, entries.get())) {
                return Optional.empty();
            }
        }
        Optional<String> culprit = ScaleHypotheses.culprit(e.inputs(), factors);
        return culprit.isPresent() || y.size() > factors.length
                ? Optional.of(new Diagnosis(
                        "factor of each output",
                        String.format(
                                Locale.ROOT,
                                "what comes from each index of axis %d of y has a factor of its own: %s%s",
                                axis,
                                Factor.list(factors),
                                culprit.map(name -> ", which is " + name).orElse("")),
                        "the last step of the forward comes first in the backward: is dy multiplied by its γ, weight or"
                                + " slope?"))
                : Optional.empty();
    }
}
