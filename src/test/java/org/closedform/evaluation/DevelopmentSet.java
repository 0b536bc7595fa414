package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.List;
import java.util.stream.Stream;

/** The operators that the engine is tuned on. */
final class DevelopmentSet {
    private static final List<Family> FAMILIES = Stream.of(
                    ElementwiseFamilies.all(),
                    LayerFamilies.all(),
                    SoftmaxFamilies.all(),
                    LossFamilies.all(),
                    List.<Family>of(BatchNormFamily::draw, BatchNormFamily::draw))
            .flatMap(List::stream)
            .toList();

    static final Regime TEXTBOOK = Regime.of("textbook", FAMILIES, 0.5, 2);
    static final Regime ALL_SCALES = Regime.of("scales 1e-6 to 1e6", FAMILIES, 1e-6, 1e6);
    static final Regime APART = Regime.apart("every scale apart", FAMILIES, FLOAT64);
    static final Regime SINGLE = Regime.of("float32", FAMILIES, FLOAT32, 0.1, 10);
    static final Regime NASTY = Regime.of("nasty", NastyFamilies.all(), 1, 1);
    static final Regime NAIVE = Regime.of("naive formulas", NaiveFamilies.all(), 1e-3, 300);
    static final Regime CHAIN = Regime.of("10 sigmoid layers", List.of(ChainFamily::draw), 0.5, 2);
    static final Regime LARGE = Regime.of("thousands of coordinates", LargeFamilies.all(), 0.5, 2);
    static final Regime MISLEADING = Regime.of("periods, stairs, gates", MisleadingFamilies.all(), 1, 1);
    static final Regime WAVES = Regime.of("sin 50x, sin 100x", MisleadingFamilies.waves(), 0.1, 10);

    static final Regime FORWARD = Regime.of("forward mode", ForwardFamilies.all(), 0.5, 2);
    static final Regime SURFACES = Regime.of("second derivatives", TextbookSurfaces.all(), 0.5, 2);
    static final Regime SURFACES_ALL_SCALES = Regime.of("second derivatives, scales", TextbookSurfaces.all(), 1e-3, 30);

    static final List<Regime> REGIMES = List.of(
            TEXTBOOK,
            ALL_SCALES,
            APART,
            SINGLE,
            NASTY,
            NAIVE,
            CHAIN,
            LARGE,
            MISLEADING,
            WAVES,
            FORWARD,
            SURFACES,
            SURFACES_ALL_SCALES);

    private DevelopmentSet() {}
}
