package org.closedform.gradient.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The built-in hypotheses, in the order in which they are tried. */
final class Hypotheses {
    static final List<Hypothesis> STANDARD = Stream.of(
                    List.<Hypothesis>of(
                            ScaleHypotheses::notFinite,
                            LocationHypotheses::nowhereInParticular,
                            ScaleHypotheses::flat,
                            ScaleHypotheses::zero,
                            ScaleHypotheses::sign),
                    TwoSamplesHypotheses.ALL,
                    List.<Hypothesis>of(
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
                            TermHypotheses::ofNumber,
                            TermHypotheses::multiplesOfX,
                            ScaleHypotheses::factorOfInput,
                            NormalizationHypotheses::meanTerm,
                            NormalizationHypotheses::varianceTerm,
                            ScaleHypotheses::groupFactor,
                            UpstreamHypotheses::factorOfOutput,
                            PartialHypotheses::oneFactor,
                            PartialHypotheses::oneAmount,
                            LocationHypotheses::outputs,
                            LocationHypotheses::index,
                            NormalizationHypotheses::scaleOfDeviation,
                            JacobianHypotheses::sumTerm,
                            NormalizationHypotheses::bothTerms,
                            JacobianHypotheses::rankOne,
                            JacobianHypotheses::elementwiseSlope,
                            LocationHypotheses::outputPart))
            .flatMap(List::stream)
            .toList();

    private Hypotheses() {}

    /** The first hypothesis that explains the evidence; of those about two samples all that do, since little tells them apart. */
    static List<Diagnosis> explain(Evidence evidence, List<Hypothesis> hypotheses) {
        for (int h = 0; h < hypotheses.size(); h++) {
            Hypothesis hypothesis = hypotheses.get(h);
            String where = "hypotheses[" + h + "]";
            Optional<Diagnosis> found = Objects.requireNonNull(
                    hypothesis.explain(evidence),
                    () -> "Evidence.explainedBy: " + where
                            + " returned null; an empty Optional says that it explains nothing");
            if (found.isPresent()) {
                return TwoSamplesHypotheses.ALL.contains(hypothesis)
                        ? TwoSamplesHypotheses.explain(evidence)
                        : List.of(found.get());
            }
        }
        return List.of(unknown(evidence));
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
