// Parts of a picture that can be dragged, and moved by the arrow keys: sliders, for people and for screen readers.

import { set } from './dom.js';

/**
 * Makes a node a slider.
 *
 * @param node the node to drag
 * @param {{label: string, least: number, most: number, step: number, vertical: boolean, fixed: boolean}} kind
 * @param read returns the current value
 * @param at returns the value at a pointer event
 * @param change is called with a new value
 */
export function handle(node, { label, least, most, step, vertical, fixed }, read, at, change) {
  set(node, {
    role: 'slider',
    tabindex: 0,
    'aria-label': label,
    'aria-valuemin': least,
    'aria-valuemax': most,
    'aria-orientation': vertical ? 'vertical' : 'horizontal',
    'aria-disabled': fixed,
  });
  if (fixed) {
    return;
  }
  const move = value => {
    const rounded = Math.round(value / step) * step;
    change(Number(Math.min(Math.max(rounded, least), most).toFixed(2)));
  };
  node.addEventListener('keydown', event => {
    const value = { Home: least, End: most }[event.key];
    const steps = {
      ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
    }[event.key];
    if (value !== undefined || steps !== undefined) {
      event.preventDefault();
      move(value ?? read() + steps * step);
    }
  });
  node.addEventListener('pointerdown', event => {
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    event.preventDefault();
  });
  // the style touch-action does not reach parts of an SVG: without this the page would scroll under the finger
  node.addEventListener('touchstart', event => event.preventDefault(), { passive: false });
  node.addEventListener('pointermove', event => {
    if (node.hasPointerCapture(event.pointerId)) {
      move(at(event));
    }
  });
}
