/** What finite differences say: directions, ladders of steps, noise, corners. Nothing here judges a derivation. */
package org.closedform.gradient.measurement;
