/** Softmax and its kin where numbers already are: in arrays of the caller's, in place or into others, copying and allocating nothing. */
package org.closedform.array;
