// Sentences, which the server put into the page, and the few ways of showing things that every screen needs.
const page = JSON.parse(document.getElementById('words').textContent);

export const handedWords = page.handed;

// {facts} are put in. A number of things is said by two sentences: "key.one" and "key.many".
export function say(key, facts = {}) {
  const chosen = 'count' in facts && page.say[key + '.one'] ? key + (facts.count === 1 ? '.one' : '.many') : key;
  return (page.say[chosen] ?? chosen).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

export const sayings = page.say;
export const byId = id => document.getElementById(id);

export const time = date => date.toLocaleTimeString('fr', {hour: 'numeric', minute: '2-digit'}).replace(':', ' h ');
export const day = date => date.toLocaleDateString('fr', {day: 'numeric', month: 'long', year: 'numeric'});

export const weight = bytes => (bytes < 950_000 ? `${Math.ceil(bytes / 1000)} Ko` : `${(bytes / 1e6).toLocaleString('fr', {maximumFractionDigits: 1})} Mo`);

// An element with its properties and children.
export function make(tag, properties = {}, ...children) {
  const {data, ...rest} = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  element.append(...children);
  return element;
}

// One screen at a time; its heading is told to screen readers.
export function show(name) {
  for (const one of document.querySelectorAll('body > main > section')) one.hidden = one.id !== 's-' + name;
  document.body.dataset.screen = name;
  scrollTo(0, 0);
  const [heading] = document.querySelectorAll(`#s-${name} h1`);
  heading?.focus({preventScroll: true});
}

// A line at the bottom for a moment, with a way to take back what it tells.
let gone;
export function toast(text, undo, seconds = 6) {
  const line = byId('toast');
  clearTimeout(gone);
  line.replaceChildren(make('span', {textContent: text}));
  if (undo) line.append(make('button', {type: 'button', className: 'quiet', textContent: say('undo'), onclick: () => (line.hidden = true, undo())}));
  line.hidden = false;
  gone = setTimeout(() => (line.hidden = true), seconds * 1000);
}
