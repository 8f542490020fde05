// Stands in the page of a questionnaire on an interviewer's tablet, between the residents' script (web/questionnaire) and the app around the
// frame (conduct.js). Runs before the residents' script, which calls `globalThis.interview.join` when it starts. What the app gives, on its
// own window as `conducting`:
//   begun     {entries, step, started, given, handed} of a draft, or undefined; prefill: entries that a fresh page begins with
//   sheet     entries of the field sheet: expressions read them, and they go with the answers
//   order(question, names)  the order of choices that this person sees
//   words     sentences, by key; handedWords: those that the person reads, in the page's language
//   changed(state), finished(state), language(tag, state), handed(yes)
//   joined(document), where the app has one: the page is ready, and the app puts into it what needs the device (devices.js)
const app = parent !== window ? parent.conducting : undefined;
const form = document.getElementById('q');
const byId = id => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const own = name => document.getElementsByName(':' + name)[0];
const shown = element => !element.closest('[hidden]');
const nameOf = element => element.id.slice(2).split(':')[0];

let page;  // what the residents' script lets us use

// ---- what is in the page now

const given = new Set(app?.begun?.given);  // ids of elements whose answers the person gave alone: nobody looks at them again
let handed = false;

const {consent, say} = JSON.parse(byId('rules').textContent);

function state() {
  const entries = [...new FormData(form)].filter(([name, value]) => name[0] !== ':' && typeof value === 'string' && value !== '');
  return {
    entries, agreed: !consent || entries.some(([name, value]) => name === consent[0] && value === consent[1]),
    step: own('etape').value, started: own('debut').value, given: [...given], handed,
    // Choices of a field sheet in words, for the app's heading.
    said: form.dataset.sheet === undefined ? [] : all('input:checked, option:checked', form).filter(one => one.value).map(one => (one.closest('label') ?? one).textContent.trim()),
  };
}

let typing;
function tell() {
  clearTimeout(typing);
  app.changed(state());
}
// A long text is saved while it is written.
function tellSoon() {
  clearTimeout(typing);
  typing = setTimeout(tell, 400);
}

function finish() {
  const wrong = page.check(page.steps().flatMap(page.questions));
  if (wrong) return page.goTo(wrong);
  clearTimeout(typing);
  app.finished(state());
}

// Every way of sending ends here: nothing leaves this page but through the app.
function submit(event) {
  const asked = event.submitter?.value ?? '';
  if (!asked.startsWith('langue:') && !handed && byId('send').hidden) return;  // the residents' script goes to the next step
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asked.startsWith('langue:')) app.language(asked.slice(7), state());
  else if (handed) goOn();
  else finish();
}

// ---- questions that the person answers alone

const look = new CSSStyleSheet();
look.replaceSync(`
.handed .top div, .handed .progress, .handed #q > .bar, .handed #foot, .handed section:not(.run), .handed .elsewhere, .given, .done main, .done .top { display: none !important }
.hand { border: 2px solid var(--brand); border-radius: var(--radius); padding: .8rem var(--gap); margin: 0 0 1.6rem; background: var(--brand-soft) }
.handbar { position: fixed; z-index: 3; inset-inline: 0; bottom: 0; background: var(--paper); border-top: 1px solid var(--line); padding: .7rem max(var(--gap), calc(50% - 19rem)); display: flex; gap: .8rem; justify-content: space-between }
.handbar .main { margin-inline-start: auto } .back { text-align: center; padding-top: 22vh; font-size: 1.3rem }`);

const sensitive = new Set((form.dataset.sensitive ?? '').split(' ').filter(Boolean));
const sensitiveIn = within => {
  const found = all('[id^="q-"]', within).filter(one => sensitive.has(nameOf(one)));
  return found.filter(one => !found.some(other => other !== one && other.contains(one)));
};
const waitingIn = section => sensitiveIn(section).filter(one => shown(one) && !given.has(one.id));
const onlySensitive = section => all('.q', section).filter(shown).every(one => sensitiveIn(section).some(other => other.contains(one)));

