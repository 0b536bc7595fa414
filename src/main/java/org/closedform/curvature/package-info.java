/**
 * Products with the second derivative of a whole chain, as operators on its parameters: the exact Hessian, and the Gauss–Newton matrix,
 * which is never indefinite behind a convex loss.
 */
package org.closedform.curvature;
