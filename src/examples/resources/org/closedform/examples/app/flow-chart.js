// The length of the gradient against depth, on a logarithmic axis. The end of the net is at the right, where the gradient has
// length 1; the curves part on their way to the left, and are named there.

import { path, shape, within } from './dom.js';
import { powerOfTen } from './format.js';
import { apart, decades, linear, ticks } from './scale.js';

const HEIGHT = 340;
const EDGE = { top: 14, right: 48, bottom: 44, left: 68 };

/** Draws all activations' curves, the chosen one strong, and calls back with the layer that is pointed at. */
export function drawFlow(figure, { curves, main }, layer, pick) {
  const width = figure.clientWidth;
  const depth = main.layers.length;
  const floor = HEIGHT - EDGE.bottom;
  const right = width - EDGE.right;
  const axis = decades(curves.flatMap(curve => [curve.inputNorm, ...curve.layers.map(line => line.upstreamNorm)])
    .concat(main.weightNorms));
  const x = linear(0, depth, EDGE.left, right);
  const exponent = linear(axis.from, axis.to, floor, EDGE.top);
  const y = norm => (Number(norm) > 0 ? exponent(Math.log10(norm)) : floor);
  const points = curve => [curve.inputNorm, ...curve.layers.map(line => line.upstreamNorm)].map((norm, l) => [x(l), y(norm)]);

  const picture = shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' });
  for (const power of ticks(axis.from, axis.to, axis.step)) {
    const at = exponent(power);
    picture.append(
      shape('line', { class: power === 0 ? 'grid one' : 'grid', x1: EDGE.left, x2: right, y1: at, y2: at }),
      shape('text', { class: 'tick', x: right + 8, y: at + 4 }, powerOfTen(power)));
  }
  for (const l of ticks(0, depth, [1, 2, 5, 10, 20].find(step => depth / step <= 10))) {
    picture.append(shape('text', { class: 'tick', x: x(l), y: floor + 18, 'text-anchor': 'middle' }, l === 0 ? 'input' : String(l)));
  }
  picture.append(
    shape('text', { class: 'axis-name', x: (EDGE.left + right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
      '⟵ the gradient’s way'),
    shape('line', { class: 'cursor', x1: x(layer), x2: x(layer), y1: EDGE.top, y2: floor }));

  for (const curve of [...curves.filter(other => other !== main), main]) {
    picture.append(path(points(curve), `curve ${curve.activation}${curve === main ? ' main' : ''}`));
  }
  picture.append(
    path(main.weightNorms.map((norm, l) => [x(l + 1), y(norm)]), `curve weights ${main.activation}`),
    shape('circle', { class: `dot ${main.activation}`, cx: x(layer), cy: y(main.layers[layer - 1].upstreamNorm), r: 5.5 }));

  const places = apart(curves.map(curve => y(curve.inputNorm)), 16, floor);
  curves.forEach((curve, k) => picture.append(shape('text', {
    class: `curve-name ${curve.activation}${curve === main ? ' main' : ''}`,
    x: EDGE.left - 8, y: places[k] + 4, 'text-anchor': 'end',
  }, curve.name)));

  const point = event => {
    const l = Math.round(x.inverse(within(figure, event).x));
    pick(Math.min(Math.max(l, 1), depth));
  };
  picture.addEventListener('pointermove', point);
  picture.addEventListener('pointerdown', point);
  figure.replaceChildren(picture);
}
