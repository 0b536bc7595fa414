// Panel 4: a gradient on its way back through many layers.

import { asker } from './ask.js';
import { announcer, badge, chosen, find, onChoice, onWidth, row } from './dom.js';
import { drawFlow } from './flow-chart.js';
import { format } from './format.js';
import { integer, setValues, valuesOf } from './settings.js';
import { drawSlope } from './slope-chart.js';

const ACTIVATIONS = ['sigmoid', 'tanh', 'relu'];
const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' };
const SEEDS = 10000;
const CONTROLS = ['activation', 'scale', 'depth', 'norm', 'residual'];

let seed = 1;
let latest = null;

const ask = asker('api/flow', show);
const announce = announcer(find('flow-summary'));

export const flow = { start, settings, restore };

function start() {
  onChoice('activation', choose);
  for (const id of ['scale', 'depth', 'norm', 'residual']) {
    find(id).addEventListener('input', update);
  }
  find('redraw').addEventListener('click', () => {
    seed = (seed + 1) % SEEDS;
    update();
  });
  find('layer').addEventListener('input', draw);
  onWidth(find('flow-figure'), draw);
  onWidth(find('slope-figure'), draw);
  update();
}

function settings() {
  return { ...valuesOf([...CONTROLS, 'layer']), seed };
}

function restore(given) {
  seed = integer(given.seed, 0, SEEDS - 1) ?? seed;
  setValues(CONTROLS, given);
  update();
  setValues(['layer'], given);
}

function update() {
  const { scale, depth, norm, residual } = valuesOf(CONTROLS);
  find('scale-value').textContent = Number(scale).toFixed(2);
  find('depth-value').textContent = depth;
  find('layer').max = depth;
  find('bound').style.display = norm || residual ? 'none' : ''; // it leaves out how much batch norm stretches, and the way around
  find('around').style.display = residual ? '' : 'none';
  ask(...ACTIVATIONS.map(activation => ({ activation, scale, depth, norm, residual, seed })));
}

function show(...answers) {
  latest = { curves: answers.map((answer, k) => ({ activation: ACTIVATIONS[k], name: NAMES[ACTIVATIONS[k]], ...answer })) };
  choose();
}

/** Shows the curve of the chosen activation as the main one; those of all are here already. */
function choose() {
  if (latest === null) {
    return;
  }
  latest.main = latest.curves.find(curve => curve.activation === chosen('activation'));
  const { name, layers, ratio, rate, verdict, width, samples, question } = latest.main;
  const extras = [question.norm && 'batch norm', question.residual && 'residual connections'].filter(Boolean);
  const net = `${name}${extras.length > 0 ? ` with ${extras.join(' and ')}` : ''}`;
  find('drawn').textContent = `Drawn: ${net}; ${layers.length} layers of ${width} neurons, a batch of ${samples}, one draw of weights.`;
  badge(find('flow-verdict'), verdict, verdict === 'STEADY');
  find('flow-ratio').textContent = format(ratio);
  find('flow-rate').textContent = format(rate);
  find('flow-table').replaceChildren(...layers.map(line));
  announce(`${net}, ${layers.length} layers: the gradient`
    + ` ${{ VANISHES: 'vanishes', STEADY: 'keeps its size', EXPLODES: 'explodes', UNDEFINED: 'is undefined' }[verdict]}.`
    + ` ${format(ratio)} of it arrives, a factor of ${format(rate)} for each layer.`);
  draw();
}

function line({ name, upstreamNorm, factor, weightNorm }) {
  return row(name, ...[upstreamNorm, factor, weightNorm].map(number => format(number)));
}

function draw() {
  if (latest === null) {
    return;
  }
  const layer = Math.min(Number(find('layer').value), latest.main.layers.length); // the answer may be of fewer layers
  const { name, upstreamNorm, factor, weightNorm } = latest.main.layers[layer - 1];
  find('layer-name').textContent = name;
  find('layer-upstream').textContent = format(upstreamNorm);
  find('layer-factor').textContent = format(factor);
  find('layer-weight').textContent = format(weightNorm);
  drawFlow(find('flow-figure'), latest, layer, pick);
  drawSlope(find('slope-figure'), latest.main);
  find('slope-largest').textContent = format(latest.main.slope.largest);
  find('slope-name').textContent = latest.main.name;
}

/** Selects the layer that was pointed at in the picture. */
function pick(layer) {
  find('layer').value = layer;
  draw();
}
