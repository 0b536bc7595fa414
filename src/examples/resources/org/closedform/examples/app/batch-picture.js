// A batch on three lines of one scale: x, which can be dragged, x̂ and y.

import { onWidth, set, shape, within } from './dom.js';
import { format, signed } from './format.js';
import { handle } from './handle.js';
import { linear } from './scale.js';

export const RANGE = 8;
const HEIGHT = 268;
const LINES = { x: 62, xHat: 142, y: 222 };
const EDGE = { left: 34, right: 14 };

export function batchPicture(figure, batch, changed) {
  let scale = null;
  let points = [];
  let latest = null;
  onWidth(figure, build);

  function build() {
    const width = figure.clientWidth;
    const held = points.findIndex(({ x }) => x === document.activeElement);
    scale = linear(-RANGE, RANGE, EDGE.left, width - EDGE.right);
    points = batch.x.map((_, i) => point(i));
    figure.replaceChildren(shape('svg', { width, height: HEIGHT },
      ...Object.values(LINES).map(y => shape('rect', { class: 'spread', y: y - 16, height: 32, rx: 4 })),
      ...Object.entries({ x: 'x', xHat: 'x̂', y: 'y' }).flatMap(([name, text]) => line(text, LINES[name])),
      ...Object.values(LINES).map(y => shape('line', { class: 'mean', y1: y - 20, y2: y + 20 })),
      ...points.flatMap(({ path, xHat, y }) => [path, xHat, y]),
      ...points.map(({ x }) => x)));
    points[held]?.x.focus({ preventScroll: true });
    moved();
    if (latest !== null) {
      show(latest);
    }
  }

  /** A line with its name and its scale. */
  function line(name, y) {
    return [
      shape('text', { class: 'line-name', x: 8, y: y + 6 }, name),
      shape('line', { class: 'rail', x1: scale(-RANGE), x2: scale(RANGE), y1: y, y2: y }),
      ...[-8, -4, 0, 4, 8].map(tick =>
        shape('text', { class: 'tick', x: scale(tick), y: y + 34, 'text-anchor': 'middle' }, signed(tick))),
    ];
  }

  function point(i) {
    const x = shape('g', { class: 'point' },
      shape('circle', { class: 'reach', r: 20 }), shape('circle', { class: 'ball', r: 11 }),
      shape('text', { 'text-anchor': 'middle', y: 4.5 }, String(i + 1)));
    const { free, step } = figure.dataset;
    handle(x, { label: `x ${i + 1}`, least: -RANGE, most: RANGE, step: Number(step), vertical: false, fixed: i >= free },
      () => batch.x[i],
      event => scale.inverse(within(figure, event).x),
      value => {
        batch.x[i] = value;
        changed();
      });
    return {
      x,
      path: shape('path', { class: 'way' }),
      xHat: shape('circle', { class: 'image', r: 6, cy: LINES.xHat }),
      y: shape('circle', { class: 'image', r: 6, cy: LINES.y }),
    };
  }

  /** Draws the points of x, which follow the pointer at once. */
  function moved() {
    if (scale === null) {
      return;
    }
    if (points.length !== batch.x.length) {
      build();
      return;
    }
    points.forEach(({ x }, i) => set(x, {
      transform: `translate(${scale(batch.x[i])} ${LINES.x})`,
      'aria-valuenow': batch.x[i],
      'aria-valuetext': format(batch.x[i], 1),
    }));
  }

  /** Draws what the server has computed from them. */
  function show(answer) {
    latest = answer;
    if (scale === null || points.length !== answer.x.length) {
      return;
    }
    points.forEach(({ path, xHat, y }, i) => {
      const [a, b, c] = [answer.x[i], answer.xHat[i], answer.y[i]].map(place);
      set(xHat, { cx: b });
      set(y, { cx: c });
      y.classList.toggle('beyond', Math.abs(answer.y[i]) > RANGE);
      set(path, { d: `M${a} ${LINES.x}L${b} ${LINES.xHat}L${c} ${LINES.y}` });
    });
    const deviation = Math.sqrt(answer.variance);
    const ofXHat = deviation / answer.deviation; // less than 1 by ε, and 0 where all x are the same
    const spreads = [[answer.mean, deviation], [0, ofXHat], [batch.beta, Math.abs(batch.gamma) * ofXHat]];
    spreads.forEach(([mean, deviation], k) => {
      const [from, to] = [place(mean - deviation), place(mean + deviation)];
      set(figure.querySelectorAll('.spread')[k], { x: from, width: to - from });
      set(figure.querySelectorAll('.mean')[k], { x1: place(mean), x2: place(mean) });
    });
  }

  /** The place of a number; that of the edge if the number is beyond it. */
  function place(number) {
    return scale(Math.min(Math.max(number, -RANGE), RANGE));
  }

  return { moved, show };
}
