package org.closedform.gradient;

import java.util.List;
import java.util.Optional;

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
            TargetHypotheses::coordinates,
            PartialHypotheses::outputsMissing,
            TargetHypotheses::outputs,
            TermHypotheses::ofNumber,
            TermHypotheses::multiplesOfX,
            NormalizationHypotheses::meanTerm,
            NormalizationHypotheses::varianceTerm,
            ScaleHypotheses::groupFactor,
            PartialHypotheses::oneFactor,
            PartialHypotheses::oneAmount,
            NormalizationHypotheses::scaleOfDeviation,
            JacobianHypotheses::sumTerm,
            NormalizationHypotheses::bothTerms,
            JacobianHypotheses::rankOne,
            JacobianHypotheses::elementwiseSlope);

    private Hypotheses() {}

    static List<Diagnosis> explain(Evidence evidence, List<Hypothesis> hypotheses) {
        return List.of(hypotheses.stream()
                .map(hypothesis -> hypothesis.explain(evidence))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(new Diagnosis(
                        "unknown",
                        "no usual slip explains all of the differences",
                        "check the largest of them by hand, or the parts of the derivation one by one")));
    }
}
