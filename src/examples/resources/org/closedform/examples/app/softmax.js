// Panel 1: logits, probabilities, loss, gradient, Jacobian, and a derivation under test.

import { asker } from './ask.js';
import { announcer, badge, chosen, element, find, onChoice, onPress, set, switchOff } from './dom.js';
import { fixed, format } from './format.js';
import { showJacobian, startJacobian } from './jacobian.js';
import { integer, numbers, setValues, valuesOf } from './settings.js';
import { showSteps } from './steps.js';

const NAMES = ['cat', 'dog', 'fox', 'owl', 'hen', 'bee', 'ant', 'elk', 'emu', 'yak'];
const FEWEST = 2;
const MOST_LOGIT = 10;
const CONTROLS = ['shift', 'derivation'];

let logits = [2, 1, -1, 0.5];
let target = 1;
let rows = [];

const ask = asker('api/softmax', show);
const announce = announcer(find('softmax-summary'));

export const softmax = { start, settings, restore };

function start() {
  onPress('add-class', () => resize(() => logits.push(0)));
  onPress('remove-class', () => resize(() => logits.pop()));
  find('derivation').addEventListener('change', update);
  onChoice('shift', update);
  startJacobian();
  build();
}

function settings() {
  return { logits: logits.join(), target, ...valuesOf(CONTROLS) };
}

function restore(given) {
  logits = numbers(given.logits, [FEWEST, NAMES.length], -MOST_LOGIT, MOST_LOGIT) ?? logits;
  target = integer(given.target, 0, logits.length - 1) ?? Math.min(target, logits.length - 1);
  setValues(CONTROLS, given);
  build();
}

function resize(change) {
  change();
  target = Math.min(target, logits.length - 1);
  build();
}

function build() {
  rows = logits.map(row);
  find('classes').replaceChildren(...rows.map(row => row.node));
  switchOff('add-class', logits.length === NAMES.length);
  switchOff('remove-class', logits.length === FEWEST);
  update();
}

function update() {
  ask({ logits: logits.join(), shift: chosen('shift'), target, derivation: find('derivation').value });
}

/** One class: its controls, and the places for its numbers. */
function row(logit, index) {
  const name = NAMES[index];
  const truth = element('input', { type: 'radio', name: 'target', value: index });
  truth.checked = index === target;
  truth.addEventListener('change', () => {
    target = index;
    update();
  });
  const slider = element('input', {
    type: 'range', min: -MOST_LOGIT, max: MOST_LOGIT, step: 0.1, value: logit, 'aria-label': `logit of ${name}`,
  });
  const { free, step } = find('classes').dataset;
  set(slider, index < free ? { step } : { min: logit, max: logit });
  slider.addEventListener('input', () => {
    logits[index] = Number(slider.value);
    update();
  });
  const shifted = element('span', { class: 'value', 'aria-hidden': 'true' });
  const probability = bar('y', 'probability');
  const mark = element('span', { class: 'mark' });
  probability.fill.after(mark);
  const gradient = bar('y − t', 'gradient');
  const node = element('div', { class: 'class-row', role: 'group', 'aria-label': name },
    element('label', { class: 'truth' }, truth, element('span', {}, name)),
    element('div', { class: 'logit' }, slider, shifted),
    probability.node,
    gradient.node);
  return { node, shifted, probability, mark, gradient };
}

function bar(symbol, kind) {
  const fill = element('span', { class: 'fill' });
  const value = element('span', { class: 'value' });
  const node = element('div', { class: `bar ${kind}` },
    element('span', { class: 'bar-name' }, symbol),
    element('span', { class: 'track', 'aria-hidden': 'true' }, fill),
    value);
  return { node, fill, value };
}

function show(answer) {
  if (answer.logits.length !== rows.length) {
    return; // an answer to a question from before a class came or went; the next is on its way
  }
  rows.forEach(({ shifted, probability, mark, gradient }, i) => {
    shifted.textContent = fixed(answer.logits[i], 1);
    const y = answer.probabilities[i];
    probability.fill.style.inlineSize = `${100 * y}%`;
    mark.style.insetInlineStart = `${100 * answer.target[i]}%`;
    probability.value.textContent = format(y);
    const g = answer.gradient[i];
    gradient.node.classList.toggle('negative', g < 0);
    gradient.fill.style.inlineSize = `${50 * Math.abs(g)}%`;
    gradient.value.textContent = format(g);
  });
  const truth = NAMES[answer.target.indexOf(1)];
  find('loss').textContent = format(answer.loss);
  find('loss-symbol').textContent = truth;
  find('probability-sum').textContent = fixed(answer.probabilitySum);
  find('gradient-sum').textContent = fixed(answer.gradientSum);
  badge(find('check-verdict'), answer.check.verdict, answer.check.verdict === 'PASS');
  find('check-report').textContent = answer.check.report;
  showJacobian(answer, NAMES);
  showSteps(find('softmax-steps'), answer.softmax);
  showSteps(find('cross-entropy-steps'), answer.crossEntropy);
  announce(`The truth is ${truth}, which has probability ${format(answer.probabilities[answer.target.indexOf(1)])}:`
    + ` a loss of ${format(answer.loss)}. The gradient check says ${answer.check.verdict}.`);
}
