/** Differentiable functions: each pairs a numerically stable forward with a closed-form backward. */
package org.closedform.operator;
