/** Draws the figures of the documentation from the library's own numbers. Start at {@code Figures}. */
package org.closedform.examples.figures;
