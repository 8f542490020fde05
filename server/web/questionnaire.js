import {evaluate, test, text} from './expression.js';
import {shuffledBySeed} from './expression_more.js';

// Improves the questionnaire in place: conditions, limits and calculations follow the answers at once, sections become steps, a draft is kept
// on this device once the person agreed. Without it the page is complete; the server checks everything again.
const form = document.getElementById('q');
const {q: rules, say, consent, lists} = JSON.parse(document.getElementById('rules').textContent);
const rule = new Map(rules.map(one => [one.n, one]));
const byId = id => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const inputs = name => [...document.getElementsByName(name)];
const own = name => inputs(':' + name)[0];
const place = name => byId('q-' + name) || all('[data-group]').find(one => one.dataset.group === name);
const applies = name => !place(name)?.closest('[hidden]');
const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);

// A field is named after its question and the rows of repeats around it ("prenom:0:2"): its key.
const key = (name, at) => [name, ...at.slice(0, around(name).length)].join(':');
const around = name => placing.rows ? rule.get(name)?.e ?? [] : [];
const nameIn = one => one.split(':')[0];
const rowsIn = one => one.split(':').slice(1).map(Number);
const ruleOf = one => rule.get(nameIn(one));
const rowsOf = one => byId('rows-' + one)?.children ?? [];

// What only questionnaires with repeats need.
const placing = {
  rows: (found, repeat, level, within) => found.flatMap(at =>
    [...rowsOf(key(repeat, at))].map((row, i) => [...at, i]).filter(one => level >= within.length || one[level] === within[level])),
};
// The rows, outermost first, of every instance within `within` of what stands in these repeats.
const instances = (repeats, within = []) => repeats.reduce((found, repeat, level) => placing.rows(found, repeat, level, within), [[]]);

// ---- answers

const tickable = input => input.type === 'radio' || input.type === 'checkbox';
const chosen = name => inputs(name).filter(input => !tickable(input) || input.checked).map(input => input.value.trim()).filter(Boolean);
// As expressions read it: several names joined by a space, a refusal blank.
const answer = name => {
  const text = chosen(name).filter(value => value !== 'refused').join(' ');
  return ruleOf(name)?.t ? text.replace(',', '.') : text;
};
const calculated = new Map();
// A number is read as a number, as on the server: 0 alone is no condition, and 1.0 equals 1.
const read = name => {
  const text = answer(name);
  return text && ruleOf(name)?.t ? Number(text) : text;
};
const value = (name, at = []) => {
  const field = key(name, at);
  return calculated.get(field) ?? (applies(field) ? read(field) : '');
};
const reaching = {
  rows: (name, at) => instances(rule.get(name)?.i ? [...around(name), name] : around(name), at).filter(one => applies(key(name, one))),
};
const context = (field, more) => ({
  value, nodes: reaching.rows, choiceLabel: labelling['jr:choice-name'], current: nameIn(field), at: rowsIn(field), language: document.documentElement.lang, rows: list => lists?.[list], ...more,
});
const holds = (tree, name, more) => test(tree, context(name, more));

function choiceLabel(name, choice) {
  const input = inputs(key(name, around(name).map(() => 0))).find(one => tickable(one) ? one.value === choice : one.options);
  return (input?.options ? [...input.options].find(one => one.value === choice)?.text : input?.closest('label')?.textContent) ?? '';
}
const labelling = {
  'jr:choice-name': (name, choice) => choiceLabel(name, choice),
};

function put(name, values) {
  inputs(name).forEach((input, at) => {
    if (tickable(input)) input.checked = values.includes(input.value);
    else if (input.closest('.rank')) input.value = values[at] ?? '';
    else input.value = values.find(value => value !== 'refused') ?? '';
  });
}

// What an expression gave, into the field of its question.
function enter(field, found) {
  const [input] = inputs(field);
  if (input) put(field, tickable(input) ? found.split(' ') : [found]);
}

// ---- what applies

function filterChoices(one, field) {
  for (const input of inputs(field)) {
    for (const choice of input.options ?? [input]) {
      if (!one.l[choice.value]) continue;
      const out = !holds(one.f, field, {row: one.l[choice.value]});
      (choice.closest('label.choice') ?? choice).hidden = choice.disabled = out;
      if (out) choice.checked = choice.selected = false;
    }
  }
}

