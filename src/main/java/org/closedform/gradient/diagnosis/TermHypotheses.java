package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.Numerals;

/** One term of a sum is missing or wrong, and what is left of it is a multiple of something known. */
final class TermHypotheses {
    /** With this many more equations than unknowns a fit speaks for a term; with one more it may be chance. */
    private static final int SURPLUS = 2;

    private static final String OF_X =
            "weight decay, λ‖x‖²: forgotten, or its sign, its 2 or its λ? A norm that was taken for a constant?";

    private TermHypotheses() {}

    /** What a term of a number may be a multiple of. */
    private record Term(String name, String text, double[] values, String hint) {}

    /** Of a function to a number: the differences are one multiple of a term that can be guessed. */
    static Optional<Diagnosis> ofNumber(Evidence e) {
        if (e.numericRows().length != 1) {
            return Optional.empty();
        }
        int[] all = IntStream.range(0, e.x().size()).toArray();
        return guesses(e).stream()
                .filter(term -> {
                    LineBasis basis = new LineBasis(all, term.values);
                    return basis.surplus(e, 0) >= SURPLUS && basis.spans(e, 0, 1);
                })
                .findFirst()
                .map(term -> named(e, term));
    }

    private static Diagnosis named(Evidence e, Term term) {
        int at = Arrays.stream(e.offsets())
                .filter(i -> e.isKnown(0, e.column(i)))
                .reduce((a, b) -> Math.abs(term.values[b]) > Math.abs(term.values[a]) ? b : a)
                .orElseThrow();
        double multiple = e.remainder(0, e.column(at)) / term.values[at];
        String sum = (multiple < 0 ? "− " : "+ ") + Numerals.of(Math.abs(multiple));
        return new Diagnosis(term.name, "gradient = numeric " + sum + term.text, term.hint);
    }

    private static List<Term> guesses(Evidence e) {
        double[] x = e.x().toDoubleArray();
        String part = e.part();
        List<Term> guesses = new ArrayList<>();
        guesses.add(new Term(
                "mean term",
                ", the same at all elements",
                map(x, v -> 1),
                "a constant forgotten, or a mean that was taken for a constant, or was not taken off?"));
        guesses.add(new Term("multiple of x", " × " + part, x, OF_X));
        guesses.add(new Term(
                "multiple of sign(x)",
                " × sign(" + part + ")",
                map(x, Math::signum),
                "a penalty λ Σ|x|: forgotten, or its sign or its λ? Or is it 1 − t that stands for a target t?"));
        e.inputs().stream()
                .filter(other ->
                        !other.name().equals(part) && other.tensor().shape().equals(e.x().shape()))
                .forEach(other -> guesses.add(new Term(
                        "multiple of another input",
                        " × " + other.name(),
                        other.tensor().toDoubleArray(),
                        "a term with " + other.name() + ": forgotten, or its sign or its factor?")));
        return guesses;
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    /** Of several outputs, or line by line: the differences are multiples of x, and the gradients are not. */
    static Optional<Diagnosis> multiplesOfX(Evidence e) {
        double[] x = e.x().toDoubleArray();
        Function<int[], LineBasis> basis = line -> new LineBasis(line, LineBasis.elements(x, line));
        return Lines.of(e.x().shape()).stream()
                .filter(lines -> explains(e, lines, 1, basis) && !explains(e, lines, 0, basis))
                .findFirst()
                .map(lines -> new Diagnosis(
                        "sum term",
                        "along " + lines.name() + " the differences are multiples of " + e.part(),
                        "− x Σ x dy / Σ x²: a norm or a root mean square depends on x too"));
    }

    /** Whether in each line analytic − ratio · numeric is made of a basis, which is more than chance. */
    static boolean explains(Evidence e, Lines lines, double ratio, Function<int[], LineBasis> basisOf) {
        boolean all = true;
        int surplus = 0;
        for (int l = 0; l < lines.offsets().length && all; l++) {
            int[] line = lines.offsets()[l];
            boolean seen = Arrays.stream(line).anyMatch(offset -> e.column(offset) >= 0);
            LineBasis basis = seen ? basisOf.apply(line) : null;
            for (int k = 0; seen && k < e.numericRows().length; k++) {
                all &= basis.spans(e, k, ratio);
                surplus += basis.surplus(e, k);
            }
        }
        return all && surplus >= SURPLUS;
    }
}
