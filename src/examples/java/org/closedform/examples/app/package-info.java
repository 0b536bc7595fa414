/**
 * A page for teaching, served to a browser on the same machine: three panels to play with, whose numbers the library computes on each
 * change, and one of exercises, whose answers it checks. Start at {@code TeachingApp}.
 */
package org.closedform.examples.app;
