package org.closedform.lesson;

import org.closedform.loss.Form;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** Probabilities and their logarithms, from whatever form a distribution is given in. */
record DistributionSteps(Tensor p, Tensor logP) {

    /** {@code name} is what the probabilities are called. */
    static DistributionSteps of(Steps steps, String name, Form form, Tensor x, int axis) {
        String formula =
                switch (form) {
                    case LOGITS -> name + " = softmax(a)";
                    case LOG_PROBABILITIES -> name + " = exp(u)";
                    case PROBABILITIES -> name;
                };
        String latex =
                switch (form) {
                    case LOGITS -> name + " = \\mathrm{softmax}(a)";
                    case LOG_PROBABILITIES -> name + " = e^u";
                    case PROBABILITIES -> name;
                };
        String note =
                switch (form) {
                    case LOGITS -> "a are the logits given for " + name + ".";
                    case LOG_PROBABILITIES -> "u are the log-probabilities given for " + name + ".";
                    case PROBABILITIES -> "As given.";
                };
        Tensor p = steps.add(
                "probabilities " + name,
                formula,
                latex,
                note,
                switch (form) {
                    case LOGITS -> new Softmax(axis).apply(x);
                    case LOG_PROBABILITIES -> x.map(StrictMath::exp);
                    case PROBABILITIES -> x;
                });
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
