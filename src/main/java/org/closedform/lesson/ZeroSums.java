package org.closedform.lesson;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;

/**
 * Which gradients sum to 0 over the samples, whatever the numbers: those that a batch norm passes back, and what linear maps before it
 * make of them. So the gradient of a bias before a batch norm is 0.
 */
final class ZeroSums {
    /** The note of a gradient that is 0 by a theorem. */
    static final String TAKEN_AWAY =
            "0 whatever the numbers: the batch norm that follows takes the mean of the batch away, and a bias with it."
                    + " What is left is rounding error.";

    private final Set<String> symbols = new HashSet<>();

    /** A part whose gradient is 0, and why. */
    record Zero(int part, String why) {}

    /** Takes a gradient that is a sum of others. */
    void add(List<String> terms, String sum) {
        if (symbols.containsAll(terms)) {
            symbols.add(sum);
        }
    }

    /** Goes back through an operator; the part of its input whose gradient is 0, if there is one. */
    Optional<Zero> back(
            Operator<?, ?> operator, List<NamedTensor> parts, List<String> gradients, List<String> outputs) {
        if (operator instanceof BatchNorm norm) {
            int rank = parts.get(0).tensor().rank();
            if (Math.floorMod(norm.axis(), rank) == rank - 1) {
                symbols.add(gradients.get(0));
            }
        } else if (operator instanceof Linear || operator instanceof LinearWithoutBias) {
            add(List.of("d" + outputs.get(0)), gradients.get(0));
            boolean isZero = operator instanceof Linear && symbols.contains("d" + outputs.get(0));
            return isZero ? Optional.of(new Zero(2, TAKEN_AWAY)) : Optional.empty();
        }
        return Optional.empty();
    }
}
