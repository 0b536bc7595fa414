package org.closedform.gradient;

/**
 * One derivative, as derived and as measured.
 *
 * @param name which: an element such as {@code gamma[3]}, or a direction through a large tensor
 * @param analytic what the backward says
 * @param numeric what finite differences say
 * @param error how far the numeric derivative may be off, plus how far rounding may have moved the analytic one
 * @param verdict whether they agree
 */
public record Comparison(String name, double analytic, double numeric, double error, Verdict verdict) {}
