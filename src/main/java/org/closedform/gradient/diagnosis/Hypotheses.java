package org.closedform.gradient.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Direction;

/** The built-in hypotheses, in the order in which they are tried. */
final class Hypotheses {
    static final List<Hypothesis> STANDARD = List.of(
            ScaleHypotheses::notFinite,
            ScaleHypotheses::flat,
            ScaleHypotheses::zero,
            ScaleHypotheses::sign,
            ScaleHypotheses::constantFactor,
            ExchangeHypotheses::parts,
            ArrangementHypotheses::transposed,
            ArrangementHypotheses::shifted,
            ArrangementHypotheses::flipped,
            ExchangeHypotheses::elements,
            SlopeHypotheses::identity,
            SlopeHypotheses::knownFunction,
            JacobianHypotheses::offDiagonalMissing,
            JacobianHypotheses::diagonalWrong,
            JacobianHypotheses::wrongAxis,
            TargetHypotheses::labelOffByOne,
            TargetHypotheses::targetMissing,
            TargetHypotheses::targetMissingInOneLine,
            LocationHypotheses::coordinates,
            PartialHypotheses::outputsMissing,
            LocationHypotheses::outputs,
            TermHypotheses::ofNumber,
            TermHypotheses::multiplesOfX,
            ScaleHypotheses::factorOfInput,
            NormalizationHypotheses::meanTerm,
            NormalizationHypotheses::varianceTerm,
            ScaleHypotheses::groupFactor,
            PartialHypotheses::oneFactor,
            PartialHypotheses::oneAmount,
            NormalizationHypotheses::scaleOfDeviation,
            JacobianHypotheses::sumTerm,
            NormalizationHypotheses::bothTerms,
            JacobianHypotheses::rankOne,
            JacobianHypotheses::elementwiseSlope,
            LocationHypotheses::outputPart);

    private Hypotheses() {}

    static List<Diagnosis> explain(Evidence evidence, List<Hypothesis> hypotheses) {
        return List.of(hypotheses.stream()
                .map(hypothesis -> hypothesis.explain(evidence))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> unknown(evidence)));
    }

    private static Diagnosis unknown(Evidence e) {
        long right = IntStream.range(0, e.columns()).filter(e::agrees).count();
        int[] offsets = e.offsets();
        String which = Places.list(e.columns(), e::agrees, c -> e.part() + Direction.index(e.x().shape(), offsets[c]));
        return new Diagnosis(
                "unknown",
                "no usual slip explains all of the differences"
                        + (right == 0 ? "" : "; " + which + (right == 1 ? " is right" : " are right")),
                "check the largest of them by hand, or the parts of the derivation one by one");
    }
}
