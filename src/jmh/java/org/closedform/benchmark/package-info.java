/**
 * Closedform beside a textbook loop, LibTorch and EJML, under JMH: one class for each operator, run and reported by {@link
 * org.closedform.benchmark.Benchmarks}.
 */
package org.closedform.benchmark;
