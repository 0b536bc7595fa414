// A neuron under two losses: its output against the step, and the slope of both losses against z.

import { path, shape } from './dom.js';
import { fixed, signed } from './format.js';
import { linear, ticks } from './scale.js';

const HEIGHT = 230;
const EDGE = { top: 14, right: 18, bottom: 38, left: 38 };
const FLOOR = HEIGHT - EDGE.bottom;
const LOSSES = [['squaredError', 'tanh'], ['crossEntropy', 'sigmoid']];

/** y after each step so far. */
export function drawOutputs(figure, answer, step) {
  const width = figure.clientWidth;
  const steps = answer.squaredError.output.length - 1;
  const x = linear(0, steps, EDGE.left, width - EDGE.right);
  const y = linear(0, 1, FLOOR, EDGE.top);
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...axes(width, y, x, ticks(0, steps, 50), 'step'),
    ...level(width, y(answer.goal), 'grid one', fixed(answer.goal, 1)),
    ...LOSSES.flatMap(([loss, kind]) => {
      const points = answer[loss].output.slice(0, step + 1).map((output, k) => [x(k), y(output)]);
      return [path(points, `curve main ${kind}`), dot(points[step], kind)];
    })));
}

/** The slopes by z, and where the neuron is on them. */
export function drawPull(figure, answer, step) {
  const width = figure.clientWidth;
  const { grid } = answer;
  const x = linear(grid[0], grid[grid.length - 1], EDGE.left, width - EDGE.right);
  const y = linear(0, 1, FLOOR, EDGE.top);
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...axes(width, y, x, ticks(grid[0], grid[grid.length - 1], 5), 'z'),
    ...LOSSES.map(([loss, kind]) =>
      path(answer[`${loss}Slopes`].map((slope, k) => [x(grid[k]), y(slope)]), `curve main ${kind}`)),
    ...LOSSES.map(([loss, kind]) => dot([x(answer[loss].z[step]), y(answer[loss].slope[step])], kind))));
}

function axes(width, y, x, places, name) {
  return [
    ...[0, 0.5, 1].flatMap(value => level(width, y(value), 'grid', fixed(value, 1))),
    ...places.map(place => shape('text', { class: 'tick', x: x(place), y: FLOOR + 16, 'text-anchor': 'middle' }, signed(place))),
    shape('text', { class: 'tick', x: (EDGE.left + width - EDGE.right) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, name),
  ];
}

function level(width, place, kind, name) {
  return [
    shape('line', { class: kind, x1: EDGE.left, x2: width - EDGE.right, y1: place, y2: place }),
    shape('text', { class: 'tick', x: EDGE.left - 6, y: place + 4, 'text-anchor': 'end' }, name),
  ];
}

function dot([cx, cy], kind) {
  return shape('circle', { class: `dot ${kind}`, cx, cy, r: 5.5 });
}
