// Shows charts that the library has drawn, in the width that fits, and reads them by a pointer.

import { onWidth, set, shape, within } from './dom.js';

/** A figure of fewer pixels takes the narrow drawing. */
const WIDE_FROM = 430;

/**
 * Charts in a figure, one after the other. A vertical line and dots are at one place across; `pick`, if there is one, is called with the
 * number that a pointer is at.
 *
 * @returns show(drawing, place): shows a drawing of the server, and reads it at a number of its axis across
 */
export function chart(figure, pick) {
  let drawing = null;
  let place = null;
  let shown = null;
  let picture = null;
  let cursor = null;
  onWidth(figure, draw);
  if (pick) {
    for (const event of ['pointermove', 'pointerdown']) {
      figure.addEventListener(event, point);
    }
  }

  function draw() {
    if (drawing === null || figure.clientWidth === 0) {
      return;
    }
    const text = drawing[figure.clientWidth < WIDE_FROM ? 'narrow' : 'wide'].join('');
    if (text !== shown) {
      shown = text;
      picture = document.adoptNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
      cursor = shape('g', { 'aria-hidden': 'true' });
      picture.append(cursor);
      figure.replaceChildren(picture);
    }
    if (place !== null) {
      read();
    }
  }

  /** Where numbers are across. */
  function axis() {
    const area = picture.querySelector('.area');
    const [left, width, top, height] = ['x', 'width', 'y', 'height'].map(name => Number(area.getAttribute(name)));
    return { left, width, top, height, from: Number(area.dataset.from), to: Number(area.dataset.to) };
  }

  function read() {
    const { left, width, top, height, from, to } = axis();
    const x = left + (place - from) / (to - from) * width;
    cursor.replaceChildren(shape('line', { class: 'cursor', x1: x, x2: x, y1: top, y2: top + height }), ...dots(x));
  }

  /** A dot on each line that has a point here; coordinates have one decimal. */
  function dots(x) {
    return [...picture.querySelectorAll('polyline')].flatMap(line =>
      line.getAttribute('points').split(' ').map(pair => pair.split(',').map(Number))
        .filter(([at]) => Math.abs(at - x) < 0.06)
        .map(([cx, cy]) => set(shape('circle', { cx, cy, r: 5 }), { class: `dot ${line.getAttribute('class').replace('curve ', '')}` })));
  }

  function point(event) {
    if (picture !== null) {
      const { left, width, from, to } = axis();
      const x = within(figure, event).x * picture.viewBox.baseVal.width / figure.clientWidth;
      pick(Math.min(Math.max(from + (x - left) / width * (to - from), from), to));
    }
  }

  return {
    show(given, at = null) {
      drawing = given;
      place = at;
      draw();
    },
  };
}
