// The length of a gradient against the steps that it has come back through time, on a logarithmic axis.

import { path, shape, within } from './dom.js';
import { powerOfTen } from './format.js';
import { apart, decades, linear, ticks } from './scale.js';

const HEIGHT = 340;
const EDGE = { top: 14, right: 56, bottom: 44, left: 48 };
const KINDS = ['sigmoid', 'tanh', 'relu'];

/** Draws all nets' curves and calls back with the steps that are pointed at. */
export function drawTime(figure, { nets, cell }, back, pick) {
  const width = figure.clientWidth;
  const steps = cell.norms.length - 1;
  const floor = HEIGHT - EDGE.bottom;
  const right = width - EDGE.right;
  const axis = decades([...nets, cell].flatMap(net => net.norms).map(Number));
  const x = linear(0, steps, EDGE.left, right);
  const exponent = linear(axis.from, axis.to, floor, EDGE.top);
  const y = norm => (Number(norm) > 0 ? exponent(Math.log10(norm)) : floor);
  const points = norms => norms.map((norm, k) => [x(k), y(norm)]);

  const picture = shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' });
  for (const power of ticks(axis.from, axis.to, axis.step)) {
    const at = exponent(power);
    picture.append(
      shape('line', { class: power === 0 ? 'grid one' : 'grid', x1: EDGE.left, x2: right, y1: at, y2: at }),
      shape('text', { class: 'tick', x: EDGE.left - 8, y: at + 4, 'text-anchor': 'end' }, powerOfTen(power)));
  }
  picture.append(
    ...ticks(0, steps, 20).map(k => shape('text', { class: 'tick', x: x(k), y: floor + 18, 'text-anchor': 'middle' }, String(k))),
    shape('text', { class: 'axis-name', x: (EDGE.left + right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
      'steps back in time ⟶'),
    shape('line', { class: 'cursor', x1: x(back), x2: x(back), y1: EDGE.top, y2: floor }),
    path(points(cell.norms), 'curve weights tanh'),
    ...nets.map((net, k) => path(points(net.norms), `curve main ${KINDS[k]}`)),
    ...nets.map((net, k) => shape('circle', { class: `dot ${KINDS[k]}`, cx: x(back), cy: y(net.norms[back]), r: 5.5 })));

  const places = apart(nets.map(net => y(net.norms[steps])), 16, floor);
  picture.append(...nets.map((net, k) =>
    shape('text', { class: `curve-name main ${KINDS[k]}`, x: right + 8, y: places[k] + 4 }, net.name)));

  const point = event => {
    const k = Math.round(x.inverse(within(figure, event).x));
    pick(Math.min(Math.max(k, 1), steps));
  };
  picture.addEventListener('pointermove', point);
  picture.addEventListener('pointerdown', point);
  figure.replaceChildren(picture);
}
