// Panel 6, second part: running averages of batch norm, and what they do to a new batch.

import { asker } from './ask.js';
import { drawCurves, linearAxis } from './curve-chart.js';
import { announcer, chosen, element, find, onChoice, onWidth } from './dom.js';
import { fixed, format } from './format.js';
import { drawSamples } from './sample-picture.js';

const MANY = 8;

let latest = null;

const ask = asker('api/running', show);
const announce = announcer(find('running-summary'));

export const running = { start, settings, restore };

function start() {
  onChoice('batch-size', update);
  for (const id of ['momentum', 'data-shift', 'single']) {
    find(id).addEventListener('input', update);
  }
  for (const id of ['running-mean-figure', 'running-variance-figure', 'sample-figure']) {
    onWidth(find(id), draw);
  }
  update();
}

function settings() {
  return {
    percent: find('momentum').value,
    size: chosen('batch-size'),
    shift: find('data-shift').value,
    single: find('single').checked ? 1 : 0,
  };
}

/** Takes what is valid; the rest stays as it is. */
function restore({ percent, size, shift, single }) {
  for (const [id, value] of [['momentum', percent], ['data-shift', shift]]) {
    if (/^-?[0-9]+(\.[0-9]+)?$/.test(value)) {
      find(id).value = value; // a slider keeps to its limits
    }
  }
  for (const input of document.getElementsByName('batch-size')) {
    if (input.value === String(size)) {
      input.checked = true;
    }
  }
  if (/^[01]$/.test(single)) {
    find('single').checked = String(single) === '1';
  }
  update();
}

function update() {
  const { percent, size, shift, single } = settings();
  find('momentum-value').textContent = fixed(percent / 100, 2);
  find('shift-value').textContent = fixed(shift, 2);
  ask({ percent, size, shift, count: single === 1 ? 1 : MANY });
}

function show(answer) {
  latest = answer;
  const { moments, x, training, inference } = answer;
  const last = moments[moments.length - 1];
  for (const [id, number] of Object.entries({
    'new-mean': answer.batchMean, 'new-variance': answer.batchVariance, 'running-mean': last.mean, 'running-variance': last.unbiased,
  })) {
    find(id).textContent = format(number);
  }
  announce(`After ${moments.length - 1} batches the running mean is ${format(last.mean)} and the variance ${format(last.unbiased)};`
    + ` the data had ${format(answer.dataMean)} and ${format(answer.dataVariance)}. The first new sample, ${format(x[0])}, becomes`
    + ` ${format(training[0])} in training and ${format(inference[0])} in inference.`);
  find('running-table').replaceChildren(...moments.map(({ mean, biased, unbiased }, k) => [k, mean, unbiased, biased])
    .filter(([k]) => k % 5 === 0).map(row));
  find('sample-table').replaceChildren(...x.map((number, i) => row([i + 1, number, training[i], inference[i]])));
  draw();
}

function row([head, ...numbers]) {
  return element('tr', {}, element('th', { scope: 'row' }, String(head)), ...numbers.map(number => element('td', {}, format(number))));
}

function draw() {
  if (latest === null) {
    return;
  }
  const { moments, dataMean, dataVariance } = latest;
  const batches = { name: 'batch', steps: moments.map((_, k) => k) };
  const data = value => ({ name: 'the data', kind: 'data', values: moments.map(() => value) });
  const curve = (name, kind, part) => ({ name, kind, values: moments.map(moment => moment[part]) });
  const means = [data(dataMean), curve('running', 'sigmoid', 'mean')];
  const variances = [data(dataVariance), curve('biased', 'tanh', 'biased'), curve('unbiased', 'sigmoid', 'unbiased')];
  drawCurves(find('running-mean-figure'), batches, means, linearAxis(means.flatMap(({ values }) => values), 4));
  drawCurves(find('running-variance-figure'), batches, variances, linearAxis(variances.flatMap(({ values }) => values), 5));
  drawSamples(find('sample-figure'), latest);
}
