// Panel 6, second part: running averages of batch norm, and what they do to a new batch.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, find, onChoice, onWidth, row } from './dom.js';
import { fixed, format } from './format.js';
import { drawSamples } from './sample-picture.js';
import { setValues, valuesOf } from './settings.js';

const CONTROLS = ['momentum', 'batch-size', 'data-shift', 'single'];
const MANY = 8;

let batch = null;

const askAverages = asker('api/running', showAverages);
const askBatch = asker('api/inference', showBatch);
const announce = announcer(find('running-summary'));
const means = chart(find('running-mean-figure'));
const variances = chart(find('running-variance-figure'));

export const running = { start, settings, restore };

function start() {
  onChoice('batch-size', update);
  for (const id of ['momentum', 'data-shift', 'single']) {
    find(id).addEventListener('input', update);
  }
  onWidth(find('sample-figure'), drawBatch);
  update();
}

function settings() {
  return valuesOf(CONTROLS);
}

function restore(given) {
  setValues(CONTROLS, given);
  update();
}

function update() {
  const { momentum: percent, 'batch-size': size, 'data-shift': shift, single } = settings();
  find('momentum-value').textContent = fixed(percent / 100, 2);
  find('shift-value').textContent = fixed(shift, 2);
  askAverages({ percent, size });
  askBatch({ percent, size, shift, count: single ? 1 : MANY });
}

function showAverages(answer) {
  find('running-table').replaceChildren(...answer.moments.map(({ mean, biased, unbiased }, k) => [k, mean, unbiased, biased])
    .filter(([k]) => k % 5 === 0).map(numbers));
  const end = { at: answer.moments.length - 1, reveal: true };
  means.show(answer.means, end);
  variances.show(answer.variances, end);
}

function showBatch(answer) {
  batch = answer;
  const { x, training, inference, batchMean, batchVariance, runningMean, runningVariance } = answer;
  for (const [id, number] of Object.entries({
    'new-mean': batchMean, 'new-variance': batchVariance, 'running-mean': runningMean, 'running-variance': runningVariance,
  })) {
    find(id).textContent = format(number);
  }
  announce(`The running mean has come to ${format(runningMean)}, the running variance to ${format(runningVariance)}. The first new`
    + ` sample, ${format(x[0])}, becomes ${format(training[0])} in training and ${format(inference[0])} in inference.`);
  find('sample-table').replaceChildren(...x.map((number, i) => numbers([i + 1, number, training[i], inference[i]])));
  drawBatch();
}

function numbers([head, ...others]) {
  return row(String(head), ...others.map(number => format(number)));
}

function drawBatch() {
  if (batch !== null && find('sample-figure').clientWidth > 0) {
    drawSamples(find('sample-figure'), batch);
  }
}
