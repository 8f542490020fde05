// Widgets that only some questionnaires have, what people do on the page, and its beginning.
import {all, byId, form, nameIn, own, place, say} from './page.js';
import {chosen, tickable, settle} from './answers.js';
import {nameValues} from './labels.js';
import {refresh} from './following.js';
import {check, goTo, mistake, questions, tell} from './mistakes.js';
import {makeTaps, paintTaps} from './rank.js';
import {changeRows, setRows} from './rows.js';
import {makeFilter} from './menu.js';
import {current, depth, next, previous, sections, show, steps} from './steps.js';
import {bringBack, leave, save} from './draft.js';
import {joinInterview} from './interview.js';
export {leaving, repainting, restoring, settled, starting};

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
  const away = navigator.onLine === false;
  const aside = /^langue:|^(suivre|garder)$/.test(event.submitter?.value);
  if (aside && !away) return;
  if (!aside && (sent || byId('send').hidden)) {
    event.preventDefault();
    if (!sent) next();
    return;
  }
  const wrong = !aside && check(steps().flatMap(questions));
  byId('offline').hidden = !away;
  if (wrong || away) {
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
  document.body.classList.add('js');
  refresh();
  const wrong = all('.q.invalid')[0];
  const wanted = sections[own('etape').value];
  show(wrong ? wrong.closest('section') : steps().includes(wanted) ? wanted : steps()[0]);
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
