// The likelihood of a model over its probability of heads, the mean loss below it, and that loss as a stack of two bars.

import { path, shape } from './dom.js';
import { fixed, format } from './format.js';
import { linear } from './scale.js';

const HEIGHT = 230;
const EDGE = { top: 14, right: 26, bottom: 36, left: 34 };
const MOST_LOSS = 3;
const BAR = { height: 30, top: 26, space: 96 };

export function drawLikelihood(figure, { grid, losses, likelihoods, crossEntropy, q, target }) {
  const width = figure.clientWidth;
  const x = linear(0, 1, EDGE.left, width - EDGE.right);
  const likelihood = linear(0, 1, HEIGHT - EDGE.bottom, EDGE.top);
  const loss = linear(0, MOST_LOSS, HEIGHT - EDGE.bottom, EDGE.top);
  const shown = grid.map((p, i) => [p, Number(losses[i])]).filter(([, value]) => value <= MOST_LOSS);
  const level = (y, at, x, anchor) => shape('text', { class: 'tick', x, y: y(at) + 4, 'text-anchor': anchor }, String(at));
  const vertical = (p, kind, name) => [
    shape('line', { class: kind, x1: x(p), x2: x(p), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }),
    shape('text', { class: 'tick', x: x(p), y: EDGE.top - 3, 'text-anchor': 'middle' }, name),
  ];
  figure.replaceChildren(shape('svg', { width, height: HEIGHT, 'aria-hidden': 'true' },
    shape('line', { class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: likelihood(0), y2: likelihood(0) }),
    ...[0, 0.25, 0.5, 0.75, 1].map(p =>
      shape('text', { class: 'tick', x: x(p), y: HEIGHT - EDGE.bottom + 16, 'text-anchor': 'middle' }, fixed(p, 2))),
    shape('text', { class: 'tick', x: (EDGE.left + width - EDGE.right) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' },
      'probability of heads in the model'),
    ...[0, 0.5, 1].map(share => level(likelihood, share, EDGE.left - 8, 'end')),
    ...[0, 1, 2, 3].map(nats => level(loss, nats, width - EDGE.right + 8, 'start')),
    ...vertical(target, 'grid one', 't'),
    ...(Math.abs(q - target) < 0.03 ? [] : vertical(q, 'cursor', 'q')),
    path(shown.map(([p, value]) => [x(p), loss(value)]), 'curve main tanh'),
    path(grid.map((p, i) => [x(p), likelihood(Number(likelihoods[i]))]), 'curve main sigmoid'),
    ...(Number(crossEntropy) <= MOST_LOSS
      ? [shape('circle', { class: 'dot tanh', cx: x(q), cy: loss(crossEntropy), r: 5.5 })]
      : [])));
}

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
