// The derivative of an activation, and the line that the sigmoid's never exceeds.

import { path, shape } from './dom.js';
import { signed } from './format.js';
import { linear } from './scale.js';

const HEIGHT = 150;
const EDGE = { top: 12, right: 10, bottom: 24, left: 30 };
const QUARTER = 0.25;

export function drawSlope(figure, { activation, slope }) {
  const width = figure.clientWidth;
  const x = linear(slope.z[0], slope.z[slope.z.length - 1], EDGE.left, width - EDGE.right);
  const y = linear(0, 1.05, HEIGHT - EDGE.bottom, EDGE.top);
  const level = (value, name, kind) => [
    shape('line', { class: kind, x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
    shape('text', { class: 'tick', x: EDGE.left - 6, y: y(value) + 4, 'text-anchor': 'end' }, name),
  ];
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...level(0, '0', 'grid'),
    ...level(QUARTER, '¼', 'grid one'),
    ...level(1, '1', 'grid'),
    ...[-5, 0, 5].map(z => shape('text', { class: 'tick', x: x(z), y: HEIGHT - 6, 'text-anchor': 'middle' }, signed(z))),
    path(slope.z.map((z, k) => [x(z), y(slope.slope[k])]), `curve main ${activation}`)));
}
