// The settings of all panels in the address, as in `?flow.depth=50&softmax.logits=3,1#flow`: a link brings them back. Only what differs
// from the start is written. What the address has without a dot is somebody else's, and stays.

import { element, find, onPress } from './dom.js';

/** Milliseconds between two changes of the address, which browsers limit to about 100 in 30 s. */
const PAUSE = 400;
const CHANGES = ['input', 'change', 'click', 'keydown', 'pointerup'];
const MOST_NAMED = 3;
const LONGEST = 40;

let panels = {};
const atFirst = {};
let timer = 0;

/**
 * Starts panels, and puts back what the address says.
 *
 * @param given from the name of each panel to its `{ start, settings, restore }`. `settings()` is a flat object of short texts, numbers
 *     and booleans; `restore(settings)` takes such an object of texts, some of which may be missing and any of which may be wrong
 */
export async function startAddress(given) {
  panels = given;
  const own = [...new URLSearchParams(location.search)].filter(([name]) => isOwn(name));
  asWritten();
  stayAtAnchor();
  const strange = await Promise.all(Object.entries(panels).map(([name, panel]) => startPanel(name, panel, own)));
  const homeless = own.map(([name]) => name).filter(name => !Object.hasOwn(panels, name.split('.')[0]));
  complain([...homeless, ...strange.flat()]);
  for (const change of CHANGES) {
    document.addEventListener(change, soon);
  }
  addEventListener('popstate', write); // an older entry of the history has older settings
  onPress('copy-link', copy);
}

function isOwn(name) {
  return name.includes('.');
}

/** Some browsers keep what was typed before a reload; but the start is what the page says. */
function asWritten() {
  for (const control of document.querySelectorAll('main :is(input, textarea)')) {
    control.checked = control.defaultChecked;
    control.value = control.defaultValue;
  }
  for (const option of document.querySelectorAll('main option')) {
    option.selected = option.defaultSelected;
  }
}

/** Panels grow when their first answers arrive: until somebody moves, the page stays where its anchor leads to. */
function stayAtAnchor() {
  const target = find(location.hash.slice(1));
  if (target) {
    const growth = new ResizeObserver(() => target.scrollIntoView({ behavior: 'instant' }));
    growth.observe(document.querySelector('main'));
    for (const move of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
      addEventListener(move, () => growth.disconnect(), { once: true });
    }
  }
}

/** Starts one panel; the result is the names of the settings that it did not take. */
async function startPanel(name, panel, own) {
  const prefix = `${name}.`;
  const asked = own.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
  await panel.start();
  atFirst[name] = panel.settings();
  if (asked.length === 0) {
    return [];
  }
  panel.restore(Object.fromEntries(asked));
  const now = { ...atFirst[name], ...panel.settings() };
  return asked.filter(([key, value]) => !same(now[key], value)).map(([key]) => prefix + key);
}

/** Whether a panel has taken a value; the address may write a number in another way. */
function same(now, value) {
  return String(now) === value || (value.trim() !== '' && typeof now !== 'boolean' && Number(now) === Number(value));
}

function complain(names) {
  if (names.length > 0) {
    const named = names.slice(0, MOST_NAMED).map(name => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name));
    tell(`Part of the address does not fit this page and was ignored: ${named.join(', ')}${names.length > MOST_NAMED ? ' and more' : ''}.`);
  }
}

/** The address of the page as it is now. */
function link() {
  const foreign = [...new URLSearchParams(location.search)].filter(([name]) => !isOwn(name));
  const own = Object.entries(panels).filter(([name]) => atFirst[name]).flatMap(([name, panel]) => Object.entries(panel.settings())
    .filter(([key, value]) => String(value) !== String(atFirst[name][key]))
    .map(([key, value]) => [`${name}.${key}`, value]));
  const query = [...foreign, ...own].map(pair => pair.map(escaped).join('=')).join('&');
  return location.href.split(/[?#]/)[0] + (query && `?${query}`) + location.hash;
}

/** As in any address, but with commas to read. */
function escaped(text) {
  return encodeURIComponent(text).replaceAll('%2C', ',');
}

function soon() {
  timer ||= setTimeout(write, PAUSE);
}

function write() {
  clearTimeout(timer);
  timer = 0;
  if (link() !== location.href) {
    try {
      history.replaceState(history.state, '', link());
    } catch {
      // a page from a disk may not change its address; its link can still be copied
    }
  }
}

async function copy() {
  find('link-field').hidden = true;
  try {
    await navigator.clipboard.writeText(link());
    tell('The link is copied.');
  } catch {
    find('link-field').hidden = false; // no clipboard here, or none for this page
    find('link').value = link();
    find('link').select();
    tell('Copy the link that is selected.');
  }
}

function tell(text) {
  find('link-status').replaceChildren(element('span', {}, text)); // a new node, so that the same text is read again
}
