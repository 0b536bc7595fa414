package org.closedform.gradient.measurement;

import java.util.Locale;

/** Numbers as a person reads them. */
public final class Numerals {
    private Numerals() {}

    /** A factor with as many digits as tell it from 1, and no zeros at the end. */
    public static String of(double factor) {
        if (!(Math.abs(factor) <= Double.MAX_VALUE)) {
            return Double.isNaN(factor) ? "-" : factor > 0 ? "∞" : "−∞";
        }
        if (factor == 0) {
            return "0";
        }
        double apart = Math.abs(Math.abs(factor) - 1);
        int digits = apart > 1e-4 || apart < 1e-13 ? 5 : (int) Math.ceil(-StrictMath.log10(apart)) + 2;
        String text = String.format(Locale.ROOT, "%." + digits + "g", factor).replace('-', '−');
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
