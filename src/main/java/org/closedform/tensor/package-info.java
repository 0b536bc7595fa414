/** Immutable numbers: tensors, their shapes, class labels, and records of tensors as points of one vector space. */
package org.closedform.tensor;
