// Makes and finds elements of the page.

const SVG = 'http://www.w3.org/2000/svg';

export function find(id) {
  return document.getElementById(id);
}

/** An HTML element; children are elements or text. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** A row of a table, whose first cell names it. */
export function row(name, ...cells) {
  return element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map(cell => element('td', {}, cell)));
}

/** The same for a part of an SVG picture. */
export function shape(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  set(node, attributes);
  node.append(...children);
  return node;
}

export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  return node;
}

/** Sets what a button does. A button that is off does nothing but keeps the focus, which it would lose if it were `disabled`. */
export function onPress(id, action) {
  find(id).addEventListener('click', () => {
    if (find(id).getAttribute('aria-disabled') !== 'true') {
      action();
    }
  });
}

export function switchOff(id, off) {
  set(find(id), { 'aria-disabled': off });
}

/** A line through points in pixels. */
export function path(points, kind) {
  return shape('path', { class: kind, d: `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}` });
}

/** Where an event is within a node, in pixels of the node, however it is magnified. */
export function within(node, event) {
  const { left, top, width } = node.getBoundingClientRect();
  const size = width / node.clientWidth;
  return { x: (event.clientX - left) / size, y: (event.clientY - top) / size };
}

/** Calls back with the width of a node in pixels, once it has one and whenever it changes. */
export function onWidth(node, callback) {
  new ResizeObserver(() => {
    if (node.clientWidth > 0) {
      callback(node.clientWidth);
    }
  }).observe(node);
}

/** The selected radio button of a group. */
export function chosen(name) {
  return document.querySelector(`input[name="${name}"]:checked`).value;
}

export function onChoice(name, callback) {
  for (const input of document.querySelectorAll(`input[name="${name}"]`)) {
    input.addEventListener('change', () => callback(input.value));
  }
}

/** Puts a text into a live region once it has settled; every change would flood a screen reader. */
export function announcer(node) {
  let timer = 0;
  return text => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      node.textContent = text;
    }, 400);
  };
}

/** A verdict as a badge: its word, and a colour for good or bad. */
export function badge(node, verdict, good) {
  node.textContent = verdict;
  node.className = `badge ${good ? 'good' : 'bad'}`;
}
