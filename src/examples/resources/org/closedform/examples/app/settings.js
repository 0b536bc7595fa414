// Controls, written into the settings of a panel and set from them. What does not fit a control leaves it as it is.

import { find } from './dom.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number that is written in full and is within limits, or null; so is what is no text or number at all. */
export function number(text, least, most) {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

/** The same for an integer. */
export function integer(text, least, most) {
  const value = number(text, least, most);
  return Number.isInteger(value) ? value : null;
}

/** Numbers with commas between, as many as `count` allows, or null. */
export function numbers(text, [fewest, mostOfThem], least, most) {
  const list = String(text).split(',').map(part => number(part, least, most));
  return list.length >= fewest && list.length <= mostOfThem && !list.includes(null) ? list : null;
}

/** The values of controls by their names: what follows a prefix in an id, or in the name of a group of radio buttons. */
export function valuesOf(names, prefix = '') {
  return Object.fromEntries(names.map(name => {
    const all = controls(prefix + name);
    const control = all.find(button => button.checked) ?? all[0];
    return [name, control.type === 'checkbox' ? control.checked : control.value];
  }));
}

/** Sets those of the controls that settings name, and fit. */
export function setValues(names, settings, prefix = '') {
  for (const name of names.filter(name => settings[name] !== undefined)) {
    for (const control of controls(prefix + name)) {
      put(control, String(settings[name]));
    }
  }
}

function controls(name) {
  return find(name) ? [find(name)] : [...document.getElementsByName(name)];
}

function put(control, text) {
  if (control.type === 'checkbox') {
    control.checked = text === 'true' || (text !== 'false' && control.checked);
  } else if (control.type === 'radio') {
    control.checked ||= control.value === text;
  } else if (control.type === 'range') {
    control.value = number(text, Number(control.min), Number(control.max)) ?? control.value;
  } else if (control.options ? [...control.options].some(option => option.value === text) : text.length <= control.maxLength) {
    control.value = text;
  }
}
