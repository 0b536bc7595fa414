// The lecturer's view: one panel at a time in large type, with controls, tables and answers away until they are revealed. The panel is
// that of the address's anchor, so that the browser's way back leads to the panel before.

import { find, onPress, set, switchOff } from './dom.js';

/** Those who take the arrow and page keys for themselves, and those who take letters. */
const TAKES_KEYS = 'input:not([type="checkbox"]), select, textarea, [role="slider"], .cell, .scroll, pre, .step-value';
const TAKES_LETTERS = 'input:is([type="text"], [type="number"]), select, textarea';
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const LETTERS = { c: revealControls, a: revealAnswer };

const panels = [...document.querySelectorAll('main > section')];
const classes = document.documentElement.classList;

/** The panel that is shown alone, or null in the usual view. */
let shown = null;

export const lecture = { start, settings, restore };

function start() {
  onPress('lecture-switch', () => (shown ? leave() : enter(anchored() ?? atTop())));
  onPress('lecture-previous', () => step(-1));
  onPress('lecture-next', () => step(1));
  onPress('lecture-controls', revealControls);
  onPress('lecture-answer', revealAnswer);
  document.addEventListener('keydown', key);
  document.addEventListener('toggle', showState, true);
  addEventListener('hashchange', () => {
    if (shown) {
      show(anchored() ?? shown);
    }
  });
}

function settings() {
  return {
    ...(shown && { on: true }),
    ...(classes.contains('with-controls') && { controls: true }),
    ...(question()?.open && { answer: true }),
  };
}

function restore(given) {
  if (given.on === 'true') {
    enter(anchored() ?? panels[0]);
    classes.toggle('with-controls', given.controls === 'true');
    openAnswer(given.answer === 'true');
  }
}

/** The panel that the address's anchor leads to, or into. */
function anchored() {
  return find(location.hash.slice(1))?.closest('main > section');
}

/** The panel that a reader is looking at: the last that begins above the middle of the window. */
function atTop() {
  return panels.findLast(panel => panel.getBoundingClientRect().top < innerHeight / 2) ?? panels[0];
}

function enter(panel) {
  const held = document.activeElement;
  if (anchored() !== panel) {
    location.hash = panel.id;
  }
  show(panel);
  held.focus({ preventScroll: true }); // a new anchor takes the focus away
}

function leave() {
  const last = shown;
  show(null);
  last.scrollIntoView();
}

function step(by) {
  const next = panels[panels.indexOf(shown) + by];
  if (next) {
    enter(next);
  }
}

/** Shows one panel alone, with what was revealed away again; or all. */
function show(panel) {
  if (panel === shown) {
    return;
  }
  shown = panel;
  classes.toggle('lecture', shown !== null);
  classes.remove('with-controls');
  for (const other of panels) {
    other.hidden = shown !== null && other !== shown;
  }
  openAnswer(false);
  scrollTo(0, 0);
  showState();
}

function question() {
  return shown?.querySelector('.predict');
}

function openAnswer(open) {
  if (question()) {
    question().open = open;
  }
  showState();
}

function revealControls() {
  classes.toggle('with-controls');
  showState();
}

function revealAnswer() {
  openAnswer(!question()?.open);
}

function showState() {
  const place = panels.indexOf(shown);
  find('lecture-bar').hidden = shown === null;
  set(find('lecture-switch'), { 'aria-pressed': shown !== null });
  set(find('lecture-controls'), { 'aria-pressed': classes.contains('with-controls') });
  set(find('lecture-answer'), { 'aria-pressed': Boolean(question()?.open) });
  switchOff('lecture-previous', place <= 0);
  switchOff('lecture-next', place === panels.length - 1);
  find('lecture-place').textContent = shown ? `${place + 1} of ${panels.length}` : '';
}

function key(event) {
  if (!shown || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
    return;
  }
  if (event.key === 'Escape') {
    leave();
  } else if (STEPS[event.key] && !event.target.matches(TAKES_KEYS)) {
    event.preventDefault();
    step(STEPS[event.key]);
  } else if (LETTERS[event.key] && !event.target.matches(TAKES_LETTERS)) {
    LETTERS[event.key]();
  }
}
