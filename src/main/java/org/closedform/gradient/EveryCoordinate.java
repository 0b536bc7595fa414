package org.closedform.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.gradient.diagnosis.EvidenceBuilder;

/** The check of a part of the input coordinate by coordinate. */
final class EveryCoordinate {
    private final PartCheck check;
    private final InputPart part;

    EveryCoordinate(PartCheck check) {
        this.check = check;
        this.part = check.part();
    }

    PartReport report() {
        EvidenceBuilder evidence = check.evidence();
        CommonFactor factor = check.commonFactor();
        List<Comparison> comparisons = new ArrayList<>();
        List<Comparison> faint = new ArrayList<>();
        DirectionCheck strongest = null;
        boolean told = false;
        boolean values = true;
        double step = 0;
        for (int i = 0; i < part.size(); i++) {
            String name = check.coordinate(i).name();
            DirectionCheck one = check.check(check.coordinate(i)).run(2 * step);
            step = one.top();
            check.add(evidence, i, one);
            factor.add(i, one);
            comparisons.add(check.worst(one, name));
            told |= one.tells();
            values &= one.hasValues();
            faint.addAll(faint(one, name));
            strongest = strongest == null || one.faintSlope() > strongest.faintSlope() ? one : strongest;
            check.report(i + 1, part.size());
        }
        PartReport report = check.pooled(check.diagnosed(comparisons, evidence, values), factor);
        boolean unknown = !told && !faint.isEmpty() && report.verdict() == Verdict.PASS;
        return unknown && strongest.isFaintSlopeMeant() ? unresolved(faint) : report;
    }

    /** The report of a part whose derivatives are all so small that 0, or the wrong sign, would pass too. */
    private PartReport unresolved(List<Comparison> faint) {
        return PartReport.of(part.name(), faint, List.of(Unresolved.FAINT));
    }

    private List<Comparison> faint(DirectionCheck one, String name) {
        return IntStream.range(0, check.channels())
                .filter(k -> one.of(k).isFaint())
                .limit(1)
                .mapToObj(k -> check.comparison(one.of(k), name, k, Verdict.INCONCLUSIVE))
                .toList();
    }
}
