package org.closedform.kernel;

/** Where the numbers of some rows are in an array: element k of row i at {@code origin + i · row + k · element}. */
record Block(int origin, int row, int element) {}
