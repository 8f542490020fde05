// What the fields hold, as expressions read it, and what is put into them.
import {test} from '../expression.js';
import {applies, around, inputs, instances, key, lists, nameIn, rowsIn, rule, ruleOf} from './page.js';
import {labelling} from './labels.js';
export {answer, calculated, chosen, context, enter, holds, put, read, settle, tickable, value};

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

// A choice that excludes others; a refusal beside an answer.
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
