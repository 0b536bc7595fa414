package org.closedform.gradient;

import java.util.List;

/** Plain finite differences at many steps. */
public record DifferenceCurve(List<Double> steps) {
    static DifferenceCurve of(FlatOperator<?, ?> f, String coordinate, long seed) {
        return new DifferenceCurve(List.of());
    }
}
