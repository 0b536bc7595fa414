/**
 * A page for teaching, served to the machine's own browser: three panels to play with, whose every number the library computes
 * in that moment. Start at {@code TeachingApp}.
 */
package org.closedform.examples.app;
