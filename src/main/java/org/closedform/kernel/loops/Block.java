package org.closedform.kernel.loops;

/**
 * Where the numbers of some rows are in an array: element k of row i at {@code origin + i · row + k · element}.
 *
 * @param origin where the first row begins
 * @param row the distance between rows
 * @param element the distance between elements of a row
 */
public record Block(int origin, int row, int element) {}
