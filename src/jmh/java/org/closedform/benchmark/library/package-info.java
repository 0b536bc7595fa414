/** The libraries that are compared, behind one interface: {@link org.closedform.benchmark.library.Library}. */
package org.closedform.benchmark.library;
