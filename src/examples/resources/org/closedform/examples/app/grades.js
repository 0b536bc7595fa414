// What has been solved, in how many tries and with which slips. It stays in the browser, and comes back when the page does.

const KEY = 'closedform grades 1';
const BEST = 10;
const LEAST = 5;

let attempts = stored();

function stored() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter(isAttempt) : [];
  } catch {
    return []; // no storage here, or something else in it
  }
}

function isAttempt(value) {
  return value !== null && typeof value === 'object' && typeof value.solved === 'boolean'
    && [value.exercise, value.backward, value.slip].every(text => typeof text === 'string');
}

function store() {
  try {
    localStorage.setItem(KEY, JSON.stringify(attempts));
  } catch {
    // no storage here: the grades last as long as the page
  }
}

/** Notes an answer of the server. */
export function note({ exercise, backward, verdict, slip }) {
  attempts.push({ exercise, backward, slip, solved: verdict === 'PASS' || verdict === 'KINK' });
  store();
}

export function forget() {
  attempts = [];
  store();
}

/** One exercise: tries up to the first right one, the slips of the wrong ones, and 10 points less one for each, but at least 5. */
export function grade(name) {
  const own = attempts.filter(attempt => attempt.exercise === name);
  const first = own.findIndex(attempt => attempt.solved);
  const solved = first >= 0;
  const wrong = solved ? own.slice(0, first) : own;
  return {
    name,
    points: solved ? Math.max(LEAST, BEST - wrong.length) : 0,
    solved,
    tries: wrong.length + (solved ? 1 : 0),
    slips: wrong.map(attempt => attempt.slip),
    answer: solved ? own[first].backward : '',
  };
}

/** All exercises, in the format of the library's Grades.toJson. */
export function grades(names) {
  const exercises = names.map(grade);
  return {
    format: 'closedform grades 1',
    points: exercises.reduce((sum, exercise) => sum + exercise.points, 0),
    possible: BEST * names.length,
    solved: exercises.filter(exercise => exercise.solved).length,
    exercises,
  };
}
