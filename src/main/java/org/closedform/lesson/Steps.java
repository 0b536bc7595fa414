package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.closedform.lesson.Step.Phase;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * Collects the steps of a worked example, which an {@link Explanation} writes down, each after the steps that it depends on.
 *
 * <pre>{@code
 * Tensor e = steps.forward("e", "exponentials", "e_i = exp(x_i)", x.map(StrictMath::exp));
 * Tensor s = steps.forward("S", "their sum", "S = Σ_k e_k", e.sum());
 * }</pre>
 *
 * <p>A step depends on all known symbols on the right side of its formula, with or without an index; {@link #add} takes a step that
 * lists its dependencies itself. The given numbers and the earlier steps are known; a step forward does not know the upstream or a
 * step back.
 */
public final class Steps {
    private final Map<String, Phase> known = new LinkedHashMap<>();
    private final Set<String> finerSymbols = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    Steps(List<NamedTensor> given, List<NamedTensor> upstream) {
        given.forEach(part -> know(part.name(), Phase.FORWARD));
        upstream.forEach(part -> know(part.name(), Phase.BACKWARD));
    }

    private void know(String symbol, Phase phase) {
        if (finerSymbols.contains(symbol) || known.putIfAbsent(symbol, phase) != null) {
            throw new IllegalArgumentException(
                    "WorkedExample: symbol " + symbol + " is used twice; each number needs a symbol of its own");
        }
    }

    /**
     * Writes down a step forward, to the output, that needs no note.
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param value the numbers
     * @return the numbers
     * @throws IllegalArgumentException if the symbol is taken
     */
    public Tensor forward(String symbol, String name, String formula, Tensor value) {
        return forward(symbol, name, formula, "", value);
    }

    /**
     * Writes down a step forward, to the output.
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param note a sentence that says why, or what to notice
     * @param value the numbers
     * @return the numbers
     * @throws IllegalArgumentException if the symbol is taken
     */
    public Tensor forward(String symbol, String name, String formula, String note, Tensor value) {
        return add(Phase.FORWARD, symbol, name, formula, note, value);
    }

    /**
     * Writes down a step back that needs no note.
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param value the numbers
     * @return the numbers
     * @throws IllegalArgumentException if the symbol is taken
     */
    public Tensor backward(String symbol, String name, String formula, Tensor value) {
        return backward(symbol, name, formula, "", value);
    }

    /**
     * Writes down a step back.
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param note a sentence that says why, or what to notice
     * @param value the numbers
     * @return the numbers
     * @throws IllegalArgumentException if the symbol is taken
     */
    public Tensor backward(String symbol, String name, String formula, String note, Tensor value) {
        return add(Phase.BACKWARD, symbol, name, formula, note, value);
    }

    /**
     * Writes down a step forward that unfolds into finer ones.
     *
     * <pre>{@code
     * steps.forward("y", "probabilities", "y = softmax(a)", "", y, finer -> {
     *     Tensor e = finer.forward("e", "exponentials", "e_i = exp(a_i)", a.map(StrictMath::exp));
     *     Tensor s = finer.forward("Z", "their sum", "Z = Σ_k e_k", e.sum());
     *     finer.forward("y", "probabilities", "y_i = e_i / Z", y);
     * });
     * }</pre>
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param note a sentence; empty if there is nothing to say
     * @param value the numbers
     * @param finer writes down the same in finer steps, the last of which has the same symbol and numbers
     * @return the numbers
     * @throws IllegalArgumentException if a symbol is taken, or the finer steps end with something else
     */
    public Tensor forward(
            String symbol, String name, String formula, String note, Tensor value, Consumer<Steps> finer) {
        return add(Phase.FORWARD, symbol, name, formula, note, value, finer);
    }

    /**
     * Writes down a step back that unfolds into finer ones, as {@link #forward(String, String, String, String, Tensor, Consumer)} does
     * for a step forward.
     *
     * @param symbol the symbol of its numbers in other formulas
     * @param name what it computes, in words
     * @param formula its formula in Unicode
     * @param note a sentence; empty if there is nothing to say
     * @param value the numbers
     * @param finer writes down the same in finer steps, the last of which has the same symbol and numbers
     * @return the numbers
     * @throws IllegalArgumentException if a symbol is taken, or the finer steps end with something else
     */
    public Tensor backward(
            String symbol, String name, String formula, String note, Tensor value, Consumer<Steps> finer) {
        return add(Phase.BACKWARD, symbol, name, formula, note, value, finer);
    }

    private Tensor add(
            Phase phase, String symbol, String name, String formula, String note, Tensor value, Consumer<Steps> finer) {
        Objects.requireNonNull(formula, "Step: formula is null");
        Objects.requireNonNull(finer, "Steps: finer is null");
        Steps inner = new Steps(List.of(), List.of());
        inner.known.putAll(known);
        inner.finerSymbols.addAll(finerSymbols);
        finer.accept(inner);
        return add(new Step(
                phase, symbol, name, formula, Latex.of(formula), note, mentioned(phase, formula), value, inner.steps));
    }

    Tensor add(Phase phase, String symbol, String name, String formula, String note, Tensor value) {
        Objects.requireNonNull(formula, "Step: formula is null");
        return add(Step.of(phase, symbol, name, formula, note, mentioned(phase, formula), value));
    }

    /**
     * Writes down a step with its own LaTeX, or with dependencies that its formula does not show.
     *
     * @param step the step
     * @return its numbers
     * @throws IllegalArgumentException if its symbol is taken, or it depends on one that is not known
     */
    public Tensor add(Step step) {
        Objects.requireNonNull(step, "Steps.add: step is null");
        requireKnown(step, List.of());
        List<String> inner = new ArrayList<>();
        for (Step finer : step.finer()) { // nothing after them may depend on them, but their symbols are taken
            requireKnown(finer, inner);
            inner.add(finer.symbol());
        }
        know(step.symbol(), step.phase());
        if (!inner.isEmpty()) {
            inner.subList(0, inner.size() - 1).forEach(symbol -> {
                know(symbol, step.phase());
                known.remove(symbol);
                finerSymbols.add(symbol);
            });
        }
        steps.add(step);
        return step.value();
    }

    private void requireKnown(Step step, List<String> inner) {
        for (String symbol : step.dependsOn()) {
            if (!isKnown(symbol, step.phase()) && !inner.contains(symbol)) {
                throw new IllegalArgumentException("WorkedExample: step " + step.symbol() + " depends on " + symbol
                        + ", which is neither given nor an earlier step; known are " + known(step.phase()));
            }
        }
    }

    private boolean isKnown(String symbol, Phase phase) {
        return known.containsKey(symbol) && (phase == Phase.BACKWARD || known.get(symbol) == Phase.FORWARD);
    }

    private List<String> known(Phase phase) {
        return known.keySet().stream().filter(symbol -> isKnown(symbol, phase)).toList();
    }

    /** The known symbols on the right side of a formula, in the order in which they became known. */
    private List<String> mentioned(Phase phase, String formula) {
        List<String> candidates = new ArrayList<>(known(phase));
        candidates.sort(Comparator.comparingInt(String::length).reversed());
        List<String> found = new ArrayList<>();
        String text = formula.substring(formula.indexOf(" = ") + 1);
        for (String symbol : candidates) { // the longest first: the c in dc is no mention of c
            Matcher mention = Pattern.compile(
                            "(?<![\\p{L}\\p{M}∂_])" + Pattern.quote(symbol) + "(?![\\p{Ll}\\p{Lu}\\p{M}\\d′])")
                    .matcher(text);
            if (mention.find()) {
                found.add(symbol);
                text = mention.replaceAll(" ");
            }
        }
        return known(phase).stream().filter(found::contains).toList();
    }

    List<Step> list(Phase phase) {
        return steps.stream().filter(step -> step.phase() == phase).toList();
    }
}
