/**
 * Immutable numbers: tensors, their shapes, class labels, and records of tensors as points of one vector space.
 *
 * @serial exclude
 */
package org.closedform.tensor;
