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

/** The powers of ten around some numbers, at least from 10⁻⁴ to 10², and the distance of ticks, as exponents. */
export function decades(numbers) {
  const exponents = numbers.filter(number => number > 0 && number < Infinity).map(Math.log10);
  const lowest = Math.min(-4, ...exponents);
  const highest = Math.max(2, ...exponents);
  const step = [2, 5, 10, 20, 50].find(step => (highest - lowest) / step <= 8) ?? 100;
  return { from: Math.floor(lowest / step) * step, to: Math.ceil(highest / step) * step, step };
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
