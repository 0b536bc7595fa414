package org.closedform.lesson;

import org.closedform.loss.Form;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** Probabilities and their logarithms, from whatever form a distribution is given in. */
record DistributionSteps(Tensor p, Tensor logP) {

    /** {@code name} is what the probabilities are called, and {@code given} what they are given as. */
    static DistributionSteps of(Steps steps, String name, String given, Form form, Tensor x, int axis) {
        Tensor p =
                switch (form) {
                    case LOGITS ->
                        steps.add(
                                "probabilities " + name,
                                name + " = softmax(" + given + ")",
                                name + " = \\mathrm{softmax}(" + given + ")",
                                "Of the logits " + given + ".",
                                new Softmax(axis).apply(x));
                    case LOG_PROBABILITIES ->
                        steps.add(
                                "probabilities " + name,
                                name + " = exp(" + given + ")",
                                name + " = e^" + given,
                                "Of the log-probabilities " + given + ".",
                                x.map(StrictMath::exp));
                    case PROBABILITIES -> steps.add("probabilities " + name, name, name, "As given.", x);
                };
        Tensor logP = steps.add(
                "logarithms of " + name,
                "log " + name,
                "\\log " + name,
                switch (form) {
                    case LOGITS -> new LogSoftmax(axis).apply(x);
                    case LOG_PROBABILITIES -> x;
                    case PROBABILITIES -> x.map(StrictMath::log);
                });
        return new DistributionSteps(p, logP);
    }
}
