// The line on which a function on a grid has some value.

/**
 * Calls back for each piece of the line, of which a cell of the grid has one, or two at a saddle.
 *
 * @param rows the function's values, row by row
 * @param level the value
 * @returns pairs of ends, [[row, column], [row, column]], in distances of the grid
 */
export function contour(rows, level) {
  const pieces = [];
  for (let r = 0; r + 1 < rows.length; r++) {
    for (let c = 0; c + 1 < rows[r].length; c++) {
      const corners = [[r, c], [r, c + 1], [r + 1, c + 1], [r + 1, c]];
      const ends = corners.map((corner, k) => crossing(rows, level, corner, corners[(k + 1) % 4])).filter(end => end !== null);
      for (let k = 0; k + 1 < ends.length; k += 2) {
        pieces.push([ends[k], ends[k + 1]]);
      }
    }
  }
  return pieces;
}

/** Where the edge between two corners has the value, as if the function were straight there. */
function crossing(rows, level, from, to) {
  const [a, b] = [from, to].map(([r, c]) => rows[r][c] - level);
  if ((a > 0) === (b > 0)) {
    return null;
  }
  const share = a / (a - b);
  return [0, 1].map(k => from[k] + share * (to[k] - from[k]));
}
