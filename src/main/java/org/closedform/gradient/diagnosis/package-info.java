/** What is wrong with a derivation: kinds of mistakes, and how each is known. */
package org.closedform.gradient.diagnosis;
