// Rows of a repeat.
import {evaluate, text} from '../expression.js';
import {all, byId, fill, inputs, key, nameIn, place, rowsIn, rowsOf, rules, say} from './page.js';
import {context, enter} from './answers.js';
import {refresh} from './following.js';
import {remark} from './mistakes.js';
import {save} from './draft.js';
import {starting} from './start.js';
export {changeRows, setRows};

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