function element(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), {textContent: text, ...properties});
}

// What stands in front of them, for whoever holds the tablet.
function offer() {
  const section = page.at();
  const waiting = section ? waitingIn(section) : [];
  let panel = all('.hand', section)[0];
  if (!panel && waiting.length) {
    panel = element('div', '', {className: 'hand elsewhere', lang: 'fr', dir: 'ltr'});
    panel.append(element('p', app.words.hand_offer), element('button', app.words.hand_give, {type: 'button', className: 'main', onclick: hand}));
  }
  if (panel && waiting.length) waiting[0].before(panel);
  if (panel) panel.hidden = !waiting.length;
}

// One line stands for all that a step hides: how many there are would tell what was answered to the first.
function coverIn(section) {
  const hiddenOnes = sensitiveIn(section).filter(one => given.has(one.id));
  for (const one of hiddenOnes) one.classList.add('given');
  if (!hiddenOnes.length || all('.cover', section)[0]) return;
  const line = element('div', '', {className: 'cover say', lang: 'fr', dir: 'ltr'});
  line.append(element('p', app.words.hand_covered), element('button', app.words.hand_again, {type: 'button', className: 'quiet', onclick: () => startAgain(section)}));
  hiddenOnes[0].before(line);
}

// Asked again from nothing: what was said stays unseen.
function startAgain(section) {
  if (!confirm(app.words.hand_again_ask)) return;
  all('.cover', section)[0].remove();
  for (const one of all('.given', section)) {
    const inputs = all('input, select, textarea', one).filter(input => input.type !== 'hidden');
    for (const input of inputs) input.type === 'radio' || input.type === 'checkbox' ? (input.checked = false) : (input.value = '');
    given.delete(one.id);
    one.classList.remove('given');
    inputs.forEach(input => input.dispatchEvent(new Event('change', {bubbles: true})));
  }
  offer();
}

let run = [];  // the steps that the person goes through alone

// This step, and those after it that hold nothing else.
function hand() {
  const steps = page.steps();
  const first = steps.indexOf(page.at());
  const end = steps.findIndex((step, at) => at > first && !(waitingIn(step).length && onlySensitive(step)));
  run = steps.slice(first, end < 0 ? steps.length : end);
  handed = true;
  app.handed(true);
  for (const section of run) {
    section.classList.add('run');
    const kept = sensitiveIn(section);
    for (const one of all('.q, .say:not(.intro), .repeat, .grid-of, h2, details', section))
      one.classList.toggle('elsewhere', !kept.some(other => other.contains(one) || one.contains(other)));
  }
  document.body.classList.add('handed');
  all('h1', run[0])[0].after(element('p', app.handedWords.intro, {className: 'say intro'}));
  document.body.append(handBar());
  showHanded(run[0]);
  tell();
}

function handBar() {
  const bar = element('div', '', {className: 'handbar'});
  bar.append(element('button', byId('previous').textContent, {type: 'button', id: 'hand-back', onclick: () => showHanded(run[run.indexOf(page.at()) - 1])}));
  bar.append(element('button', '', {type: 'button', id: 'hand-on', className: 'main', onclick: goOn}));
  return bar;
}

function showHanded(section) {
  page.show(section, true);
  const at = run.indexOf(section);
  byId('hand-back').hidden = at <= 0;
  const isLast = at === run.length - 1;
  byId('hand-on').textContent = isLast ? app.handedWords.done : byId('next').textContent;
  byId('hand-on').classList.toggle('last', isLast);
}

