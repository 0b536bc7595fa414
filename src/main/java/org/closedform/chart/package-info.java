/** Charts in SVG from numbers: lines, bars and heat maps, without a script, legible on light and dark. */
package org.closedform.chart;
