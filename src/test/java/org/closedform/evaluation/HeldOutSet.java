package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT32;
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

    private static final List<Family> WRITTEN_FAMILIES = Stream.of(
                    WrittenActivations.all(), WrittenNorms.all(), WrittenSequences.all(), WrittenLosses.all())
            .flatMap(List::stream)
            .toList();

    static final Regime UNSEEN = Regime.of("unseen, scales 1e-3 to 30", FAMILIES, 1e-3, 30);
    static final Regime TINY = Regime.of("unseen, scale 1e-6", FAMILIES, 1e-6, 1e-6);
    static final Regime THOUSAND = Regime.of("unseen, scale 1e3", FAMILIES, 1e3, 1e3);
    static final Regime MILLION = Regime.of("unseen, scale 1e6", FAMILIES, 1e6, 1e6);
    static final Regime STRESS = Regime.of("unseen, stress", StressFamilies.all(), 1e-3, 300);
    static final Regime WRITTEN = Regime.of("as users write them", WRITTEN_FAMILIES, 1e-2, 30);
    static final Regime WRITTEN_SINGLE = Regime.of("as users write them, float32", WRITTEN_FAMILIES, FLOAT32, 1e-2, 30);
    static final Regime WRITTEN_SLIPS = Regime.of("slips as users make them", WRITTEN_FAMILIES, 0.5, 2);
    static final Regime WRITTEN_APART = Regime.apart("as users write them, apart", WRITTEN_FAMILIES, FLOAT64);
    static final Regime WRITTEN_SINGLE_APART =
            Regime.apart("as users write them, apart, float32", WRITTEN_FAMILIES, FLOAT32);

    static final Regime FORWARD = WRITTEN_SLIPS.forward();
    static final Regime SURFACES = Regime.of("unseen second derivatives", HeldOutSurfaces.all(), 0.5, 2);
    static final Regime SURFACES_ALL_SCALES =
            Regime.of("unseen second derivatives, scales", HeldOutSurfaces.all(), 1e-3, 30);

    static final List<Regime> REGIMES = List.of(
            UNSEEN,
            TINY,
            THOUSAND,
            MILLION,
            STRESS,
            WRITTEN,
            WRITTEN_SINGLE,
            WRITTEN_SLIPS,
            WRITTEN_APART,
            WRITTEN_SINGLE_APART,
            FORWARD,
            SURFACES,
            SURFACES_ALL_SCALES);

    private HeldOutSet() {}
}
