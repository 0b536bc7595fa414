/**
 * What the library's own tests hold its operators to, for tests of yours.
 *
 * <p>{@link org.closedform.testkit.OperatorLaws} takes one line in any test framework,
 * {@link org.closedform.testkit.OperatorContract} is a superclass for jqwik, which looks for a point where a law breaks, and
 * {@link org.closedform.testkit.SpecialValue} states what happens at NaN, infinities and ties.
 * {@link org.closedform.testkit.TensorArbitraries} draws points; {@link org.closedform.testkit.Ulps} measures results against
 * exact ones, which {@link org.closedform.testkit.HighPrecision} computes.
 */
package org.closedform.testkit;
