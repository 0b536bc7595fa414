/** What a teacher shows: worked examples, and how gradients flow through depth and time. */
package org.closedform.lesson;
