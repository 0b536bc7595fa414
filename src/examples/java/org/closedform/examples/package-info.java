/**
 * Handwritten digits: a network whose gradient is checked, then trained, then asked to read. Start at {@code Digits}. How to learn
 * from digits that are never in one place is in {@code Partitions}.
 */
package org.closedform.examples;
