// Shows charts that the library has drawn, in the width that fits, and reads them by a pointer.

import { onWidth, set, shape, within } from './dom.js';
import { linear } from './scale.js';

/** A figure of fewer pixels takes the narrow drawing. */
const WIDE_FROM = 430;

/** Coordinates have one decimal. */
const ROUNDING = 0.06;

/**
 * Charts in a figure, one after the other; `pick`, if there is one, is called with the number across that a pointer is at.
 *
 * @returns show(drawing, reading): shows a drawing of the server. A reading may have a number across, `at`, where a line and dots are;
 *     lines may end there, if `reveal` is set; and there may be `points` of their own, each a number across, one upwards and a class
 */
export function chart(figure, pick) {
  let drawing = null;
  let reading = {};
  let shown = null;
  let picture = null;
  let marks = null;
  let runs = [];
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
      build();
    }
    read();
  }

  function build() {
    picture = document.adoptNode(new DOMParser().parseFromString(shown, 'image/svg+xml').documentElement);
    marks = shape('g', { 'aria-hidden': 'true' });
    picture.append(marks);
    runs = [...picture.querySelectorAll('polyline')].map(line => ({
      line,
      kind: line.getAttribute('class').replace('curve ', ''),
      points: line.getAttribute('points').split(' ').map(pair => pair.split(',').map(Number)),
    }));
    figure.replaceChildren(picture);
  }

  /** The frame, and the places of numbers in it. */
  function frame() {
    const area = picture.querySelector('.area');
    const [left, top, width, height] = ['x', 'y', 'width', 'height'].map(name => Number(area.getAttribute(name)));
    const [from, to, low, high] = ['from', 'to', 'low', 'high'].map(name => Number(area.dataset[name]));
    return { top, floor: top + height, from, to, x: linear(from, to, left, left + width), y: linear(low, high, top + height, top) };
  }

  function read() {
    const { at = null, reveal = false, points = [] } = reading;
    const { top, floor, x, y } = frame();
    const here = at === null ? Infinity : x(at);
    marks.replaceChildren(
      ...(at === null || reveal ? [] : [shape('line', { class: 'cursor', x1: here, x2: here, y1: top, y2: floor })]),
      ...runs.flatMap(run => run.points.filter(([px]) => Math.abs(px - here) < ROUNDING).map(place => dot(place, run.kind))),
      ...points.map(([across, upwards, kind]) => dot([x(across), y(upwards)], kind)));
    if (reveal) {
      for (const run of runs) {
        set(run.line, { points: run.points.filter(([px]) => px < here + ROUNDING).join(' ') });
      }
    }
  }

  function point(event) {
    if (picture !== null) {
      const { from, to, x } = frame();
      const place = x.inverse(within(figure, event).x * picture.viewBox.baseVal.width / figure.clientWidth);
      pick(Math.min(Math.max(place, from), to));
    }
  }

  return {
    show(given, asked = {}) {
      drawing = given;
      reading = asked;
      draw();
    },
  };
}

function dot([cx, cy], kind) {
  return shape('circle', { class: `dot ${kind}`, cx, cy, r: 5 });
}
