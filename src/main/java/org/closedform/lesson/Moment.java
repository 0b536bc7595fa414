package org.closedform.lesson;

import org.closedform.tensor.Tensor;

/**
 * Writes down the steps at one moment of a sequence: {@code {t}}, {@code {t-1}} and {@code {t+1}} in a symbol or a formula become
 * numbers.
 *
 * @param steps where the steps are written
 * @param phase forward or back
 * @param t which moment, from 1
 * @param isInSequence whether there are other moments, so the names of steps have to say which one they belong to
 * @param isFirst whether this moment is explained first; only then are notes shown
 */
record Moment(Steps steps, Step.Phase phase, int t, boolean isInSequence, boolean isFirst) {

    Tensor add(String symbol, String name, String formula, Tensor value) {
        return add(symbol, name, formula, "", value);
    }

    Tensor add(String symbol, String name, String formula, String note, Tensor value) {
        return steps.add(
                phase,
                numbered(symbol),
                isInSequence ? name + " at t = " + t : name,
                numbered(formula),
                isFirst ? note : "",
                value);
    }

    private String numbered(String formula) {
        return formula.replace("{t}", "" + t).replace("{t-1}", "" + (t - 1)).replace("{t+1}", "" + (t + 1));
    }
}
