/**
 * Stable forwards and closed-form gradients, in plain Java.
 *
 * <p>From the bottom up: tensors are immutable arrays of numbers; an operator pairs a forward with its backward; a loss is an
 * operator whose result is a scalar, for the end of a chain; curvature is the second derivative of a chain; the gradient check compares any such pair with finite differences; a
 * lesson explains an operator step by step with your numbers; and flow follows a gradient back through many layers. Beside them,
 * {@code array} has the operators on logits in place, for rows of numbers in the caller's arrays; {@code chart} draws numbers in SVG; and
 * {@code words} are the words of lessons and charts, in the reader's language.
 */
module org.closedform {
    exports org.closedform.array;
    exports org.closedform.chart;
    exports org.closedform.curvature;
    exports org.closedform.exercise;
    exports org.closedform.expression;
    exports org.closedform.flow;
    exports org.closedform.gradient;
    exports org.closedform.gradient.diagnosis;
    exports org.closedform.lesson;
    exports org.closedform.loss;
    exports org.closedform.operator;
    exports org.closedform.tensor;
    exports org.closedform.words;
}
