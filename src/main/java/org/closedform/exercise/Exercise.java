package org.closedform.exercise;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.closedform.argument.Copied;
import org.closedform.expression.Expression;
import org.closedform.expression.ExpressionException;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.tensor.Tensor;
import org.closedform.words.Words;

/**
 * A forward whose backward is asked for, the points at which answers are checked, and what to say to the usual slips.
 *
 * <pre>{@code
 * Attempt attempt = Exercises.named("softmax").attempt("y*dy*(1 - y)");
 * attempt.slip();      // off-diagonal missing
 * attempt.hint();
 * }</pre>
 *
 * @param name short and stable, for programs
 * @param title for people
 * @param task what is asked, in a sentence or two
 * @param forward the function
 * @param symbols what the names in formulas mean
 * @param samples at least one; an answer has to be right at all of them
 * @param mistakes wrong answers that are known, the first that matches is told
 * @param hints by slip; to others the diagnosis has a hint of its own
 * @param answer a right backward
 */
public record Exercise(
        String name,
        String title,
        String task,
        Forward forward,
        List<Symbol> symbols,
        List<Sample> samples,
        List<Mistake> mistakes,
        List<Hint> hints,
        String answer) {
    /** Slips that are told before any mistake, which may have the same numbers by chance. */
    private static final Set<String> PLAIN = Set.of("all zero", "sign");

    private static final double SAME = 1e-7;

    /**
     * Copies the lists, and reads the answer.
     *
     * @param name short and stable
     * @param title for people
     * @param task what is asked
     * @param forward the function
     * @param symbols what the names mean
     * @param samples the points
     * @param mistakes wrong answers that are known
     * @param hints by slip
     * @param answer a right backward
     * @throws NullPointerException if an argument or an element is null
     * @throws IllegalArgumentException if there is no sample, or the answer or a mistake does not fit one of them
     */
    public Exercise {
        Objects.requireNonNull(name, "Exercise: name is null");
        Objects.requireNonNull(title, "Exercise: title is null");
        Objects.requireNonNull(task, "Exercise: task is null");
        Objects.requireNonNull(forward, "Exercise: forward is null");
        Objects.requireNonNull(answer, "Exercise: answer is null");
        symbols = Copied.of(symbols, "Exercise: symbols");
        samples = Copied.of(samples, "Exercise: samples");
        mistakes = Copied.of(mistakes, "Exercise: mistakes");
        hints = Copied.of(hints, "Exercise: hints");
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("Exercise: samples is empty; an answer is checked at one or more");
        }
        for (Sample sample : samples) {
            forward.operator(answer).forward(sample.x());
            mistakes.forEach(mistake -> forward.operator(mistake.backward()).forward(sample.x()));
        }
    }

    /**
     * {@return the same exercise with its title, its task and the meanings of its symbols in a language; what is not translated stays
     * English, and {@link Attempt#in} says an attempt}
     *
     * @param words of the language
     */
    public Exercise in(Words words) {
        Objects.requireNonNull(words, "Exercise.in: words is null");
        UnaryOperator<String> said = english -> words.phrase(english).orElse(english);
        List<Symbol> meanings = symbols.stream()
                .map(symbol -> new Symbol(symbol.name(), said.apply(symbol.meaning())))
                .toList();
        return new Exercise(
                name, said.apply(title), said.apply(task), forward, meanings, samples, mistakes, hints, answer);
    }

    /**
     * Checks a backward.
     *
     * @param backward the formula of the gradient, as it was typed
     * @return the verdict, with the slip and a hint
     * @throws ExpressionException if it cannot be read, pointing at the character
     */
    public Attempt attempt(String backward) {
        Objects.requireNonNull(backward, "Exercise.attempt: backward is null");
        Attempt worst = null;
        for (Sample sample : samples) {
            Attempt attempt = attempt(backward, sample);
            if (attempt.verdict() == Verdict.FAIL) {
                return attempt;
            }
            boolean isWorse = worst == null || attempt.verdict().compareTo(worst.verdict()) > 0;
            worst = isWorse ? attempt : worst;
        }
        return worst;
    }

    private Attempt attempt(String backward, Sample sample) {
        Optional<Diagnosis> misfit = forward.misfit(backward, sample.x());
        if (misfit.isPresent()) {
            return attempt(backward, sample, Verdict.FAIL, hinted(misfit.get()), "");
        }
        Optional<Diagnosis> plain = PlainSlip.of(forward, backward, sample.x());
        if (plain.isPresent()) {
            return attempt(backward, sample, Verdict.FAIL, hinted(plain.get()), "");
        }
        GradientReport report = forward.check(backward, sample.x());
        Diagnosis found = report.diagnoses().stream().findFirst().orElse(new Diagnosis("", "", ""));
        boolean mayBeKnown = report.verdict() == Verdict.FAIL && !PLAIN.contains(found.name());
        Diagnosis diagnosis =
                (mayBeKnown ? mistake(backward, sample) : Optional.<Diagnosis>empty()).orElseGet(() -> hinted(found));
        return attempt(backward, sample, report.verdict(), diagnosis, report.toString());
    }

    private Optional<Diagnosis> mistake(String backward, Sample sample) {
        Tensor x = sample.x();
        Tensor dy = PlainSlip.upstream(forward.output(x));
        Tensor gradient = forward.gradient(backward, x, dy);
        return mistakes.stream()
                .filter(mistake -> forward.gradient(mistake.backward(), x, dy).isClose(gradient, SAME, SAME * SAME))
                .findFirst()
                .map(mistake -> new Diagnosis(mistake.slip(), mistake.cause(), mistake.hint()));
    }

    /** The same diagnosis with the hint of the exercise, if it has one. */
    private Diagnosis hinted(Diagnosis diagnosis) {
        return hints.stream()
                .filter(hint -> hint.slip().equals(diagnosis.name()))
                .findFirst()
                .map(hint -> new Diagnosis(diagnosis.name(), diagnosis.cause(), hint.text()))
                .orElse(diagnosis);
    }

    private Attempt attempt(String backward, Sample sample, Verdict verdict, Diagnosis diagnosis, String report) {
        return new Attempt(
                name,
                Expression.parse(backward).toString(),
                verdict,
                diagnosis.name(),
                diagnosis.cause(),
                diagnosis.hint(),
                sample.name(),
                report);
    }
}
