package org.closedform.evaluation;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.List;
import java.util.stream.Stream;

/** The library's own operators and losses, which are right: every alarm is a false one. */
final class BuiltIns {
    private static final List<Family> FAMILIES = Stream.of(BuiltInLayers.all(), BuiltInLosses.all())
            .flatMap(List::stream)
            .toList();

    static final Regime DOUBLE = Regime.of("built-ins, float64", FAMILIES, FLOAT64, 1e-6, 1e6);
    static final Regime SINGLE = Regime.of("built-ins, float32", FAMILIES, FLOAT32, 1e-6, 1e6);
    static final Regime DOUBLE_APART = Regime.apart("built-ins apart, float64", FAMILIES, FLOAT64);
    static final Regime SINGLE_APART = Regime.apart("built-ins apart, float32", FAMILIES, FLOAT32);

    /** The same points, for second derivatives. */
    static final List<Regime> BENT_REGIMES =
            List.of(DOUBLE.bent(), SINGLE.bent(), DOUBLE_APART.bent(), SINGLE_APART.bent());

    static final List<Regime> REGIMES = Stream.of(List.of(DOUBLE, SINGLE, DOUBLE_APART, SINGLE_APART), BENT_REGIMES)
            .flatMap(List::stream)
            .toList();

    private BuiltIns() {}
}
