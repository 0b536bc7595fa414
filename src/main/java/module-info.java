/**
 * Stable forwards and closed-form gradients, in plain Java.
 *
 * <p>From the bottom up: {@link org.closedform.tensor} holds immutable numbers, operator pairs each
 * forward with its backward, loss ends a chain in a scalar, gradient checks any pair
 * against finite differences, lesson works an operator through with your numbers, and flow follows a gradient through
 * many layers.
 */
module org.closedform {
    exports org.closedform.flow;
    exports org.closedform.gradient;
    exports org.closedform.gradient.diagnosis;
    exports org.closedform.lesson;
    exports org.closedform.loss;
    exports org.closedform.operator;
    exports org.closedform.tensor;
}
