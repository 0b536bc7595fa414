/** Proof by finite differences: does a backward belong to its forward? */
package org.closedform.gradient;
