package org.closedform.gradient;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.closedform.tensor.Part;

/**
 * A factor with its name, if it has one.
 *
 * @param text such as {@code 4 (the length of an axis)}
 * @param hint what it usually comes from
 * @param isOfVariance whether it is what biased and unbiased variance differ by
 */
record Factor(String text, String hint, boolean isOfVariance) {
    private static final double SLACK = 1e-9;
    private static final double COARSEST = 1e-3;

    /** The factor's name, of the small numbers and the lengths of the axes around. */
    static Factor of(double factor, double relativeError, Evidence e) {
        double slack = Math.min(COARSEST, SLACK + 4 * relativeError);
        TreeSet<Integer> lengths = lengths(e);
        Map<Double, Factor> names = new LinkedHashMap<>();
        for (int n : lengths) {
            if (n > 1) {
                String of = n + " (the number of elements along an axis, or of all)";
                names.putIfAbsent(
                        (double) n, new Factor(of, "a sum where the forward has a mean: is 1/N missing?", false));
                names.putIfAbsent(
                        1.0 / n,
                        new Factor(
                                "1/" + of, "a mean where the forward has a sum: is 1/N there once too often?", false));
            }
        }
        for (int n : lengths) {
            if (n > 2) {
                double ratio = (n - 1.0) / n;
                String hint = "biased against unbiased variance: N or N − 1?";
                String with = String.format(Locale.ROOT, "%d/%d", n - 1, n);
                String inverse = String.format(Locale.ROOT, "%d/%d", n, n - 1);
                names.putIfAbsent(ratio, new Factor(with, hint, true));
                names.putIfAbsent(1 / ratio, new Factor(inverse, hint, true));
                names.putIfAbsent(Math.sqrt(ratio), new Factor("√(" + with + ")", hint, true));
                names.putIfAbsent(Math.sqrt(1 / ratio), new Factor("√(" + inverse + ")", hint, true));
            }
        }
        names.put(
                2.0,
                new Factor(
                        names.containsKey(2.0) ? "2 (also an axis's length)" : "2",
                        "a ½ forgotten, or a term counted twice?",
                        false));
        names.put(
                0.5,
                new Factor(
                        names.containsKey(0.5) ? "½ (also 1 over an axis's length)" : "½",
                        "the 2 of a square, or half of a symmetric sum, forgotten?",
                        false));
        return names.entrySet().stream()
                .filter(name -> Math.abs(Math.abs(factor) - name.getKey()) <= slack * name.getKey())
                .map(Map.Entry::getValue)
                .findFirst()
                .map(named -> factor < 0
                        ? new Factor("−" + named.text, named.hint + " And the sign.", named.isOfVariance)
                        : named)
                .orElse(new Factor(number(factor), "a factor lost or there twice on the way?", false));
    }

    /** The lengths of all axes around, and the sizes. */
    static TreeSet<Integer> lengths(Evidence e) {
        TreeSet<Integer> lengths = new TreeSet<>();
        Stream.concat(e.inputs().stream(), e.outputs().stream())
                .map(Part::tensor)
                .forEach(tensor -> {
                    Arrays.stream(tensor.shape().dimensions()).forEach(lengths::add);
                    lengths.add(tensor.size());
                });
        return lengths;
    }

    /** As many digits as tell it from 1. */
    static String number(double factor) {
        double apart = Math.abs(factor - 1);
        int digits = apart > 1e-4 || apart == 0 ? 5 : (int) Math.ceil(-StrictMath.log10(apart)) + 2;
        return String.format(Locale.ROOT, "%." + Math.min(digits, 15) + "g", factor);
    }

    static String list(double[] factors) {
        String start = String.join(
                ", ", Arrays.stream(factors).limit(6).mapToObj(Factor::number).toList());
        return factors.length > 6 ? start + ", …" : start;
    }
}
