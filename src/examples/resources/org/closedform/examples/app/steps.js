// A worked example of the library, step by step.

import { element } from './dom.js';
import { short } from './format.js';

/** Shows an example inside an element, in place of the one before. */
export function showSteps(node, example) {
  node.replaceChildren(
    element('h4', {}, 'Forward'),
    list(example.forward),
    element('h4', {}, 'Backward'),
    ...example.upstream.map(part => element('p', {}, `given ${part.name}`, numbers(part.tensor, part.name))),
    list(example.backward));
}

function list(steps) {
  return element('ol', { class: 'steps' }, ...steps.map(step));
}

function step({ name, formula, note, value }) {
  return element('li', {},
    element('span', { class: 'step-name' }, name),
    element('span', { class: 'step-formula' }, ...typeset(formula)),
    numbers(value, name),
    element('span', { class: 'step-note' }, ...typeset(note)));
}

/** A text whose underscores start an index: letters and digits, but no superscripts, as in d_i² and W_hhᵀ. */
function typeset(text) {
  return text.split(/_([\p{Lu}\p{Ll}\p{Nd}]+)/u).map((part, k) => (k % 2 === 1 ? element('sub', {}, part) : part));
}

/** They may be wider than the page, so a keyboard has to get there to scroll them. */
function numbers(tensor, name) {
  return element('code', { class: 'step-value', tabindex: '0', role: 'group', 'aria-label': name }, written(tensor));
}

/** A tensor, with one row of its last axis per line. */
function written(tensor) {
  if (!Array.isArray(tensor)) {
    return short(tensor);
  }
  const rows = Array.isArray(tensor[0]) && tensor[0].length > 1;
  return `[${tensor.map(written).join(rows ? ',\n ' : ', ')}]`;
}
