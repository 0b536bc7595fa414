// The three terms of the backward for each sample, and their sum.

import { onWidth, shape } from './dom.js';
import { signed } from './format.js';
import { linear, ticks } from './scale.js';

const HEIGHT = 210;
const EDGE = { left: 40, right: 14, top: 12, bottom: 28 };

export function termsPicture(figure) {
  let latest = null;
  onWidth(figure, draw);

  function show(answer) {
    latest = answer;
    draw();
  }

  function draw() {
    const width = figure.clientWidth;
    if (latest === null || width === 0) {
      return;
    }
    const { dxHat, throughMean, throughVariance, terms } = latest;
    const samples = dxHat.map((direct, i) => ({
      direct, mean: -throughMean, variance: -throughVariance[i], sum: terms[i],
    }));
    const most = Math.max(1, ...samples.flatMap(sample => Object.values(sample).map(Math.abs)));
    const step = [0.5, 1, 2, 5, 10, 20].find(step => most / step <= 2) ?? 50;
    const y = linear(-most, most, HEIGHT - EDGE.bottom, EDGE.top);
    const column = linear(0, samples.length, EDGE.left, width - EDGE.right);
    const thick = Math.min(16, (column(1) - column(0)) / 5);
    const picture = shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
      ...ticks(-2 * step, 2 * step, step).filter(tick => Math.abs(tick) <= most).flatMap(tick => [
        shape('line', { class: tick === 0 ? 'rail' : 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick) }),
        shape('text', { class: 'tick', x: EDGE.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, signed(tick)),
      ]));
    samples.forEach((sample, i) => {
      const middle = column(i + 0.5);
      ['direct', 'mean', 'variance', 'sum'].forEach((term, k) => picture.append(shape('rect', {
        class: `term ${term}`, x: middle + (k - 2) * thick, width: thick - 1,
        y: Math.min(y(sample[term]), y(0)), height: Math.abs(y(sample[term]) - y(0)),
      })));
      picture.append(shape('text', { class: 'tick', x: middle, y: HEIGHT - 6, 'text-anchor': 'middle' }, String(i + 1)));
    });
    figure.replaceChildren(picture);
  }

  return { moved() {}, show };
}
