/** Operators that end a chain in a scalar: how far a prediction is from its target. */
package org.closedform.loss;
