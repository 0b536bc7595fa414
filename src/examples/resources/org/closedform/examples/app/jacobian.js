// The softmax's Jacobian as a heat map, one cell of which is explained.

import { element, find, onWidth } from './dom.js';
import { fixed, format } from './format.js';

/** No entry is larger: y (1 − y) ≤ 1/4, and y_i y_j no more. */
const LARGEST = 0.25;

const selected = { i: 0, j: 1 };
let latest = null;
let names = [];

export function startJacobian() {
  onWidth(find('jacobian'), fit);
}

export function showJacobian(answer, classNames) {
  latest = answer;
  names = classNames.slice(0, answer.jacobian.length);
  selected.i = Math.min(selected.i, names.length - 1);
  selected.j = Math.min(selected.j, names.length - 1);
  if (find('jacobian-cells').rows.length !== names.length) {
    build();
  }
  answer.jacobian.forEach((row, i) => {
    row.forEach((value, j) => paint(cell(i, j), value));
    find('jacobian-cells').rows[i].lastElementChild.textContent = fixed(answer.rowSums[i]);
  });
  fit();
  explain();
}

/** Shows colours without numbers if a number would be cut off. */
function fit() {
  const table = find('jacobian');
  table.classList.remove('wordless');
  const cut = [...table.querySelectorAll('.cell')].some(node => node.firstElementChild.offsetWidth > node.clientWidth);
  table.classList.toggle('wordless', cut);
}

function cell(i, j) {
  return find('jacobian-cells').rows[i].cells[j + 1];
}

function build() {
  find('jacobian').classList.toggle('many', names.length > 5);
  find('jacobian-names').replaceChildren(
    element('td'),
    ...names.map(name => element('th', { scope: 'col' }, '∂a', element('sub', {}, name))),
    element('th', { scope: 'col', class: 'row-sum' }, 'Σ'));
  find('jacobian-cells').replaceChildren(...names.map((name, i) => element('tr', {},
    element('th', { scope: 'row' }, '∂y', element('sub', {}, name)),
    ...names.map((_, j) => listening(element('td', { class: 'cell' }, element('span')), i, j)),
    element('td', { class: 'row-sum' }))));
}

function listening(node, i, j) {
  node.addEventListener('focus', () => select(i, j));
  node.addEventListener('pointerenter', () => select(i, j));
  node.addEventListener('pointerdown', () => select(i, j));
  node.addEventListener('keydown', event => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const next = step && find('jacobian-cells').rows[i + step[0]]?.cells[j + step[1] + 1];
    if (next?.classList.contains('cell')) {
      event.preventDefault();
      next.focus();
    }
  });
  return node;
}

function paint(node, value) {
  node.firstElementChild.textContent = fixed(value);
  node.classList.toggle('negative', value < 0);
  node.style.setProperty('--strength', Math.abs(value) / LARGEST);
}

function select(i, j) {
  selected.i = i;
  selected.j = j;
  explain();
}

/** Selects a cell, which the tab key then reaches, and says which of the two cases it is. */
function explain() {
  const { i, j } = selected;
  for (const node of find('jacobian-cells').querySelectorAll('.cell')) {
    node.tabIndex = -1;
    node.classList.remove('selected');
  }
  cell(i, j).tabIndex = 0;
  cell(i, j).classList.add('selected');
  const yi = format(latest.probabilities[i]);
  const yj = format(latest.probabilities[j]);
  const value = format(latest.jacobian[i][j]);
  find('jacobian-cell').textContent = i === j
    ? `i = j = ${names[i]}: y (1 − y) = ${yi} · (1 − ${yi}) = ${value}`
    : `i = ${names[i]}, j = ${names[j]}: −yᵢ yⱼ = −${yi} · ${yj} = ${value}`;
}
