package org.closedform.evaluation;

import java.util.List;
import java.util.stream.Stream;
import org.closedform.tensor.ElementType;

/** The library's own operators and losses, which are right: every alarm is a false one. */
final class BuiltIns {
    private static final List<Family> FAMILIES = Stream.of(BuiltInLayers.all(), BuiltInLosses.all())
            .flatMap(List::stream)
            .toList();

    static final Regime DOUBLE = new Regime("built-ins, float64", FAMILIES, ElementType.FLOAT64, 1e-6, 1e6);
    static final Regime SINGLE = new Regime("built-ins, float32", FAMILIES, ElementType.FLOAT32, 1e-6, 1e6);

    static final List<Regime> REGIMES = List.of(DOUBLE, SINGLE);

    private BuiltIns() {}
}
