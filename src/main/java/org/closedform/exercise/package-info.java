/**
 * Derive it, we check it: somebody types the backward of a given forward, differences say whether it is right, and what slipped.
 *
 * <pre>{@code
 * Forward softmax = Forward.of("softmax(x)");
 * System.out.println(softmax.check("y*(dy - sum(y*dy))", Tensor.of(1, 2, 3)));
 * }</pre>
 *
 * <p>{@link org.closedform.exercise.Exercises} has twelve, from a neuron to batch norm, with hints.
 */
package org.closedform.exercise;
