/** The one renderer of charts in SVG: for the charts of users, and for the figures of the documentation. */
package org.closedform.drawing;