function limitTicks(one, field) {
  const boxes = inputs(field).filter(input => input.type === 'checkbox' && input.value !== 'refused');
  if (!boxes.length) return;
  const full = boxes.filter(box => box.checked).length >= one.m;
  for (const box of boxes) box.disabled = full && !box.checked;
  remark(field, full ? fill(say.most, {most: one.m}) : '');
}

function calculate(one, field, yes) {
  const found = yes && (!one.p || applies(key(one.p, rowsIn(field)))) ? text(evaluate(one.v, context(field))) : '';
  calculated.set(field, found);
  enter(field, found);
}

const heldNow = field => calculated.get(field) ?? chosen(field).join(' ');

// A calculation with triggers: made when they hold something else than at the last visit; until then its field keeps what it has, and a
// person may change it. `told`, what they held, stays on the field, which moves with its row.
function calculateWhenTriggered(one, field, yes) {
  const [tree, ...triggers] = one.g;
  const [input] = inputs(field);
  const holder = input ?? place(field) ?? one;
  const told = triggers.flatMap(([name, shared]) => instances(around(name), rowsIn(field).slice(0, shared)).map(at => heldNow(key(name, at)))).filter(Boolean).join('\n');
  const here = yes && (!one.p || applies(key(one.p, rowsIn(field))));
  // What is there when the page or a row comes fires nothing; but a note has no field that could have brought its value back.
  const fires = here && told !== ((settled ? holder.told : undefined) ?? (input ? told : ''));
  holder.told = told;
  const found = fires ? text(evaluate(tree, context(field))) : '';
  if (fires) enter(field, found);
  if (!here || fires || input) calculated.set(field, !here ? '' : input ? read(field) : found);
}

function lock(one, field) {
  const locked = holds(one.w, field);
  for (const input of inputs(field)) {
    if (tickable(input)) input.disabled = locked && !input.checked;
    else input.readOnly = locked;
    for (const option of input.options ?? []) option.disabled = locked && !option.selected;
  }
}

// Choices in the order that a seed gives: the same as on the server.
function reorder(one, field) {
  const [seed, names] = one.o;
  const number = value(seed, rowsIn(field));
  const order = shuffledBySeed(names, number === '' ? NaN : Number(number));
  for (const input of inputs(field)) {
    if (input.options) order.forEach(name => input.append(...[...input.options].filter(option => option.value === name)));
  }
  for (const name of order) {
    const label = inputs(field).find(input => tickable(input) && input.value === name)?.closest('label');
    if (label && !label.matches('.aside')) {
      const asides = all('.aside', label.parentNode)[0];
      asides ? asides.before(label) : label.parentNode.append(label);
    }
  }
}

// What else follows the answers, by what a rule says. The server leaves out the rows that no rule of the form needs.
const following = {
  k: (one, field, yes) => setRows(field, yes ? Math.trunc(Number(text(evaluate(one.k, context(field))))) || 0 : 0),
  v: calculate,
  g: calculateWhenTriggered,
  f: filterChoices,
  m: limitTicks,
  o: reorder,
  w: lock,
};

// What a rule reads: every name in its trees; the group around it, since a calculation may not apply.
const namesIn = tree => (Array.isArray(tree) ? tree.flatMap(namesIn) : typeof tree === 'string' ? [tree] : []);
for (const one of rules) one.reads = new Set([one.n, one.p, ...['r', ...Object.keys(following)].flatMap(part => namesIn(one[part]))]);

// Follows the change of one question, or of anything. A group that comes or goes changes what all after it may read.
function refresh(changed) {
  let touched = changed && new Set([changed]);
  for (const one of rules) {
    if (touched && ![...one.reads].some(name => touched.has(name))) continue;
    for (const at of instances(around(one.n))) {
      const field = key(one.n, at);
      const before = calculated.get(field);
      const yes = !one.r || holds(one.r, field);
      const where = place(field);
      if (one.r && where && where.hidden === yes) {
        where.hidden = !yes;
        where.matches('.q') ? touched?.add(one.n) : (touched = undefined);
      }
      for (const part in following) if (one[part]) following[part](one, field, yes);
      if (before !== calculated.get(field)) touched?.add(one.n);
    }
    if (one.k || one.f) touched = undefined;
  }
  for (const part in repainting) repainting[part]();
  showBar();
}

