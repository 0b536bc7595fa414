package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.gradient.measurement.Numerals;
import org.closedform.tensor.NamedTensor;

/**
 * A factor with its name, if it has one.
 *
 * @param text such as {@code 4 (the length of an axis)}
 * @param hint what it usually comes from
 * @param isOfVariance whether it is what biased and unbiased variance differ by
 */
record Factor(String text, String hint, boolean isOfVariance) {
    private static final double LN_2 = StrictMath.log(2);
    private static final double LN_10 = StrictMath.log(10);
    private static final double SLACK = 1e-9;
    private static final double EPSILON_EFFECT = 1e-2;
    private static final double COARSEST = 1e-3;
    private static final double FINE = 1e-5;

    /** The factor's name, of the small numbers and the lengths of the axes around. */
    static Factor of(double factor, double relativeError, Evidence e) {
        double slack = Math.min(COARSEST, SLACK + 4 * relativeError);
        Map<Double, Factor> names = ratios(e);
        named(e).forEach(names::putIfAbsent);
        if (slack < FINE) {
            rare(e).forEach(names::putIfAbsent);
        }
        return names.entrySet().stream()
                .filter(name -> isNear(Math.abs(factor), name.getKey(), name.getValue(), slack))
                .map(Map.Entry::getValue)
                .findFirst()
                .map(named -> factor < 0 ? named.negated() : named)
                .orElse(new Factor(Numerals.of(factor), "a factor lost, or there twice, on the way?", false));
    }

    /** An ε in the deviation spoils the ratio of two variances a little. */
    private static boolean isNear(double factor, double name, Factor named, double slack) {
        double apart = name - 1;
        return Math.abs(factor - name)
                <= Math.max(slack, named.isOfVariance ? EPSILON_EFFECT * apart * apart : 0) * name;
    }

    private Factor negated() {
        return new Factor("−" + text, hint + " And the sign.", isOfVariance);
    }

    private static Map<Double, Factor> named(Evidence e) {
        SortedMap<Integer, String> lengths = lengths(e);
        Map<Double, Factor> names = new LinkedHashMap<>();
        lengths.forEach((n, what) -> {
            String where = " (" + n + " is " + what + ")";
            String byChance = what.contains("axis") ? "" : " Or a factor, such as a temperature, that is N by chance?";
            names.putIfAbsent(
                    (double) n,
                    new Factor(
                            n + where,
                            (n == 2 ? "a ½ forgotten, or " : "") + "a sum where the forward has a mean: is 1/N missing?"
                                    + byChance,
                            false));
            names.putIfAbsent(
                    1.0 / n,
                    new Factor(
                            "1/" + n + where,
                            (n == 2 ? "the 2 of a square forgotten, or " : "")
                                    + "a mean where the forward has a sum: is 1/N there too often?" + byChance,
                            false));
        });
        lengths.keySet().stream().filter(n -> n > 2).forEach(n -> {
            variance(names, (n - 1.0) / n, (n - 1) + "/" + n);
            variance(names, n / (n - 1.0), n + "/" + (n - 1));
        });
        names.putIfAbsent(2.0, new Factor("2", "a ½ forgotten, or a term counted twice?", false));
        names.putIfAbsent(0.5, new Factor("½", "the 2 of a square, or half of a symmetric sum, forgotten?", false));
        return names;
    }

    /** Only a precisely measured factor gets one of these names: a rough one would match some name by chance. */
    private static Map<Double, Factor> rare(Evidence e) {
        SortedMap<Integer, String> lengths = lengths(e);
        Map<Double, Factor> names = new LinkedHashMap<>();
        lengths.forEach((n, what) -> {
            String hint = "the scale 1/√N forgotten, or there twice?";
            String where = " (" + n + " is " + what + ")";
            names.putIfAbsent(Math.sqrt(n), new Factor("√" + n + where, hint, false));
            names.putIfAbsent(1 / Math.sqrt(n), new Factor("1/√" + n + where, hint, false));
        });
        constant(names, LN_2, "ln 2", "a logarithm to base 2, or a power of 2");
        constant(names, LN_10, "ln 10", "a logarithm to base 10, or a power of 10");
        constant(names, Math.PI / 180, "π/180", "an angle in degrees");
        constant(names, Math.PI, "π", "a period");
        constant(names, 2 * Math.PI, "2π", "a period");
        return names;
    }

    private static void constant(Map<Double, Factor> names, double value, String text, String source) {
        String hint = source + ": its slope has this factor";
        names.putIfAbsent(value, new Factor(text, hint, false));
        names.putIfAbsent(1 / value, new Factor(text.contains("/") ? "180/π" : "1/" + bracketed(text), hint, false));
    }

    private static String bracketed(String text) {
        return text.length() > 1 ? "(" + text + ")" : text;
    }

    /** The name of a ratio of two lengths. Integers and unit fractions have better names. */
    private static Map<Double, Factor> ratios(Evidence e) {
        SortedMap<Integer, String> lengths = lengths(e);
        Map<Double, Factor> names = new LinkedHashMap<>();
        lengths.forEach((n, what) -> lengths.keySet().stream()
                .filter(m -> m % n != 0 && n % m != 0)
                .forEach(m -> names.putIfAbsent(
                        (double) n / m,
                        new Factor(
                                n + "/" + m + " (" + n + " is " + what + ", " + m + " is " + lengths.get(m) + ")",
                                "a mean over another axis? Or N − 1 for N?",
                                false))));
        return names;
    }

    private static void variance(Map<Double, Factor> names, double ratio, String text) {
        String hint = "biased against unbiased variance: N or N − 1?";
        names.putIfAbsent(ratio, new Factor(text, hint, true));
        names.putIfAbsent(Math.sqrt(ratio), new Factor("√(" + text + ")", hint, true));
    }

    /** The lengths above 1 of all axes around, and the sizes, with what has them. */
    static SortedMap<Integer, String> lengths(Evidence e) {
        SortedMap<Integer, String> lengths = new TreeMap<>();
        e.inputs().forEach(part -> collect(lengths, part, "x"));
        e.outputs().forEach(part -> collect(lengths, part, "y"));
        lengths.remove(0);
        lengths.remove(1);
        return lengths;
    }

    private static void collect(Map<Integer, String> lengths, NamedTensor part, String lone) {
        String name = FlatOperator.name(part, lone);
        int rank = part.tensor().rank();
        for (int axis = 0; axis < rank; axis++) {
            String what = rank == 1 ? "the length of " + name : "the length of axis " + axis + " of " + name;
            lengths.putIfAbsent(part.tensor().shape().dimension(axis), what);
        }
        lengths.putIfAbsent(part.tensor().size(), "the number of elements of " + name);
    }

    static String list(double[] factors) {
        String start = String.join(
                ", ", Arrays.stream(factors).limit(6).mapToObj(Numerals::of).toList());
        return factors.length > 6 ? start + ", …" : start;
    }
}
