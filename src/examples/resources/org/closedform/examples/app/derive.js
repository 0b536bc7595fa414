// Panel 8: exercises, whose answers the library checks.

import { ask, sentence } from './ask.js';
import { badge, element, find, onPress, set } from './dom.js';
import { forget, grade, grades, note } from './grades.js';
import { setValues, valuesOf } from './settings.js';

/** Milliseconds after which the page says that it is waiting. */
const PATIENCE = 300;

let exercises = [];
let asked = 0;

/** Whether somebody chose the exercise, rather than the page. */
let picked = false;

export const derive = { start, settings, restore };

async function start() {
  find('exercise').addEventListener('change', pick);
  onPress('next-exercise', next);
  find('derive-form').addEventListener('submit', event => {
    event.preventDefault();
    check();
  });
  onPress('derive-hint-button', showHint);
  onPress('derive-download', download);
  onPress('derive-restart', () => {
    forget();
    showProgress();
    choose();
  });
  try {
    exercises = (await ask('api/exercises', {})).exercises;
  } catch (error) {
    refuse(sentence(error));
    return;
  }
  find('exercise').replaceChildren(...exercises.map(({ name, title }, i) => element('option', { value: name }, `${i + 1}. ${title}`)));
  const open = exercises.find(({ name }) => !grade(name).solved);
  find('exercise').value = (open ?? exercises[0]).name;
  showProgress();
  choose();
}

function settings() {
  const { exercise, backward } = valuesOf(['exercise', 'backward']);
  return { ...((picked || backward) && { exercise }), ...(backward && { backward }) };
}

function restore(given) {
  setValues(['exercise'], given);
  choose();
  picked = find('exercise').value === given.exercise;
  setValues(['backward'], given);
}

function pick() {
  picked = true;
  choose();
}

function chosen() {
  return exercises.find(({ name }) => name === find('exercise').value);
}

function next() {
  if (exercises.length > 0) {
    find('exercise').value = exercises[(exercises.indexOf(chosen()) + 1) % exercises.length].name;
    pick();
  }
}

function choose() {
  if (exercises.length === 0) {
    return;
  }
  const { task, asked: gradient, formulas, symbols } = chosen();
  asked++;
  find('derive-task').textContent = task;
  find('derive-forward').replaceChildren(...formulas.map(formula => element('div', {}, formula)));
  find('derive-symbols').replaceChildren(
    ...symbols.flatMap(({ name, meaning }) => [element('dt', {}, name), element('dd', {}, meaning)]));
  find('derive-asked').textContent = gradient;
  find('backward').value = '';
  clear();
}

function clear() {
  find('derive-waiting').hidden = true;
  find('derive-verdict').hidden = true;
  find('derive-error').hidden = true;
  find('derive-help').hidden = true;
  set(find('backward'), { 'aria-invalid': false });
}

async function check() {
  const question = ++asked;
  const backward = find('backward').value;
  const waiting = setTimeout(() => {
    clear();
    find('derive-waiting').hidden = false;
  }, PATIENCE);
  try {
    const attempt = await ask('api/derive', { exercise: find('exercise').value, backward });
    note(attempt);
    showProgress();
    if (question === asked) {
      show(attempt);
    }
  } catch (error) {
    if (question === asked) {
      refuse(sentence(error), backward);
    }
  } finally {
    clearTimeout(waiting);
  }
}

function show({ exercise, verdict, cause, hint, sample, report }) {
  clear();
  const solved = grade(exercise).solved && (verdict === 'PASS' || verdict === 'KINK');
  badge(find('derive-badge'), verdict, solved);
  find('derive-cause').textContent = solved
    ? `Right, wherever it was tried: ${grade(exercise).points} points.`
    : `At ${sample}: ${cause}.`;
  find('derive-verdict').hidden = false;
  find('derive-hint').textContent = hint;
  find('derive-hint').hidden = true;
  find('derive-hint-button').hidden = solved || hint === '';
  set(find('derive-hint-button'), { 'aria-expanded': false });
  find('derive-report').textContent = report || cause;
  find('derive-help').hidden = false;
}

function showHint() {
  const hint = find('derive-hint');
  hint.hidden = !hint.hidden;
  set(find('derive-hint-button'), { 'aria-expanded': !hint.hidden });
}

/** Says what is wrong with a formula, with a caret below the character that the sentence names. */
function refuse(reason, backward = '') {
  clear();
  const place = /^At character (\d+): /.exec(reason);
  find('derive-error-sentence').textContent = reason;
  find('derive-caret').hidden = place === null;
  if (place) {
    find('derive-caret').textContent = `${backward}\n${' '.repeat(Number(place[1]) - 1)}^`;
    set(find('backward'), { 'aria-invalid': true });
    moveTo(Number(place[1]) - 1, backward);
  }
  find('derive-error').hidden = false;
}

/** Puts the cursor where the error is. The server counts characters, the browser counts UTF-16 units. */
function moveTo(character, backward) {
  const units = [...backward].slice(0, character).join('').length;
  if (document.activeElement === find('backward')) {
    find('backward').setSelectionRange(units, units);
  }
}

function showProgress() {
  const { points, possible, solved } = grades(exercises.map(({ name }) => name));
  find('derive-progress').textContent = `${solved} of ${exercises.length} solved, ${points} of ${possible} points.`;
  find('derive-list').replaceChildren(...exercises.map(({ name, title }) => {
    const { solved: done, tries } = grade(name);
    const state = done ? `solved in ${tries} ${tries === 1 ? 'try' : 'tries'}` : tries > 0 ? `${tries} wrong so far` : 'not yet';
    return element('li', { class: done ? 'done' : 'open' }, `${done ? '✓ ' : ''}${title}: ${state}`);
  }));
}

function download() {
  const text = JSON.stringify(grades(exercises.map(({ name }) => name)), null, 2);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  element('a', { href: url, download: 'closedform-grades.json' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
