/** The words of lessons, tables and charts, in the reader's language. */
package org.closedform.words;
