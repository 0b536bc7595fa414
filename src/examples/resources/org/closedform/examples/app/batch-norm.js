// Panel 6: a batch to drag, its batch norm, and the three paths back.

import { asker } from './ask.js';
import { batchPicture, RANGE } from './batch-picture.js';
import { chart } from './chart.js';
import { announcer, element, find, onPress, row, switchOff } from './dom.js';
import { fixed, format } from './format.js';
import { number, numbers } from './settings.js';
import { showSteps } from './steps.js';
import { MOST_UPSTREAM, upstreamPicture } from './upstream-picture.js';

const FEWEST = 1;

/** The initial places of the points, for as many as are allowed. */
const PLACES = [-2, 1, 2, 3, 5, -4, 0, 6, -1, 4];
const AT_FIRST = 5;

/** A deviation may be a little beyond the slider's end, because of ε. */
const MOST_FACTOR = 8.001;

const batch = { x: PLACES.slice(0, AT_FIRST), dy: onlyFirst(AT_FIRST), gamma: 1, beta: 0 };
let latest = null;

const ask = asker('api/batch-norm', show);
const announce = announcer(find('batch-norm-summary'));
const pictures = [
  batchPicture(find('batch-figure'), batch, update),
  upstreamPicture(find('upstream-figure'), batch, update),
];
const terms = chart(find('terms-figure'));

export const batchNorm = { start, settings, restore };

function start() {
  for (const name of ['gamma', 'beta']) {
    find(name).addEventListener('input', () => {
      batch[name] = Number(find(name).value);
      update();
    });
  }
  onClick('undo', () => ({ gamma: latest.deviation, beta: latest.mean }));
  onClick('plain', () => ({ gamma: 1, beta: 0 }));
  onClick('dy-ones', () => ({ dy: batch.x.map(() => 1) }));
  onClick('dy-x-hat', () => ({ dy: latest.xHat }));
  onClick('dy-first', () => ({ dy: onlyFirst(batch.x.length) }));
  onClick('add-point', () => ({ x: [...batch.x, PLACES[batch.x.length]], dy: [...batch.dy, 0] }));
  onClick('remove-point', () => ({ x: batch.x.slice(0, -1), dy: batch.dy.slice(0, -1) }));
  update();
}

function settings() {
  return { x: batch.x.join(), dy: batch.dy.join(), gamma: batch.gamma, beta: batch.beta };
}

function restore(given) {
  const x = numbers(given.x, [FEWEST, PLACES.length], -RANGE, RANGE) ?? batch.x;
  Object.assign(batch, {
    x,
    dy: numbers(given.dy, [x.length, x.length], -MOST_UPSTREAM, MOST_UPSTREAM) ?? onlyFirst(x.length),
    gamma: number(given.gamma, -MOST_FACTOR, MOST_FACTOR) ?? batch.gamma,
    beta: number(given.beta, -MOST_FACTOR, MOST_FACTOR) ?? batch.beta,
  });
  update();
}

function onlyFirst(length) {
  return Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));
}

/** A button that changes the batch, once there is an answer to take numbers from. */
function onClick(id, change) {
  onPress(id, () => {
    if (latest !== null && latest.x.length === batch.x.length) {
      Object.assign(batch, change());
      update();
    }
  });
}

function update() {
  find('gamma').value = batch.gamma;
  find('beta').value = batch.beta;
  find('gamma-value').textContent = fixed(batch.gamma, 2);
  find('beta-value').textContent = fixed(batch.beta, 2);
  switchOff('add-point', batch.x.length === PLACES.length);
  switchOff('remove-point', batch.x.length === FEWEST);
  pictures.forEach(picture => picture.moved());
  ask({ x: batch.x.join(), dy: batch.dy.join(), gamma: batch.gamma, beta: batch.beta });
}

function show(answer) {
  if (answer.x.length !== batch.x.length) {
    return; // of a batch of another size; the next answer is on its way
  }
  latest = answer;
  for (const [id, number] of Object.entries({
    mean: answer.mean, variance: answer.variance, deviation: answer.deviation, 'd-gamma': answer.dGamma, 'd-beta': answer.dBeta,
  })) {
    find(id).textContent = format(number);
  }
  pictures.forEach(picture => picture.show(answer));
  terms.show(answer.chart);
  table(answer);
  showSteps(find('batch-norm-steps'), answer.example);
  announce(`Mean ${format(answer.mean)}, variance ${format(answer.variance)}.`
    + ` The gradient of x is ${answer.dx.map(number => format(number)).join(', ')}.`);
}

/** A table of all numbers, one column for each sample. */
function table({ question, x, xHat, y, dxHat, throughMean, throughVariance, terms, dx }) {
  const rows = [
    ['x', x], ['x̂', xHat], ['y', y],
    ['dy', question.dy.split(',')], ['dx̂ = γ dy', dxHat],
    ['mean(dx̂)', x.map(() => throughMean)], ['mean(dx̂ ⊙ x̂) x̂', throughVariance],
    ['all three terms', terms], ['dx', dx],
  ];
  find('batch-names').replaceChildren(element('td'),
    ...x.map((_, i) => element('th', { scope: 'col' }, String(i + 1))));
  find('batch-numbers').replaceChildren(...rows.map(([name, numbers]) =>
    row(name, ...numbers.map(number => format(number)))));
}
