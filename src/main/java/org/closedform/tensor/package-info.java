/**
 * Immutable tensors, their shapes, class labels, and records of tensors that add and scale like vectors.
 *
 * @serial exclude
 */
package org.closedform.tensor;
