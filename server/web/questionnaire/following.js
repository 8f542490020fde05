// What follows the answers: what applies, calculations, choices that are left.
import {evaluate, text} from '../expression.js';
import {shuffledBySeed} from '../expression_more.js';
import {all, applies, around, fill, inputs, instances, key, place, rowsIn, rules, say} from './page.js';
import {calculated, chosen, context, enter, holds, read, tickable, value} from './answers.js';
import {remark} from './mistakes.js';
import {setRows} from './rows.js';
import {showBar} from './steps.js';
import {repainting, settled} from './start.js';
export {refresh};

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
