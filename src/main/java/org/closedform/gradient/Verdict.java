package org.closedform.gradient;

/** What finite differences say of a derivative, from best to worst. */
public enum Verdict {
    /** It agrees, and the differences are sharp enough to say so. */
    PASS,
    /** It is one of the subgradients at a kink, such as ReLU's 0 at 0. */
    KINK,
    /** Rounding, or the end of the domain, hides the answer. */
    INCONCLUSIVE,
    /** It disagrees by more than rounding explains. */
    FAIL,
    /** The same input gave two different results, so there is nothing to compare. */
    NONDETERMINISTIC
}
