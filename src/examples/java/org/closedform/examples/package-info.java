/** Handwritten digits: a network whose gradient is checked, then trained, then asked to read. Start at {@code Digits}. */
package org.closedform.examples;
