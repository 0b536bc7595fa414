/**
 * Closedform beside a textbook loop, LibTorch and EJML, under JMH: one class for each operator, and for what a user feels: starts,
 * arrays, other virtual machines, a second thread. {@link org.closedform.benchmark.Benchmarks} runs and reports them.
 */
package org.closedform.benchmark;