// ---- mistakes

// A row in which nothing was filled in yet may stay so: it is not sent.
const excusing = {
  rows: row => row && !all('input, select, textarea', row).some(input => input.type !== 'hidden' && (!tickable(input) || input.checked) && input.value),
};
// A sentence of the form with the values that it names.
const speaking = {
  named: (sentence, field) => sentence.replace(/\$\{ *([\w.-]+) *\}/g, (whole, name) => text(value(name, rowsIn(field)))),
};
const spoken = (sentence, field) => (sentence && speaking.named?.(sentence, field)) ?? sentence;

function mistake(name) {
  const one = ruleOf(name);
  if (!one || !applies(name) || excusing.rows?.(place(name)?.closest('[data-free]'))) return '';
  const text = answer(name);
  if (!chosen(name).length) return one.q && (one.q === true || holds(one.q, name)) ? spoken(one.rm, name) || say.required : '';
  if (!text) return '';
  if (one.t && !/^-?\d+(\.\d+)?$/.test(text)) return say.number;
  if (one.t === 'i' && text.includes('.')) return say.whole;
  if (one.b && (+text < one.b[0] || +text > one.b[1])) return fill(say.between, {low: one.b[0], high: one.b[1]});
  return one.c && !holds(one.c, name, {candidate: text}) ? spoken(one.cm, name) || say.constraint : '';
}

// A line of ours beside a question, after its label and hints: .why for a mistake, .hint for a remark.
function line(name, id, kind, text) {
  let found = byId(id);
  if (!found && text) {
    found = document.createElement('p');
    found.id = id;
    found.className = kind;
    found.setAttribute('role', 'status');
    const heads = all(':scope > legend, :scope > .legend, :scope > .hint, :scope > .why', place(name));
    heads.length ? heads.pop().after(found) : place(name).prepend(found);
  }
  if (found) {
    found.textContent = text;
    found.hidden = !text;
  }
}
const remark = (name, text) => line(name, 'r-' + name, 'hint', text);

function tell(name, text) {
  const where = place(name);
  if (!where?.matches('.q')) return;
  line(name, 'w-' + name, 'why', text);
  where.classList.toggle('invalid', !!text);
  const described = [byId('h-' + name) && 'h-' + name, text && 'w-' + name].filter(Boolean).join(' ');
  const field = where.matches('fieldset') ? where : byId('i-' + name);
  if (!field) return;
  described ? field.setAttribute('aria-describedby', described) : field.removeAttribute('aria-describedby');
  if (field !== where) text ? field.setAttribute('aria-invalid', 'true') : field.removeAttribute('aria-invalid');
}

const questions = within => all('.q', within).map(one => one.id.slice(2));

// Tells every mistake of these questions; the first question at fault, or undefined.
function check(names) {
  return names.filter(name => {
    const text = mistake(name);
    tell(name, text);
    return text;
  })[0];
}

function goTo(name) {
  show(place(name).closest('section'));
  const field = inputs(name).find(input => !input.disabled && input.offsetParent) ?? all('button', place(name))[0];
  field?.focus();
  place(name).scrollIntoView({block: 'start'});
}

// ---- a choice that excludes others; a refusal beside an answer

function settle(input) {
  const name = input.name;
  const alone = ['refused', ...(ruleOf(name)?.x ?? [])];
  const lonely = tickable(input) && alone.includes(input.value);
  if (tickable(input) ? !input.checked || input.type === 'radio' : !input.value) return;
  for (const other of inputs(name)) {
    if (other === input) continue;
    if (tickable(other)) {
      if (lonely || alone.includes(other.value)) other.checked = false;
    } else if (lonely) other.value = '';
  }
}

// ---- a rank as taps in order

function makeTaps(field) {
  const menus = all('select', field);
  const taps = document.createElement('div');
  taps.className = 'taps';
  for (const option of menus[0].options) {
    if (!option.value) continue;
    const tap = document.createElement('button');
    tap.type = 'button';
    tap.value = option.value;
    if (option.lang) tap.lang = option.lang;
    tap.append(document.createElement('b'), option.text);
    tap.onclick = () => {
      let order = answer(menus[0].name).split(' ').filter(Boolean);
      const full = order.length === menus.length;
      if (order.includes(tap.value)) order = order.filter(value => value !== tap.value);
      else if (!full) order.push(tap.value);
      put(menus[0].name, order);
      menus[0].dispatchEvent(new Event('change', {bubbles: true}));
    };
    taps.append(tap);
  }
  all('.place', field).forEach(one => (one.hidden = true));
  all('.place', field)[0].before(taps);
}

