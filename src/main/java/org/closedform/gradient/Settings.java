package org.closedform.gradient;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.closedform.gradient.diagnosis.Hypothesis;
import org.closedform.gradient.measurement.Domain;

/** What may be said of a check beside the function and the point. */
record Settings(
        Set<String> only,
        Domain domain,
        OptionalInt simplexAxis,
        long seed,
        Consumer<Progress> listener,
        List<Hypothesis> hypotheses) {
    private static final long SEED = 20260101;

    static final Settings DEFAULT =
            new Settings(Set.of(), Domain.EVERYWHERE, OptionalInt.empty(), SEED, progress -> {}, Hypothesis.standard());
}
