// The answers of an exported page, in the place of server.js: they are in files beside the page, which are loaded when they are needed.

import { element } from './dom.js';
import { FILES } from './files.js';

const loading = {};

/** What the files fill: texts that are compressed, in base64. */
const arrived = {};
window.closedformAnswers = arrived;

/** The answer to one question. One to a panel that needs the app never comes: on the page, a sentence is in the panel's place. */
export async function answer(path, parameters) {
  if (!Object.hasOwn(FILES, path)) {
    return new Promise(() => {});
  }
  const query = new URLSearchParams(parameters);
  query.sort();
  const { by, names } = FILES[path];
  const name = by === '' ? 'all' : query.get(by);
  if (!names.includes(name)) {
    throw missing();
  }
  const { questions, answers, table } = await load(`${path}/${name}`);
  const key = [...query.values()].join('&');
  if (!Object.hasOwn(questions, key)) {
    throw missing();
  }
  return row(answers, questions[key], table);
}

function missing() {
  return new Error('This copy of the page has no numbers for that setting; the app computes them.');
}

function load(file) {
  loading[file] ??= loaded(file);
  return loading[file];
}

async function loaded(file) {
  await new Promise(done => {
    const script = element('script', { src: `${file}.js` });
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  if (!arrived[file]) {
    throw new Error(`The file ${file}.js is missing beside this page.`);
  }
  const bytes = Uint8Array.from(atob(arrived[file]), letter => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).json();
}

/** One element of a list, which may be written in columns. */
function row(list, k, table) {
  const written = inFull(list, table);
  return '|' in written ? mapped(written['|'], column => row(column, k, table)) : unpacked(elements(written)[k], table);
}

function unpacked(value, table) {
  const written = inFull(value, table);
  if (written === null || typeof written !== 'object') {
    return written;
  }
  if ('|' in written) {
    return Array.from({ length: length(written, table) }, (_, k) => row(written, k, table));
  }
  const list = elements(written);
  return list ? list.map(part => unpacked(part, table)) : mapped(written, part => unpacked(part, table));
}

function length(list, table) {
  const written = inFull(list, table);
  return '|' in written ? length(Object.values(written['|'])[0], table) : elements(written).length;
}

/** What stands in the table, if it does. */
function inFull(value, table) {
  return value?.['='] === undefined ? value : table[value['=']];
}

/** The elements of a list, which may be written in runs; of anything else nothing. */
function elements(written) {
  if ('*' in written) {
    const runs = written['*'];
    return runs.flatMap((count, k) => (k % 2 === 0 ? Array(count).fill(runs[k + 1]) : []));
  }
  return Array.isArray(written) ? written : null;
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
