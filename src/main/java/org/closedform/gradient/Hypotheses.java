package org.closedform.gradient;

import java.util.List;
import java.util.Optional;

/** The built-in hypotheses, in the order in which they are tried. */
final class Hypotheses {
    static final List<Hypothesis> STANDARD = List.of();

    private Hypotheses() {}

    static List<Diagnosis> explain(Evidence evidence, List<Hypothesis> hypotheses) {
        for (Hypothesis hypothesis : hypotheses) {
            Optional<Diagnosis> diagnosis = hypothesis.explain(evidence);
            if (diagnosis.isPresent()) {
                return List.of(diagnosis.get());
            }
        }
        return List.of(new Diagnosis("unknown", "no usual mistake explains it", ""));
    }
}
