/**
 * Stable forwards and closed-form gradients, in plain Java.
 *
 * <p>From the bottom up: tensors are immutable arrays of numbers; an operator pairs a forward with its backward; a loss is an
 * operator whose result is a scalar, for the end of a chain; the gradient check holds any such pair against finite differences;
 * a lesson explains an operator step by step with your numbers; and flow follows a gradient back through many layers. Beside them,
 * rows of numbers in arrays of the caller: operators on logits that work in place.
 */
module org.closedform {
    exports org.closedform.array;
    exports org.closedform.flow;
    exports org.closedform.gradient;
    exports org.closedform.gradient.diagnosis;
    exports org.closedform.lesson;
    exports org.closedform.loss;
    exports org.closedform.operator;
    exports org.closedform.tensor;
}