// The person is through with this step: the next of theirs, or the end.
function goOn() {
  const names = sensitiveIn(page.at()).flatMap(one => (one.matches('.q') ? [one] : all('.q', one))).filter(shown).map(one => one.id.slice(2));
  const wrong = page.check(names);
  if (wrong) return page.goTo(wrong);
  const next = run[run.indexOf(page.at()) + 1];
  if (next) return showHanded(next);
  for (const section of run) {
    waitingIn(section).forEach(one => given.add(one.id));
    coverIn(section);
  }
  all('.handbar')[0].remove();
  if (document.body.classList.contains('listening')) byId('listen').click();
  document.body.classList.add('done');
  const thanks = element('div', '', {className: 'back'});
  thanks.append(element('p', app.handedWords.thanks), element('button', app.words.hand_go_on, {type: 'button', className: 'main', lang: 'fr', onclick: takeBack}));
  document.body.append(thanks);
  all('button', thanks)[0].focus();
  tell();
}

function takeBack() {
  all('.back, .intro').forEach(one => one.remove());
  document.body.classList.remove('done', 'handed');
  for (const section of run) {
    section.classList.remove('run');
    all('.elsewhere', section).forEach(one => one.matches('.hand') || one.classList.remove('elsewhere'));
  }
  handed = false;
  app.handed(false);
  page.show(run[0], true);
  offer();
  tell();
}

// ---- choices in the order of this person

// What belongs to a choice: its label with its recording, or what stands around both.
function partsOf(input) {
  const label = input.closest('label');
  const parts = [label.closest('.more') ?? label];
  for (let next = parts[0].nextElementSibling; next?.matches('audio'); next = next.nextElementSibling) parts.push(next);
  return parts;
}

// Each group of neighbours is put in order where it stands: choices apart (".aside") stay apart, options stay in their commune.
function putInOrder(question, names) {
  const options = all('option', question).filter(one => names.includes(one.value));
  const inputs = all('.choice input', question).filter(one => names.includes(one.value));
  const groups = new Map();
  for (const one of [...options, ...inputs]) {
    const parts = one.matches('option') ? [one] : partsOf(one);
    const group = one.matches('option') ? one.parentNode : one.closest('label').classList.contains('aside');
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([names.indexOf(one.value), parts]);
  }
  for (const members of groups.values()) {
    const place = document.createComment('');
    members[0][1][0].before(place);
    for (const [, parts] of members.sort(([a], [b]) => a - b)) place.before(...parts);
    place.remove();
  }
}

// Also in the models of rows to come.
const everywhere = within => [...all('[id^="q-"]', within), ...all('template', within).flatMap(one => everywhere(one.content))];

function order() {
  for (const [name, names] of Object.entries(JSON.parse(form.dataset.orders ?? '{}'))) {
    const own = app.order(name, names);
    everywhere(form).filter(one => nameOf(one) === name).forEach(one => putInOrder(one, own));
  }
}

// ---- start

function addSheet() {
  const names = new Set(app.sheet.map(([name]) => name));
  all('input[type=hidden]', form).filter(one => names.has(one.name)).forEach(one => one.remove());
  for (const [name, value] of app.sheet) form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
}

function join(script) {
  page = script;
  document.adoptedStyleSheets = [look];
  document.addEventListener('change', () => (offer(), tell()));
  document.addEventListener('input', tellSoon);
  document.addEventListener('click', event => event.target.closest('button') && setTimeout(() => page.at() && (offer(), tell())));
  addEventListener('popstate', () => setTimeout(() => (handed && !document.body.matches('.done') && !run.includes(page.at()) ? showHanded(run[0]) : offer())));
  addEventListener('pagehide', () => app.changed(state()));
  all('section').forEach(coverIn);
  app.joined?.(document);
  setTimeout(() => {
    offer();
    if (app.begun?.handed && waitingIn(page.at()).length) hand();
  });
}

if (app) {
  for (const one of all('#exit, [value=garder]')) (one.closest('nav, p') ?? one).remove();
  byId('send').textContent = say.end;
  if (app.order) order();
  // The field sheet is the interviewer's own: it has no other language to go to.
  if (form.dataset.sheet === undefined) addSheet();
  else all('.top nav').forEach(one => one.remove());
  document.addEventListener('submit', submit, true);
}
globalThis.interview = {begun: app?.begun, prefill: app?.prefill ?? [], join: app ? join : () => {}};
