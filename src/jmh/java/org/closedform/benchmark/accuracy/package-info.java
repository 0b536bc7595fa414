/** How many ulps each library is off on the same inputs: {@link org.closedform.benchmark.accuracy.AccuracyComparison}. */
package org.closedform.benchmark.accuracy;