function paintTaps(field) {
  const menus = all('select', field);
  const order = answer(menus[0].name).split(' ');
  const full = order.length === menus.length;
  for (const tap of all('.taps button', field)) {
    const at = order.indexOf(tap.value);
    tap.setAttribute('aria-pressed', at >= 0);
    tap.firstChild.textContent = at >= 0 ? at + 1 : '';
  }
  remark(menus[0].name, full ? fill(say.most, {most: menus.length}) : '');
}

// ---- rows of a repeat

const most = 50;
// An element and everything in it, also in the models of rows within.
const deep = node => [node, ...[...node.querySelectorAll('*')].flatMap(one => [one, ...[...(one.content?.children ?? [])].flatMap(deep)])];

// A new row made from the model beside the rows, with its defaults.
function addRow(repeat) {
  const rows = byId('rows-' + repeat);
  const at = rows.children.length;
  if (at >= most) return remark(repeat, fill(say.no_room, {most}));
  const level = rowsIn(repeat).length;
  rows.insertAdjacentHTML('beforeend', rows.nextElementSibling.innerHTML.replaceAll(':@' + level, ':' + at).replace('@n', at + 1));
  inputs(repeat)[0].value = at + 1;
  const row = rows.lastElementChild;
  for (const part in starting) starting[part](row);
  for (const one of rules) {
    if (!one.d || one.e.at(-1) !== nameIn(repeat)) continue;
    const field = key(one.n, [...rowsIn(repeat), at]);
    enter(field, text(evaluate(one.d, context(field))));
  }
  return row;
}

// Gives the elements of a row the index that is theirs now.
function number(row, level, index) {
  const at = new RegExp(`((?:^|\\s)[+-]?[\\w.-]+(?::[^:\\s]+){${level}}):\\d+`, 'g');
  row.querySelector('legend b').textContent = index + 1;
  for (const one of deep(row)) {
    for (const attribute of ['name', 'id', 'for', 'aria-describedby', 'data-group', 'data-v', ...(one.tagName === 'BUTTON' ? ['value'] : [])])
      if (one.hasAttribute(attribute)) one.setAttribute(attribute, one.getAttribute(attribute).replace(at, `$1:${index}`));
  }
}

function removeRow(repeat, index) {
  const rows = byId('rows-' + repeat);
  rows.children[index].remove();
  [...rows.children].forEach((row, i) => number(row, rowsIn(repeat).length, i));
  inputs(repeat)[0].value = rows.children.length;
  remark(repeat, '');
}

// As many rows as the form counts now.
function setRows(repeat, count) {
  const rows = rowsOf(repeat);
  while (rows.length < Math.min(count, most)) addRow(repeat);
  while (rows.length > Math.max(count, 0)) removeRow(repeat, rows.length - 1);
}

// A button that adds or removes a row: here, without the server.
function changeRows(event) {
  const asked = event.target.closest('button')?.value ?? '';
  if (!/^[+-]/.test(asked)) return;
  event.preventDefault();
  const [, repeat, index] = /^(?:\+(.*)|-(.*):\d+)$/.exec(asked);
  let row = repeat && addRow(repeat);
  const of = repeat ?? index;
  if (!repeat) {
    const gone = +asked.split(':').at(-1);
    removeRow(of, gone);
    row = rowsOf(of)[gone] ?? rowsOf(of)[gone - 1];
  }
  refresh();
  save();
  (row ? all('input:not([type=hidden]), select, textarea, button', row)[0] : all('.more', place(of))[0])?.focus();
}

// ---- values named in labels

function nameValues() {
  for (const one of all('[data-v]')) {
    const said = text(value(nameIn(one.dataset.v), rowsIn(one.dataset.v)));
    if (one.textContent !== said) one.textContent = said;
  }
}

