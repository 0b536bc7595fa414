package org.closedform.lesson;

import org.closedform.tensor.Tensor;

/**
 * One moment of a sequence, whose steps are written down: {@code {t}}, {@code {t-1}} and {@code {t+1}} in a formula become
 * numbers.
 *
 * @param steps where they are written
 * @param t which moment, from 1
 * @param inSequence whether there are others to be told apart from
 * @param first whether it is the first one to be explained; what is said once is not said again
 */
record Moment(Steps steps, int t, boolean inSequence, boolean first) {

    Tensor add(String name, String formula, String latex, Tensor value) {
        return add(name, formula, latex, "", value);
    }

    Tensor add(String name, String formula, String latex, String note, Tensor value) {
        return steps.add(
                inSequence ? name + " at t = " + t : name,
                numbered(formula, "", ""),
                numbered(latex, "{", "}"),
                first ? note : "",
                value);
    }

    private String numbered(String formula, String open, String close) {
        return formula.replace("{t}", open + t + close)
                .replace("{t-1}", open + (t - 1) + close)
                .replace("{t+1}", open + (t + 1) + close);
    }
}
