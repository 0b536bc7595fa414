/**
 * The laws that the library tests its own operators by, for your own tests.
 *
 * <p>{@link org.closedform.testkit.OperatorLaws} takes one line in any test framework.
 * {@link org.closedform.testkit.OperatorContract} is a superclass for jqwik, which searches for a point that breaks a law.
 * {@link org.closedform.testkit.SpecialValue} states the result for NaN, infinities and ties.
 * {@link org.closedform.testkit.TensorArbitraries} draws points; {@link org.closedform.testkit.Ulps} measures results against exact
 * ones, which {@link org.closedform.testkit.HighPrecision} computes.
 */
package org.closedform.testkit;