// ---- a long menu with a field to search it

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function makeFilter(menu) {
  const groups = [...menu.children];
  const options = [...menu.options];
  const search = document.createElement('input');
  const count = document.createElement('p');
  search.type = 'search';
  search.placeholder = menu.dataset.filter;
  search.setAttribute('aria-label', menu.dataset.filter);
  count.className = 'hint';
  count.setAttribute('role', 'status');
  const home = new Map(options.map(option => [option, option.parentNode]));
  search.oninput = () => {
    const wanted = plain(search.value.trim());
    const found = options.filter(option => option.value && plain(option.text + ' ' + (home.get(option).label ?? '')).includes(wanted));
    const value = menu.value;
    for (const [option, parent] of home) if (parent !== menu) parent.append(option);
    menu.replaceChildren(...(wanted ? [options[0], ...found] : groups));
    if (wanted && found.length === 1) found[0].selected = true;
    else if (found.some(option => option.value === value)) menu.value = value;
    count.textContent = wanted ? fill(say.matches, {count: found.length}) : '';
    menu.dispatchEvent(new Event('change', {bubbles: true}));
  };
  search.onkeydown = event => event.key === 'Enter' && (event.preventDefault(), menu.focus());
  menu.before(search, count);
}

// ---- steps

const sections = all('section');
const steps = () => sections.filter(one => !one.hidden && all('.q, .say, .repeat', one).some(item => !item.closest('[hidden]')));
const undecided = () => consent && !answer(consent[0]);
let current;
let depth = 0;

function showBar() {
  const list = steps();
  const at = list.indexOf(current);
  const last = at === list.length - 1 && !undecided();
  byId('previous').hidden = at <= 0;
  byId('next').hidden = last;
  byId('send').hidden = !last;
  byId('send').textContent = consent && !undecided() && !agreed() ? say.end : byId('send').dataset.say;
  const bar = byId('progress');
  const share = undecided() ? 0 : Math.round(100 * at / list.length);
  bar.hidden = list.length < 2;
  bar.setAttribute('aria-valuenow', share);
  bar.setAttribute('aria-valuetext', fill(say.step_of, {step: at + 1, steps: list.length}));
  bar.firstChild.style.width = share + '%';
}

function show(section, move) {
  current = section;
  // Who asks and why stands before the first questions; afterwards it waits below, folded.
  const about = byId('about');
  if (about && section !== sections[0] && !byId('foot').contains(about)) {
    about.open = false;
    byId('foot').append(about);
  }
  for (const one of sections) one.classList.toggle('on', one === section);
  own('etape').value = sections.indexOf(section);
  showBar();
  if (!move) return;
  scrollTo(0, 0);
  all('h1', section)[0].focus({preventScroll: true});
}

function next() {
  const wrong = check(questions(current));
  if (wrong) return goTo(wrong);
  const list = steps();
  const to = list[list.indexOf(current) + 1];
  if (!to) return;
  history.pushState({section: sections.indexOf(to), depth: ++depth}, '');
  show(to, true);
  save();
}

function previous() {
  if (depth > 0) return history.back();
  const list = steps();
  show(list[Math.max(0, list.indexOf(current) - 1)], true);
}

addEventListener('popstate', event => {
  depth = event.state?.depth ?? 0;
  const to = sections[event.state?.section ?? 0];
  show(steps().includes(to) ? to : steps()[0], true);
});

// ---- the draft, on this device only, and only once the person agreed

const agreed = () => consent && answer(consent[0]) === consent[1];
const shelf = form.dataset.draft;

function save() {
  if (!shelf) return;
  try {
    if (!agreed()) return localStorage.removeItem(shelf);
    const values = [...new FormData(form)].filter(([name, value]) => name[0] !== ':' && value);
    localStorage.setItem(shelf, JSON.stringify({id: own('id').value, started: own('debut').value, step: own('etape').value, values}));
  } catch {
    // A full or forbidden shelf: the page goes on without a draft.
  }
}

function restore(values) {
  for (const part in restoring) restoring[part](values);
  for (const [name] of values) put(name, values.filter(([other]) => other === name).map(([, value]) => value));
}

function bringBack() {
  const draft = !shelf || form.dataset.fresh === undefined ? null : JSON.parse(localStorage.getItem(shelf));
  if (!draft) return;
  restore(draft.values);
  own('id').value = draft.id;
  own('debut').value = draft.started;
  own('etape').value = draft.step;
  byId('draft').hidden = false;
  all('button', byId('draft'))[0].onclick = () => {
    localStorage.removeItem(shelf);
    location.assign(location.pathname + location.search);
  };
}

