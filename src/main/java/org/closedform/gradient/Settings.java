package org.closedform.gradient;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.gradient.measurement.Domain;

/**
 * The options of a check.
 *
 * @param only the parts to check; none means all
 * @param domain where the function may be evaluated
 * @param simplexAxis along which the input is a distribution
 * @param seed of random upstreams and directions
 * @param listener told after every derivative
 * @param hypotheses that explain failures
 * @param order 1 for a gradient, 2 for a second derivative
 */
record Settings(
        Set<String> only,
        Domain domain,
        OptionalInt simplexAxis,
        long seed,
        Consumer<Progress> listener,
        List<Hypothesis> hypotheses,
        int order) {
    private static final long SEED = 20260101;

    static final Settings DEFAULT = of(Hypothesis.standard(), 1);
    static final Settings OF_SECOND_DERIVATIVES = of(Hypothesis.ofSecondDerivatives(), 2);

    private static Settings of(List<Hypothesis> hypotheses, int order) {
        return new Settings(Set.of(), Domain.EVERYWHERE, OptionalInt.empty(), SEED, progress -> {}, hypotheses, order);
    }

    /** Where elements of the input may be: those of a distribution not below 0. */
    Domain bounds() {
        return simplexAxis.isPresent() ? new Domain(Math.max(0, domain.lower()), domain.upper()) : domain;
    }

    Settings only(Set<String> parts) {
        return new Settings(parts, domain, simplexAxis, seed, listener, hypotheses, order);
    }

    Settings within(Domain bounds) {
        return new Settings(only, bounds, simplexAxis, seed, listener, hypotheses, order);
    }

    Settings alongSimplex(int axis) {
        return new Settings(only, domain, OptionalInt.of(axis), seed, listener, hypotheses, order);
    }

    Settings seed(long other) {
        return new Settings(only, domain, simplexAxis, other, listener, hypotheses, order);
    }

    Settings listener(Consumer<Progress> other) {
        return new Settings(only, domain, simplexAxis, seed, other, hypotheses, order);
    }

    Settings hypotheses(List<Hypothesis> others) {
        return new Settings(only, domain, simplexAxis, seed, listener, others, order);
    }
}
