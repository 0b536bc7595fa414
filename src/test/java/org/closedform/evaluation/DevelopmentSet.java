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

    static final Regime TEXTBOOK = new Regime("textbook", FAMILIES, FLOAT64, 0.5, 2);
    static final Regime ALL_SCALES = new Regime("scales 1e-6 to 1e6", FAMILIES, FLOAT64, 1e-6, 1e6);
    static final Regime SINGLE = new Regime("float32", FAMILIES, FLOAT32, 0.1, 10);
    static final Regime NASTY = new Regime("nasty", NastyFamilies.all(), FLOAT64, 1, 1);
    static final Regime NAIVE = new Regime("naive formulas", NaiveFamilies.all(), FLOAT64, 1e-3, 300);
    static final Regime CHAIN = new Regime("10 sigmoid layers", List.of(ChainFamily::draw), FLOAT64, 0.5, 2);
    static final Regime LARGE = new Regime("thousands of coordinates", LargeFamilies.all(), FLOAT64, 0.5, 2);

    static final List<Regime> REGIMES = List.of(TEXTBOOK, ALL_SCALES, SINGLE, NASTY, NAIVE, CHAIN, LARGE);

    private DevelopmentSet() {}
}
