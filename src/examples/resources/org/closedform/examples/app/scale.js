// Maps numbers to places in a picture.

/** From numbers between `from` and `to` to pixels between `start` and `end`. */
export function linear(from, to, start, end) {
  const place = value => start + (value - from) / (to - from) * (end - start);
  place.inverse = pixel => from + (pixel - start) / (end - start) * (to - from);
  return place;
}

/** The multiples of a step between two of them. */
export function ticks(from, to, step) {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
}
