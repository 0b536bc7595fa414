/** How gradients shrink or grow on their way back through depth and time. */
package org.closedform.flow;
