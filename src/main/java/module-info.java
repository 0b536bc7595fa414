/**
 * Stable forwards and closed-form gradients, in plain Java.
 *
 * <p>From the bottom up: {@link org.closedform.tensor} holds immutable numbers, operator pairs each
 * forward with its backward, loss ends a chain in a scalar, gradient proves any pair
 * right against finite differences, and lesson shows with numbers what they do.
 */
module org.closedform {
    exports org.closedform.gradient;
    exports org.closedform.gradient.diagnosis;
    exports org.closedform.lesson;
    exports org.closedform.loss;
    exports org.closedform.operator;
    exports org.closedform.tensor;
}
