/**
 * Operators that end a chain in a scalar: how far a prediction is from its target.
 *
 * @serial exclude
 */
package org.closedform.loss;
