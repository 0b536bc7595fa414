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

/** Moves places apart to a minimum distance, none beyond the last; the result has the order of the argument. */
export function apart(places, distance, last) {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  order.forEach((item, k) => {
    item.place = Math.max(item.place, k === 0 ? -Infinity : order[k - 1].place + distance);
  });
  for (let k = order.length - 1, most = last; k >= 0; k--, most -= distance) {
    order[k].place = Math.min(order[k].place, most);
  }
  return order.sort((a, b) => a.index - b.index).map(({ place }) => place);
}
