package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.List;
import java.util.stream.Stream;

/** The operators that nobody tunes an engine on; they are run when it is finished. */
final class HeldOutSet {
    private static final List<Family> FAMILIES = Stream.of(
                    HeldOutElementwise.all(),
                    HeldOutNorms.all(),
                    HeldOutLosses.all(),
                    HeldOutDistributions.all(),
                    HeldOutMatrices.all())
            .flatMap(List::stream)
            .toList();

    static final Regime UNSEEN = new Regime("unseen, scales 1e-3 to 30", FAMILIES, FLOAT64, 1e-3, 30);
    static final Regime STRESS = new Regime("unseen, stress", StressFamilies.all(), FLOAT64, 1e-3, 300);

    static final List<Regime> REGIMES = List.of(UNSEEN, STRESS);

    private HeldOutSet() {}
}
