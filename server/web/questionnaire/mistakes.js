// Mistakes, told beside their question.
import {all, applies, byId, fill, inputs, place, ruleOf, say} from './page.js';
import {answer, chosen, holds, tickable} from './answers.js';
import {spoken} from './labels.js';
import {show} from './steps.js';
export {check, goTo, mistake, questions, remark, tell};

// A row in which nothing was filled in yet may stay so: it is not sent.
const excusing = {
  rows: row => row && !all('input, select, textarea', row).some(input => input.type !== 'hidden' && (!tickable(input) || input.checked) && input.value),
};
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
