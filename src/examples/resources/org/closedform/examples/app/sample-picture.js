// The samples of a batch on one line, and below it what batch norm makes of them with the batch's statistics and with running ones.

import { shape } from './dom.js';
import { signed } from './format.js';
import { linear, ticks } from './scale.js';

const HEIGHT = 250;
const LEFT = 92;
const LINES = [{ name: 'x', y: 30, range: 12 }, { name: 'training', y: 115, range: 4 }, { name: 'inference', y: 200, range: 4 }];

export function drawSamples(figure, { x, training, inference }) {
  const width = figure.clientWidth;
  const numbers = [x, training, inference];
  const scales = LINES.map(({ range }) => linear(-range, range, LEFT, width - 16));
  const place = (line, number) => scales[line](Math.min(Math.max(number, -LINES[line].range), LINES[line].range));
  const way = (i, line) => shape('path', {
    class: 'way', d: `M${place(0, x[i]).toFixed(1)} ${LINES[0].y}L${place(line, numbers[line][i]).toFixed(1)} ${LINES[line].y}`,
  });
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    ...LINES.flatMap(({ name, y, range }, line) => [
      ...(line === 0 ? [] : [shape('rect', {
        class: 'spread', x: scales[line](-1), y: y - 16, width: scales[line](1) - scales[line](-1), height: 32,
      })]),
      shape('text', { class: 'line-name', x: 4, y: y + 6 }, line === 0 ? 'x' : 'x̂'),
      ...(line === 0 ? [] : [shape('text', { x: 4, y: y + 26 }, name)]),
      shape('line', { class: 'rail', x1: scales[line](-range), x2: scales[line](range), y1: y, y2: y }),
      ...ticks(-range, range, range / 2).map(tick =>
        shape('text', { class: 'tick', x: scales[line](tick), y: y + 32, 'text-anchor': 'middle' }, signed(tick))),
    ]),
    ...x.flatMap((_, i) => [way(i, 1), way(i, 2)]),
    ...numbers.flatMap((row, line) => row.map(number => shape('circle', {
      class: Math.abs(number) > LINES[line].range ? 'image beyond' : 'image', cx: place(line, number), cy: LINES[line].y, r: 6,
    })))));
}
