// The mean loss as a stack of two bars.

import { shape } from './dom.js';
import { format } from './format.js';
import { linear } from './scale.js';

const MOST_LOSS = 3;
const BAR = { height: 30, top: 26, space: 96 };

/** H(t, q) as H(t) and D(t ‖ q), end to end. */
export function drawSum(figure, { entropy, divergence, crossEntropy }) {
  const width = figure.clientWidth;
  const most = Math.max(1, Math.min(Number(crossEntropy), MOST_LOSS));
  const x = linear(0, most, 4, width - 4);
  const end = x(Math.min(Number(crossEntropy), most));
  figure.replaceChildren(shape('svg', { width, height: BAR.space, 'aria-hidden': 'true' },
    shape('rect', { class: 'term direct', x: 4, y: BAR.top, width: Math.max(0, x(entropy) - 4), height: BAR.height }),
    shape('rect', { class: 'term mean', x: x(entropy), y: BAR.top, width: Math.max(0, end - x(entropy)), height: BAR.height }),
    shape('text', { x: 4, y: BAR.top - 8 }, `H(t) ${format(entropy)}`),
    shape('text', { x: width - 4, y: BAR.top - 8, 'text-anchor': 'end' }, `D(t ‖ q) ${format(divergence)}`),
    shape('path', { class: 'rail', fill: 'none', d: `M4 ${BAR.top + BAR.height + 6}v5H${end.toFixed(1)}v-5` }),
    shape('text', { x: 4, y: BAR.top + BAR.height + 28 }, `H(t, q) ${format(crossEntropy)}`)));
}
