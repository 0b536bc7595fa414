package org.closedform.gradient.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
            PartialHypotheses::maskMissing,
            PartialHypotheses::outputsMissing,
            LocationHypotheses::outputs,
            TermHypotheses::ofNumber,
            TermHypotheses::multiplesOfX,
            ScaleHypotheses::factorOfInput,
            NormalizationHypotheses::meanTerm,
            NormalizationHypotheses::varianceTerm,
            ScaleHypotheses::groupFactor,
            UpstreamHypotheses::factorOfOutput,
            PartialHypotheses::oneFactor,
            PartialHypotheses::oneAmount,
            LocationHypotheses::index,
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
        int worst = IntStream.range(0, e.columns())
                .boxed()
                .max(Comparator.comparingDouble(e::largestRemainder))
                .orElse(0);
        return new Diagnosis(
                "unknown",
                "another formula, and no usual slip: the largest difference is at "
                        + Places.elements(e, c -> c == worst)
                        + (right == 0
                                ? ""
                                : "; " + Places.elements(e, e::agrees) + (right == 1 ? " is right" : " are right")),
                "work out " + Places.elements(e, c -> c == worst)
                        + " by hand, or check the parts of the derivation one by one");
    }
}
