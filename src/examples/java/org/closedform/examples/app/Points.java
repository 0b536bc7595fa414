package org.closedform.examples.app;

import org.closedform.tensor.Tensor;

/**
 * Points in the plane, each of one of two classes.
 *
 * @param x the points, [n, 2]
 * @param t the class of each, 0 or 1, [n, 1]
 */
record Points(Tensor x, Tensor t) {}
