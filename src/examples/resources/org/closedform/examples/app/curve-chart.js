// Curves over steps or batches, each named at its end; the axis may be linear or logarithmic.

import { path, shape } from './dom.js';
import { fixed, powerOfTen } from './format.js';
import { apart, linear, ticks } from './scale.js';

const HEIGHT = 200;
const EDGE = { top: 12, right: 78, bottom: 40, left: 44 };

/**
 * @param figure where to draw
 * @param {{name: string, steps: number[]}} what is counted, and where the curves have their values, from 0 on
 * @param {{name: string, kind: string, values: number[]}[]} curves one value for each step
 * @param axis from {@link linearAxis} or {@link powersAxis}
 */
export function drawCurves(figure, { name, steps }, curves, axis) {
  const width = figure.clientWidth;
  const right = width - EDGE.right;
  const floor = HEIGHT - EDGE.bottom;
  const last = Math.max(1, steps[steps.length - 1]);
  const x = linear(0, last, EDGE.left, right);
  const scale = linear(axis.from, axis.to, floor, EDGE.top);
  const y = value => scale(Math.min(Math.max(axis.place(value), axis.from), axis.to));
  const lines = curves.map(curve => curve.values.map((value, k) => [x(steps[k]), y(value)]));
  const names = apart(lines.map(points => points[points.length - 1][1]), 14, floor);
  const distance = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(step => last / step <= 4);
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...ticks(axis.from, axis.to, axis.step).flatMap(tick => [
      shape('line', { class: 'grid', x1: EDGE.left, x2: right, y1: scale(tick), y2: scale(tick) }),
      shape('text', { class: 'tick', x: EDGE.left - 6, y: scale(tick) + 4, 'text-anchor': 'end' }, axis.name(tick)),
    ]),
    ...ticks(0, last, distance).map(tick =>
      shape('text', { class: 'tick', x: x(tick), y: floor + 17, 'text-anchor': 'middle' }, String(tick))),
    shape('text', { class: 'tick', x: (EDGE.left + right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' }, name),
    ...lines.map((points, k) => path(points, `curve main ${curves[k].kind}`)),
    ...lines.map((points, k) => {
      const [cx, cy] = points[points.length - 1];
      return shape('circle', { class: `dot ${curves[k].kind}`, cx, cy, r: 4.5 });
    }),
    ...curves.map(({ name, kind }, k) => {
      const end = lines[k][lines[k].length - 1][0];
      return shape('text', { class: `curve-name ${kind}`, x: end + 8, y: names[k] + 4 }, name);
    })));
}

/** From 0 or less to a number or more, with some five ticks. */
export function linearAxis(numbers, most) {
  const finite = numbers.map(Number).filter(Number.isFinite);
  const from = Math.min(0, ...finite);
  const to = Math.max(most, ...finite);
  const step = [0.2, 0.5, 1, 2, 5, 10, 20, 50].find(step => (to - from) / step <= 5) ?? 100;
  return {
    from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step,
    place: Number, name: tick => fixed(tick, step < 1 ? 1 : 0),
  };
}

/** Powers of ten around some numbers; whatever is 0 or no number lies at the bottom. */
export function powersAxis(numbers) {
  const exponents = numbers.map(Number).filter(number => number > 0 && number < Infinity).map(Math.log10);
  const from = Math.floor(Math.min(-2, ...exponents));
  const to = Math.ceil(Math.max(0, ...exponents));
  const step = [1, 2, 5, 10].find(step => (to - from) / step <= 6) ?? 50;
  const place = number => (Number(number) > 0 ? Math.log10(number) : from);
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step, place, name: powerOfTen };
}
