// Panel 4: a gradient on its way back through many layers.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, badge, chosen, find, onChoice, row } from './dom.js';
import { format } from './format.js';
import { integer, setValues, valuesOf } from './settings.js';

const NAMES = { sigmoid: 'sigmoid', tanh: 'tanh', relu: 'ReLU' };
const SEEDS = 10000;
const CONTROLS = ['activation', 'scale', 'depth', 'norm', 'residual'];

let seed = 1;
let latest = null;

const ask = asker('api/flow', show);
const announce = announcer(find('flow-summary'));
const lengths = chart(find('flow-figure'), pick);
const slope = chart(find('slope-figure'));

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
  ask({ activation: chosen('activation'), scale, depth, norm, residual, seed });
}

function show(answer) {
  latest = { ...answer, name: NAMES[answer.question.activation] };
  const { name, layers, weightNorms, ratio, rate, verdict, width, samples, question } = latest;
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
  find('slope-largest').textContent = format(answer.largestSlope);
  find('slope-name').textContent = name;
  find('flow-figure').dataset.chosen = question.activation;
  slope.show(answer.slope);
  draw();
}

function draw() {
  if (latest === null) {
    return;
  }
  const layer = Math.min(Number(find('layer').value), latest.layers.length); // the answer may be of fewer layers
  const { name, upstreamNorm, factor } = latest.layers[layer - 1];
  find('layer-name').textContent = name;
  find('layer-upstream').textContent = format(upstreamNorm);
  find('layer-factor').textContent = format(factor);
  find('layer-weight').textContent = format(latest.weightNorms[layer - 1]);
  lengths.show(latest.chart, { at: layer });
}

/** Selects the layer that was pointed at in the picture. */
function pick(place) {
  find('layer').value = Math.round(place);
  draw();
}
