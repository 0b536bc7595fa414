package org.closedform.gradient;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.closedform.argument.Copied;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.words.Words;

/**
 * What {@link GradientCheck} found.
 *
 * @param parts one report for each part of the input that was checked
 * @param forward the same of the pushforward, named {@code "x, forward mode"}; empty if the pass has none of its own. It is compared
 *     with the backward, by the adjoint identity ⟨J v, w⟩ = ⟨v, Jᵀ w⟩, and only where these two are apart with differences
 * @param evaluations how often the function was evaluated
 * @param reference what the backward was compared with, such as {@code "finite differences"}
 * @param secondOpinion Taylor remainders along a random direction, where the verdict is INCONCLUSIVE and the function allows them
 */
public record GradientReport(
        List<PartReport> parts,
        List<PartReport> forward,
        long evaluations,
        String reference,
        Optional<TaylorSlopes> secondOpinion) {
    /**
     * Copies the lists.
     *
     * @param parts one report for each part
     * @param forward the same of the pushforward
     * @param evaluations how often the function was evaluated
     * @param reference what the backward was compared with
     * @param secondOpinion Taylor remainders
     * @throws NullPointerException if an argument or an element is null
     */
    public GradientReport {
        parts = Copied.of(parts, "GradientReport: parts");
        forward = Copied.of(forward, "GradientReport: forward");
        Objects.requireNonNull(reference, "GradientReport: reference is null");
        Objects.requireNonNull(secondOpinion, "GradientReport: secondOpinion is null");
    }

    /**
     * A report on a backward alone.
     *
     * @param parts one report for each part
     * @param evaluations how often the function was evaluated
     * @param reference what the backward was compared with
     * @throws NullPointerException if an argument or an element is null
     */
    public GradientReport(List<PartReport> parts, long evaluations, String reference) {
        this(parts, List.of(), evaluations, reference, Optional.empty());
    }

    /** Those of the backward, then those of the pushforward. */
    Stream<PartReport> all() {
        return Stream.concat(parts.stream(), forward.stream());
    }

    /** {@return the worst verdict of all parts, and of forward mode; PASS if there was nothing to compare} */
    public Verdict verdict() {
        return all().map(PartReport::verdict).max(Comparator.naturalOrder()).orElse(Verdict.PASS);
    }

    /** {@return every derivative of the backward that was compared} */
    public List<Comparison> comparisons() {
        return parts.stream().flatMap(part -> part.comparisons().stream()).toList();
    }

    /** {@return what is wrong, part by part; empty if nothing is} */
    public List<Diagnosis> diagnoses() {
        return all().flatMap(part -> part.diagnoses().stream()).toList();
    }

    /**
     * The report of one part.
     *
     * @param name such as {@code "gamma"}; a lone tensor is {@code "x"}, and its forward mode {@code "x, forward mode"}
     * @return its report
     * @throws IllegalArgumentException if no such part was checked
     */
    public PartReport part(String name) {
        Objects.requireNonNull(name, "GradientReport.part: name is null");
        return all().filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("GradientReport.part: no part " + name + " among "
                        + parts.stream().map(PartReport::name).toList()));
    }

    /** {@return the largest error bar of all derivatives of the backward but kinks: mistakes smaller than this go unseen} */
    public double resolution() {
        return parts.stream().mapToDouble(PartReport::resolution).max().orElse(0);
    }

    /**
     * Does nothing if the gradient is right.
     *
     * @return this
     * @throws AssertionError with this report as its message, unless the verdict is PASS or KINK
     */
    public GradientReport assertPasses() {
        if (verdict().compareTo(Verdict.INCONCLUSIVE) >= 0) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** {@return the report as an article in English, as {@link #toHtml(Words)} describes it} */
    public String toHtml() {
        return toHtml(Words.ENGLISH);
    }

    /**
     * {@return the report as an article in HTML: the verdict, and for each part what is wrong and a table of its derivatives, the worst
     * first, 50 at most} It needs no script and no style sheet, is also well-formed XML, and everything in it is escaped. Causes and hints
     * are English unless the words have them as phrases.
     *
     * @param words the reader's language
     */
    public String toHtml(Words words) {
        return ReportDocument.html(this, Objects.requireNonNull(words, "GradientReport.toHtml: words is null"));
    }

    /**
     * The report in JSON, all numbers in full; NaN and infinities are the strings {@code "NaN"}, {@code "Infinity"} and
     * {@code "-Infinity"}.
     *
     * <pre>{@code
     * {
     *   "schema": "closedform.gradient-report/1",
     *   "verdict": verdict, "reference": text, "evaluations": whole number, "resolution": number,
     *   "parts": [part, …],
     *   "forward": [part, …],
     *   "secondOpinion": taylor
     * }
     *
     * part:       {"name": text, "verdict": verdict, "diagnoses": [diagnosis, …], "comparisons": [comparison, …]}
     * diagnosis:  {"name": text, "cause": text, "hint": text}
     * comparison: {"input": text, "output": text, "analytic": number, "numeric": number, "error": number, "verdict": verdict}
     * verdict:    "PASS", "KINK", "INCONCLUSIVE", "FAIL" or "NONDETERMINISTIC"
     * taylor:     {"rounding": number, "slopes": [number, …],
     *              "points": [{"step": number, "zeroth": number, "first": number, "second": number}, …]}
     * }</pre>
     *
     * <p>The second opinion is a member only where there is one.
     *
     * @return the text
     */
    public String toJson() {
        return ReportDocument.json(this);
    }

    /** {@return one line if all is well; otherwise the cause, where it is, and analytic beside numeric derivatives} */
    @Override
    public String toString() {
        return new ReportText(this).text();
    }
}
