package org.closedform.gradient.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * A kind of mistake, and how to know it: given what a backward computes and what finite differences say, it explains all of the
 * disagreement, or nothing.
 *
 * <pre>{@code
 * Hypothesis halved = evidence -> evidence.isExplainedBy(evidence.numeric().times(0.5))
 *         ? Optional.of(new Diagnosis("halved", "the gradient is half of what it should be", "½ x² has the slope x"))
 *         : Optional.empty();
 * }</pre>
 */
@FunctionalInterface
public interface Hypothesis {

    /**
     * Looks at the evidence.
     *
     * @param evidence what is known of one part of the input
     * @return the diagnosis, if this kind of mistake explains every entry within its error
     */
    Optional<Diagnosis> explain(Evidence evidence);

    /**
     * The built-in hypotheses.
     *
     * @return in the order in which they are tried
     */
    static List<Hypothesis> standard() {
        return Hypotheses.STANDARD;
    }

    /**
     * The built-in hypotheses for second derivatives, where the function is a gradient. Mistakes that only second derivatives have come first.
     *
     * @return in the order in which they are tried
     */
    static List<Hypothesis> ofSecondDerivatives() {
        return SecondDerivativeHypotheses.ALL;
    }
}
