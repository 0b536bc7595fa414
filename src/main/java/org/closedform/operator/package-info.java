/**
 * Differentiable functions: each pairs a numerically stable forward with a closed-form backward.
 *
 * @serial exclude
 */
package org.closedform.operator;
