// What a net says about every point of a square: a heat map, the line between the classes, and the points it learns from.

import { contour } from './contour.js';
import { element, shape } from './dom.js';
import { linear } from './scale.js';

const STRENGTH = 0.85;
const SIZE = 4;

export function drawPlane(figure, { plane, points, classes, reach }) {
  const width = figure.clientWidth;
  const side = plane.length;
  const x = linear(-reach, reach, 0, width);
  const y = linear(-reach, reach, width, 0);
  const cell = index => (index + 0.5) * width / side;
  const line = contour(plane, 0.5).map(ends => `M${ends.map(([r, c]) => `${cell(c).toFixed(1)} ${cell(r).toFixed(1)}`).join('L')}`);
  figure.replaceChildren(heat(plane), shape('svg', { width, height: width, 'aria-hidden': 'true' },
    shape('path', { class: 'boundary', d: line.join('') }),
    ...points.map(([px, py], i) => mark(x(px), y(py), classes[i]))));
}

/** A dot for class 1, a square for class 0. */
function mark(x, y, kind) {
  return kind === 1
    ? shape('circle', { class: 'example first', cx: x, cy: y, r: SIZE })
    : shape('rect', { class: 'example second', x: x - SIZE, y: y - SIZE, width: 2 * SIZE, height: 2 * SIZE });
}

/** One pixel for each number; the browser makes it smooth. */
function heat(plane) {
  const side = plane.length;
  const canvas = element('canvas', { width: side, height: side, 'aria-hidden': 'true' });
  const context = canvas.getContext('2d');
  const [first, second, neutral] = ['--positive', '--negative', '--neutral'].map(name => channels(context, name));
  const image = context.createImageData(side, side);
  plane.flat().forEach((value, k) => {
    const p = Number.isFinite(Number(value)) ? Number(value) : 0.5;
    const hue = p > 0.5 ? first : second;
    const strength = STRENGTH * Math.abs(2 * p - 1);
    image.data.set([...neutral.map((base, c) => base + strength * (hue[c] - base)), 255], 4 * k);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Red, green and blue of a colour of the page. */
function channels(context, name) {
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  return [1, 3, 5].map(at => parseInt(context.fillStyle.slice(at, at + 2), 16));
}
