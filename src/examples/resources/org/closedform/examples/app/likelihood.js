// Panel 2: tosses of a coin, how likely a model makes them, and cross-entropy as entropy and a divergence.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, find, onPress, onWidth, row, switchOff } from './dom.js';
import { fixed, format } from './format.js';
import { integer, setValues, valuesOf } from './settings.js';
import { drawSum } from './sum-picture.js';

const MOST = Number(find('toss').dataset.most);
const COIN = 0.7;
const CONTROLS = ['model', 'soft', 'soft-target'];

let heads = 3;
let tails = 1;
let tosses = 1;
let latest = null;

const ask = asker('api/likelihood', show);
const announce = announcer(find('likelihood-summary'));
const likelihoods = chart(find('likelihood-figure'));
const losses = chart(find('loss-curve-figure'));

export const likelihood = { start, settings, restore };

function start() {
  onPress('heads', () => add(1, 0));
  onPress('tails', () => add(0, 1));
  onPress('toss', () => {
    const coins = Array.from({ length: 10 }, () => Number(random() < COIN));
    const up = coins.reduce((a, b) => a + b, 0);
    add(up, coins.length - up);
  });
  onPress('restart', () => {
    [heads, tails, tosses] = [3, 1, 1];
    update();
  });
  for (const id of CONTROLS) {
    find(id).addEventListener('input', update);
  }
  onWidth(find('sum-figure'), draw);
  update();
}

function settings() {
  return { heads, tails, tosses, ...valuesOf(CONTROLS) };
}

function restore(given) {
  const [up, down] = [integer(given.heads, 0, MOST) ?? heads, integer(given.tails, 0, MOST) ?? tails];
  if (up + down >= 1 && up + down <= MOST) {
    [heads, tails] = [up, down];
  }
  tosses = integer(given.tosses, -(2 ** 31), 2 ** 31 - 1) ?? tosses;
  setValues(CONTROLS, given);
  update();
}

/** The same tosses for everybody: mulberry32. */
function random() {
  tosses = (tosses + 0x6d2b79f5) | 0;
  let t = Math.imul(tosses ^ (tosses >>> 15), 1 | tosses);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

function add(up, down) {
  if (heads + tails + up + down <= MOST) {
    heads += up;
    tails += down;
    update();
  }
}

function update() {
  const soft = find('soft').checked;
  const count = heads + tails;
  const target = soft ? Number(find('soft-target').value) : heads / count;
  find('heads-count').textContent = heads;
  find('tails-count').textContent = tails;
  find('model-value').textContent = fixed(find('model').value, 2);
  find('soft-value').textContent = fixed(find('soft-target').value, 2);
  find('soft-field').hidden = !soft;
  for (const [id, more] of [['heads', 1], ['tails', 1], ['toss', 10]]) {
    switchOff(id, soft || count + more > MOST);
  }
  ask({ target, count, q: find('model').value });
}

function show(answer) {
  latest = { ...answer, q: Number(answer.question.q), target: answer.question.target };
  find('log-likelihood').textContent = format(answer.logLikelihood);
  find('mean-loss').textContent = format(answer.crossEntropy);
  find('entropy').textContent = format(answer.entropy);
  find('divergence').textContent = format(answer.divergence);
  find('logit-slope').textContent = format(answer.gradient);
  announce(`t is ${fixed(latest.target, 3)}, q is ${fixed(latest.q, 2)}: cross-entropy ${format(answer.crossEntropy)} is`
    + ` entropy ${format(answer.entropy)} plus divergence ${format(answer.divergence)}. The slope q − t is`
    + ` ${format(answer.gradient)}.`);
  find('likelihood-table').replaceChildren(...rows(answer));
  likelihoods.show(answer.charts.likelihood, { at: latest.q });
  losses.show(answer.charts.loss, { at: latest.q });
  draw();
}

function rows({ grid, losses, likelihoods }) {
  return grid.map((p, i) => [p, likelihoods[i], losses[i]]).filter((_, i) => i % 10 === 0).map(([p, likelihood, loss]) =>
    row(fixed(p, 1), format(likelihood), format(loss)));
}

function draw() {
  if (latest !== null) {
    drawSum(find('sum-figure'), latest);
  }
}
