/** Softmax and its kin directly on the caller's arrays, in place or into other arrays, without copying or allocating. */
package org.closedform.array;
