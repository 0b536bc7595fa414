// Panel 7: a small net on points in the plane, trained step by step, forwards and back.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, element, find, onChoice, onPress, onWidth, row, switchOff } from './dom.js';
import { fixed, format } from './format.js';
import { drawPlane } from './plane-picture.js';
import { integer, setValues, valuesOf } from './settings.js';

const SEEDS = 10000;
const CONTROLS = ['data', 'activation', 'norm', 'depth', 'rate', 'steps'];
const FAR = 100;
const AT_ONCE = 200;
const PAUSE = 60;
const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' };

const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

let seed = 2;
let playing = false;
let reached = 0;
let next = 0;
let latest = null;

const ask = asker('api/train', show);
const announce = announcer(find('train-summary'));
const losses = chart(find('loss-figure'));
const gradients = chart(find('gradients-figure'));

export const train = { start, settings, restore };

function start() {
  onChoice('train-activation', again);
  for (const id of ['train-data', 'train-depth', 'train-rate', 'train-norm']) {
    find(id).addEventListener('input', again);
  }
  find('train-steps').addEventListener('input', () => go(steps()));
  onPress('train-play', () => (still.matches ? go(steps() + FAR) : play(!playing)));
  onPress('train-step', () => go(steps() + stride()));
  onPress('train-rewind', () => go(0));
  onPress('train-redraw', () => {
    seed = (seed + 1) % SEEDS;
    again();
  });
  onPress('train-predicted', () => restore({ data: 'spirals', activation: 'sigmoid', norm: false, depth: 4, rate: 1, steps: 0 }));
  onWidth(find('plane-figure'), draw);
  still.addEventListener('change', () => play(false));
  dark.addEventListener('change', draw);
  play(false);
  update();
}

function settings() {
  return { ...valuesOf(CONTROLS, 'train-'), seed };
}

function restore(given) {
  seed = integer(given.seed, 0, SEEDS - 1) ?? seed;
  setValues(CONTROLS, given, 'train-');
  play(false);
  again();
}

/** Steps from one stop of the slider to the next. */
function stride() {
  return Number(find('train-steps').step);
}

function steps() {
  return Number(find('train-steps').value);
}

/** Looks at some step, and stops there. */
function go(step) {
  play(false);
  find('train-steps').value = step;
  update();
}

function play(on) {
  playing = on && steps() < Number(find('train-steps').max);
  find('train-play').textContent = still.matches ? `${FAR} steps` : playing ? 'Pause' : 'Play';
  if (playing) {
    update();
  }
}

/** Towards the step that is wanted; when it plays the first ones one by one, later ones faster. */
function further() {
  if (reached < steps()) {
    update();
  } else if (playing) {
    find('train-steps').value = steps() + Math.max(stride(), Math.round(steps() / 40));
    update();
    if (steps() === Number(find('train-steps').max)) {
      play(false);
    }
  }
}

/** Another run, from its start. */
function again() {
  reached = 0;
  update();
}

/** Asks for the step that is wanted, or one on the way there: a run is long, but its parts are quick. */
function update() {
  const now = settings();
  const end = steps() === Number(find('train-steps').max);
  find('train-depth-value').textContent = now.depth;
  find('train-steps-value').textContent = now.steps;
  switchOff('train-play', end);
  switchOff('train-step', end);
  switchOff('train-rewind', steps() === 0);
  ask({ ...now, steps: Math.min(now.steps, reached + AT_ONCE) });
}

function show(answer) {
  const { moments, question } = answer;
  const layers = moments[0].weightNorms.map((_, l, all) => (l + 1 < all.length ? `layer ${l + 1}` : 'output'));
  latest = { ...answer, layers };
  reached = answer.steps[answer.steps.length - 1];
  const { loss, weightNorms } = moments[moments.length - 1];
  const sizes = weightNorms.map(Number);
  const smallest = layers[sizes.indexOf(Math.min(...sizes))] ?? 'none';
  find('train-loss').textContent = format(loss);
  find('train-right').textContent = percent(answer.right);
  find('train-smallest').textContent = smallest;
  announce(`Step ${reached}, ${NAMES[question.activation]}${question.norm ? ' with batch norm' : ''}:`
    + ` loss ${format(loss)}, ${percent(answer.right)} of the points on their side. The smallest gradient is that of`
    + ` ${smallest === 'output' ? 'the output layer' : smallest}.`);
  table();
  draw();
  clearTimeout(next);
  next = setTimeout(further, PAUSE);
}

function percent(share) {
  return `${fixed(100 * share, 0)} %`;
}

/** About ten steps, the last one too. */
function table() {
  const { steps, moments, layers } = latest;
  const distance = Math.ceil(steps.length / 10);
  const rows = steps.map((step, k) => ({ step, ...moments[k] })).filter((_, k) => k % distance === 0 || k === steps.length - 1);
  find('train-names').replaceChildren(...['step', 'C', ...layers].map(name =>
    element('th', { scope: 'col' }, name)));
  find('train-table').replaceChildren(...rows.map(({ step, loss, weightNorms }) =>
    row(String(step), ...[loss, ...weightNorms].map(number => format(number)))));
}

function draw() {
  if (latest === null) {
    return;
  }
  drawPlane(find('plane-figure'), latest);
  const end = { at: reached, reveal: true };
  losses.show(latest.losses, end);
  gradients.show(latest.gradients, end);
}
