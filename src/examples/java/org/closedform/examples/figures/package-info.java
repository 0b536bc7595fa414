/** The pictures of the documentation, drawn from the library's own numbers. Start at {@code Figures}. */
package org.closedform.examples.figures;
