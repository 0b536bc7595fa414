// Panel 4: a gradient on its way back through many layers.

import { asker } from './ask.js';
import { announcer, badge, chosen, element, find, onChoice, onWidth } from './dom.js';
import { drawFlow } from './flow-chart.js';
import { format } from './format.js';
import { integer, setValues, valuesOf } from './settings.js';
import { drawSlope } from './slope-chart.js';

const ACTIVATIONS = ['sigmoid', 'tanh', 'relu'];
const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' };
const SEEDS = 10000;
const CONTROLS = ['activation', 'scale', 'depth', 'norm'];

let seed = 1;
let latest = null;

const ask = asker('api/flow', show);
const announce = announcer(find('flow-summary'));

export const flow = { start, settings, restore };

function start() {
  onChoice('activation', update);
  for (const id of ['scale', 'depth', 'norm']) {
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
  const net = { scale: find('scale').value, depth: find('depth').value, norm: find('norm').checked, seed };
  find('scale-value').textContent = Number(net.scale).toFixed(2);
  find('depth-value').textContent = net.depth;
  find('layer').max = net.depth;
  find('bound').style.display = net.norm ? 'none' : ''; // it leaves out by how much batch norm stretches
  ask(...ACTIVATIONS.map(activation => ({ activation, ...net })));
}

function show(...answers) {
  const curves = answers.map((answer, k) => ({ activation: ACTIVATIONS[k], name: NAMES[ACTIVATIONS[k]], ...answer }));
  latest = { curves, main: curves.find(curve => curve.activation === chosen('activation')) };
  const { name, layers, ratio, rate, verdict } = latest.main;
  badge(find('flow-verdict'), verdict, verdict === 'STEADY');
  find('flow-ratio').textContent = format(ratio);
  find('flow-rate').textContent = format(rate);
  find('flow-table').replaceChildren(...layers.map(line));
  announce(`${name}${find('norm').checked ? ' with batch norm' : ''}, ${layers.length} layers: the gradient`
    + ` ${{ VANISHES: 'vanishes', STEADY: 'keeps its size', EXPLODES: 'explodes', UNDEFINED: 'is undefined' }[verdict]}.`
    + ` ${format(ratio)} of it arrives, a factor of ${format(rate)} for each layer.`);
  draw();
}

function line({ name, upstreamNorm, factor, weightNorm }) {
  return element('tr', {},
    element('th', { scope: 'row' }, name),
    ...[upstreamNorm, factor, weightNorm].map(number => element('td', {}, format(number))));
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
