/** From JMH's results to Markdown: {@link org.closedform.benchmark.report.PerformanceReport}. */
package org.closedform.benchmark.report;