// ---- the way out: nothing on screen, nothing on the device, nothing to go back to in this visit

function leave(event) {
  event.preventDefault();
  document.body.hidden = true;
  try {
    localStorage.removeItem(shelf);
  } catch {
    // Then nothing was kept either.
  }
  form.reset();
  if (!depth) return leaving();
  addEventListener('popstate', leaving);
  history.go(-depth);
}

// ---- an interviewer's tablet

// The app around the page keeps the draft and takes the answers (tablet/interview.js). Its page waits on the tablet for days: what it begins
// with is made when an interview begins.
function joinInterview() {
  const {begun, prefill, join} = globalThis.interview;
  for (const one of begun ? [] : rules) if (one.d && !one.e) enter(one.n, text(evaluate(one.d, context(one.n))));
  restore(begun?.entries ?? prefill);
  if (begun) {
    own('etape').value = begun.step;
    own('debut').value = begun.started;
  }
  join({check, goTo, questions, steps, show, at: () => current});
}

// ---- start

// Widgets that only some questionnaires have.
const starting = {
  rank: (within = document) => all('.rank', within).forEach(makeTaps),
  exit: () => byId('exit') && (byId('exit').onclick = leave),
  menu: (within = document) => all('select[data-filter]', within).forEach(makeFilter),
  interview: row => row || joinInterview(),
};
const leaving = () => location.replace(byId('exit').href);
// What a trigger fires may stand before it, when the trigger is calculated: all is visited once more.
let second = false;
let settled = false;
const repainting = {
  g: () => {
    second = !second;
    if (second) refresh();
    settled = true;
  },
  rank: () => all('.rank').forEach(paintTaps),
  named: () => nameValues(),
};
const listening = {
  rows: event => changeRows(event),
};
const restoring = {
  rows: values => values.filter(([name]) => byId('rows-' + name)).forEach(([name, count]) => setRows(name, +count)),
};
let sent = false;

function submit(event) {
  if (/^langue:|^(suivre|garder)$/.test(event.submitter?.value)) return;
  if (sent || byId('send').hidden) {
    event.preventDefault();
    if (!sent) next();
    return;
  }
  const wrong = check(steps().flatMap(questions));
  byId('offline').hidden = navigator.onLine !== false;
  if (wrong || navigator.onLine === false) {
    event.preventDefault();
    if (wrong) goTo(wrong);
    return;
  }
  sent = true;
  byId('send').textContent = say.sending;
}

function changed(event) {
  const {name} = event.target;
  if (!name) return;
  own('debut').value ||= new Date().toISOString();
  settle(event.target);
  refresh(nameIn(name));
  if (chosen(name).length || place(name)?.matches('.invalid')) tell(name, mistake(name));
  save();
}

function typed(event) {
  const {name} = event.target;
  if (name && !tickable(event.target)) settle(event.target);
  if (name && place(name)?.matches('.invalid')) tell(name, mistake(name));
}

function start() {
  byId('send').dataset.say = byId('send').textContent;
  for (const key in starting) starting[key]();
  try {
    bringBack();
  } catch {
    // A draft that cannot be read is no draft.
  }
  current = sections[0];
  document.body.classList.add('js');
  refresh();
  const wrong = all('.q.invalid')[0];
  const wanted = sections[own('etape').value];
  show(wrong ? wrong.closest('section') : steps().includes(wanted) ? wanted : steps()[0]);
  depth = history.state?.depth ?? 0;
  history.replaceState({section: sections.indexOf(current), depth}, '');
  form.addEventListener('change', changed);
  form.addEventListener('input', typed);
  form.addEventListener('submit', submit);
  for (const part in listening) form.addEventListener('click', listening[part]);
  byId('next').onclick = next;
  byId('previous').onclick = previous;
  addEventListener('pageshow', () => {
    sent = false;
    refresh();
  });
  byId('summary')?.focus();
}

// Whatever happens here, the page stays whole: without the script's class everything shows.
try {
  start();
} catch (fault) {
  document.body.classList.remove('js');
  all('[hidden]').forEach(one => one.matches('section, .q, .place') && (one.hidden = false));
  byId('send').hidden = false;
  console.error(fault);
}
