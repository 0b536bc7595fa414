// Panel 3: a neuron that should say no, taught by squared error and by cross-entropy.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, find, onPress, row, switchOff } from './dom.js';
import { fixed, format } from './format.js';
import { setValues, valuesOf } from './settings.js';

const PAUSE = 60; // milliseconds
const CONTROLS = ['descent-start', 'descent-rate', 'descent-at'];
const LOSSES = [['squaredError', 'squared error', 'c2'], ['crossEntropy', 'cross-entropy', 'c1']];

let playing = 0;
let latest = null;

const ask = asker('api/squared-error', show);
const announce = announcer(find('descent-summary'));
const outputs = chart(find('output-figure'));
const pulls = chart(find('pull-figure'));
const still = matchMedia('(prefers-reduced-motion: reduce)');

export const squaredError = { start, settings, restore };

function start() {
  find('descent-start').addEventListener('input', update);
  find('descent-rate').addEventListener('input', update);
  find('descent-at').addEventListener('input', () => {
    pause();
    draw();
  });
  onPress('descent-play', () => (playing ? pause() : play()));
  onPress('descent-step', () => go(at() + 1));
  onPress('descent-reset', () => go(0));
  still.addEventListener('change', quiet);
  quiet();
  update();
}

function settings() {
  return valuesOf(CONTROLS);
}

function restore(given) {
  pause();
  setValues(CONTROLS, given);
  update();
}

/** Who wants no motion takes single steps. */
function quiet() {
  pause();
  find('descent-play').hidden = still.matches;
}

function play() {
  find('descent-play').textContent = 'Pause';
  if (at() === last()) {
    find('descent-at').value = 0;
  }
  playing = setInterval(() => {
    find('descent-at').value = at() + 1;
    draw();
    if (at() === last()) {
      pause();
      find('descent-at').dispatchEvent(new Event('change', { bubbles: true })); // nobody has pressed: tell the address
    }
  }, PAUSE);
}

function pause() {
  clearInterval(playing);
  playing = 0;
  find('descent-play').textContent = 'Play';
}

function go(step) {
  pause();
  find('descent-at').value = step;
  draw();
}

function at() {
  return Number(find('descent-at').value);
}

function last() {
  return Number(find('descent-at').max);
}

function update() {
  const start = find('descent-start').value;
  find('descent-start-value').textContent = `${fixed(start, 1)}, so w = b = ${fixed(start / 2, 2)}`;
  find('descent-rate-value').textContent = fixed(find('descent-rate').value, 1);
  ask({ start, rate: find('descent-rate').value });
}

function show(answer) {
  latest = answer;
  find('descent-table').replaceChildren(...answer.squaredError.output.map((_, step) => step).filter(step => step % 10 === 0)
    .map(step => row(String(step), ...LOSSES.flatMap(([loss]) =>
      [format(answer[loss].output[step]), format(answer[loss].slope[step], 4)]))));
  draw();
}

function draw() {
  if (latest === null) {
    return;
  }
  const step = at();
  find('descent-at-value').textContent = step;
  switchOff('descent-step', step === last());
  switchOff('descent-reset', step === 0);
  find('descent-now').replaceChildren(...LOSSES.map(([loss, name]) => {
    const { z, output, slope } = latest[loss];
    return row(name, fixed(z[step], 2), format(output[step]), format(slope[step]));
  }));
  find('squared-arrival').textContent = arrival(latest.squaredError, step);
  find('entropy-arrival').textContent = arrival(latest.crossEntropy, step);
  announce(`After ${step} steps y is ${format(latest.squaredError.output[step])} under squared error, and`
    + ` ${format(latest.crossEntropy.output[step])} under cross-entropy.`);
  outputs.show(latest.outputs, { at: step, reveal: true });
  pulls.show(latest.pulls, { points: LOSSES.map(([loss, , kind]) => [latest[loss].z[step], latest[loss].slope[step], kind]) });
}

/** Not told before the picture has shown it. */
function arrival({ arrival }, step) {
  const steps = Number(arrival);
  if (step < steps && step < last()) {
    return 'not yet';
  }
  return Number.isFinite(steps) ? `after ${written(steps)} steps` : `not in ${written(latest.most)} steps`;
}

function written(count) {
  return count.toLocaleString('en');
}
