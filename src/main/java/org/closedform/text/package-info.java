/** Numbers in decimal, JSON and markup as text, the same bytes on every JDK. */
package org.closedform.text;
