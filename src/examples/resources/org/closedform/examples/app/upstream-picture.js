// The gradient that arrives at y, a bar for each sample, which can be dragged up and down.

import { onWidth, set, shape, within } from './dom.js';
import { format, signed } from './format.js';
import { handle } from './handle.js';
import { linear, ticks } from './scale.js';

export const MOST_UPSTREAM = 3;
const HEIGHT = 170;
const EDGE = { left: 34, right: 14, top: 16, bottom: 30 };

export function upstreamPicture(figure, batch, changed) {
  const scale = linear(-MOST_UPSTREAM, MOST_UPSTREAM, HEIGHT - EDGE.bottom, EDGE.top);
  let bars = [];
  onWidth(figure, build);

  function build() {
    const width = figure.clientWidth;
    const held = bars.findIndex(({ grip }) => grip === document.activeElement);
    const column = linear(0, batch.dy.length, EDGE.left, width - EDGE.right);
    bars = batch.dy.map((_, i) => bar(i, column(i + 0.5)));
    figure.replaceChildren(shape('svg', { width, height: HEIGHT },
      ...ticks(-MOST_UPSTREAM, MOST_UPSTREAM, 1).flatMap(tick => [
        shape('line', { class: tick === 0 ? 'rail' : 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: scale(tick), y2: scale(tick) }),
        shape('text', { class: 'tick', x: EDGE.left - 8, y: scale(tick) + 4, 'text-anchor': 'end' }, signed(tick)),
      ]),
      ...bars.flatMap(({ stem, grip }, i) => [
        stem, grip,
        shape('text', { class: 'tick', x: column(i + 0.5), y: HEIGHT - 6, 'text-anchor': 'middle' }, String(i + 1))])));
    bars[held]?.grip.focus({ preventScroll: true });
    moved();
  }

  function bar(i, x) {
    const grip = shape('g', { class: 'point' },
      shape('circle', { class: 'reach', r: 18 }), shape('circle', { class: 'ball', r: 8 }));
    const fixed = i >= figure.dataset.free;
    handle(grip, { label: `dy ${i + 1}`, least: -MOST_UPSTREAM, most: MOST_UPSTREAM, step: 0.1, vertical: true, fixed },
      () => batch.dy[i],
      event => scale.inverse(within(figure, event).y),
      value => {
        batch.dy = batch.dy.map((old, k) => (k === i ? value : old));
        changed();
      });
    return { x, grip, stem: shape('line', { class: 'stem', x1: x, x2: x, y1: scale(0) }) };
  }

  function moved() {
    if (figure.clientWidth === 0) {
      return;
    }
    if (bars.length !== batch.dy.length) {
      build();
      return;
    }
    bars.forEach(({ x, stem, grip }, i) => {
      const y = scale(Math.min(Math.max(batch.dy[i], -MOST_UPSTREAM), MOST_UPSTREAM));
      stem.classList.toggle('negative', batch.dy[i] < 0);
      set(stem, { y2: y });
      set(grip, {
        transform: `translate(${x} ${y})`,
        'aria-valuenow': batch.dy[i],
        'aria-valuetext': format(batch.dy[i], 2),
      });
    });
  }

  return { moved, show() {} };
}
