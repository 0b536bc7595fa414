/**
 * A small language for formulas of deep learning, as they are typed: {@code y*(dy - sum(y*dy))}. It has numbers, names, + − * / ^, some
 * functions, and sums, means and maxima over classes or samples; nothing in it can loop, call or store.
 *
 * <p>Start at {@link org.closedform.expression.Expression}.
 */
package org.closedform.expression;
