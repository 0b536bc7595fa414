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
  onChoice('activation', update);
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
  ask(...ACTIVATIONS.map(activation => ({
    activation, scale, depth, norm, residual, seed, weights: activation === chosen('activation'), // of the main curve only
  })));
}

/** Shows the curve of the activation that was chosen as the main one. */
function show(...answers) {
  const curves = answers.map(answer => ({ activation: answer.question.activation, name: NAMES[answer.question.activation], ...answer }));
  latest = { curves, main: curves.find(curve => curve.question.weights) };
  const { name, layers, weightNorms, ratio, rate, verdict, width, samples, question } = latest.main;
  const extras = [question.norm && 'batch norm', question.residual && 'residual connections'].filter(Boolean);
  const net = `${name}${extras.length > 0 ? ` with ${extras.join(' and ')}` : ''}`;
  find('drawn').textContent = `Drawn: ${net}; ${layers.length} layers of ${width} neurons, a batch of ${samples}, one draw of weights.`;
  badge(find('flow-verdict'), verdict, verdict === 'STEADY');
  find('flow-ratio').textContent = format(ratio);
  find('flow-rate').textContent = format(rate);
  find('flow-table').replaceChildren(...layers.map(({ name, upstreamNorm, factor }, l) =>
    row(name, ...[upstreamNorm, factor, weightNorms[l]].map(number => format(number)))));
  announce(`${net}, ${layers.length} layers: the gradient`
    + ` ${{ VANISHES: 'vanishes', STEADY: 'keeps its size', EXPLODES: 'explodes', UNDEFINED: 'is undefined' }[verdict]}.`
    + ` ${format(ratio)} of it arrives, a factor of ${format(rate)} for each layer.`);
  draw();
}

function draw() {
  if (latest === null) {
    return;
  }
  const layer = Math.min(Number(find('layer').value), latest.main.layers.length); // the answer may be of fewer layers
  const { name, upstreamNorm, factor } = latest.main.layers[layer - 1];
  find('layer-name').textContent = name;
  find('layer-upstream').textContent = format(upstreamNorm);
  find('layer-factor').textContent = format(factor);
  find('layer-weight').textContent = format(latest.main.weightNorms[layer - 1]);
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
