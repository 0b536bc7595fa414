// Panel 5: a gradient on its way back through time, in an RNN, an LSTM and a GRU.

import { asker } from './ask.js';
import { chart } from './chart.js';
import { announcer, badge, element, find, row } from './dom.js';
import { fixed, format } from './format.js';
import { setValues, valuesOf } from './settings.js';

const CONTROLS = ['forget', 'recurrent', 'back'];
const SAYS = { VANISHES: 'vanishes', STEADY: 'stays', EXPLODES: 'explodes', UNDEFINED: 'is undefined' };

let latest = null;

const ask = asker('api/time', show);
const announce = announcer(find('time-summary'));
const lengths = chart(find('time-figure'), pick);

export const time = { start, settings, restore };

function start() {
  find('forget').addEventListener('input', update);
  find('recurrent').addEventListener('input', update);
  find('back').addEventListener('input', draw);
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
  find('recurrent-value').textContent = fixed(find('recurrent').value, 1);
  ask({ forget: find('forget').value, scale: find('recurrent').value });
}

function show(answer) {
  latest = answer;
  find('gate-value').textContent = `${fixed(answer.question.forget, 2)}, f ≈ ${fixed(answer.gate, 4)}`;
  const nets = [...answer.nets, answer.cell];
  const shown = answer.cell.norms.map((_, back) => back).filter(back => back % 10 === 0);
  find('time-table').replaceChildren(
    ...shown.map(back => row(String(back), ...nets.map(net => format(net.norms[back])))),
    row('factor per step', ...nets.map(net => format(net.rate))));
  draw();
}

function draw() {
  if (latest === null) {
    return;
  }
  const back = Number(find('back').value);
  const { nets, cell } = latest;
  find('back-value').textContent = back;
  find('time-back').textContent = back;
  find('time-now').replaceChildren(...[...nets, cell].map(({ name, norms, verdicts }) => {
    const verdict = element('span');
    badge(verdict, SAYS[verdicts[back]], verdicts[back] === 'STEADY');
    return row(name, format(norms[back]), verdict);
  }));
  announce(`${back} steps earlier: ${nets.map(({ name, norms, verdicts }) =>
    `in the ${name} the gradient ${SAYS[verdicts[back]]}, ${format(norms[back])} of it arrives`).join('; ')}.`);
  lengths.show(latest.chart, { at: back });
}

/** Selects the steps that were pointed at in the picture. */
function pick(place) {
  find('back').value = Math.round(place);
  draw();
}
