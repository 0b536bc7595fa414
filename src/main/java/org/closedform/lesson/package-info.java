/** Operators explained with your own numbers, step by step. */
package org.closedform.lesson;
