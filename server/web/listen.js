// Listening: each question and choice with a recording has its button; one button at the top plays them in turn, stops when an answer is
// tapped, and goes on. Knows the page by its elements alone; without this script each recording has the browser's own controls. Nothing
// is loaded before it is played.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = JSON.parse(document.getElementById('listening').textContent);
const top = document.getElementById('listen');
const form = document.getElementById('q');
const units = '.q, .say, .grid-of';
// The way on, and the last button: the page's, or those of who answers alone on an interviewer's tablet.
const forward = '#next, #hand-on:not(.last)', last = '#send, #hand-on';
const isShown = one => one.getClientRects().length > 0;
const unitOf = one => one.closest(units);
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

let sounding = null;  // the recording that plays
let release = null;   // tells who waits for its end
let turn = 0;         // counts interruptions: who waited for an older one stops
let unit = null;      // the question that is being heard; null outside the mode

// What a recording is the voice of: a choice's label, or the whole question.
const voiced = audio => audio.dataset.voice !== undefined ? audio.previousElementSibling : unitOf(audio);

function hush() {
  turn++;
  sounding?.pause();
  release?.(false);
}

// Plays to its end; false when it was stopped. One that can't be had (no network) is passed over.
function play(audio) {
  hush();
  const mine = turn;
  const shows = on => {
    voiced(audio).classList.toggle('heard', on);
    audio.button.setAttribute('aria-pressed', on);
  };
  sounding = audio;
  shows(true);
  return new Promise(done => {
    const over = good => {
      if (release !== over) return;
      release = sounding = null;
      shows(false);
      done(good && mine === turn);
    };
    release = over;
    audio.onended = () => over(true);
    audio.onerror = () => over(true);
    audio.currentTime = 0;
    audio.play().catch(fault => over(fault.name === 'NotSupportedError'));
  });
}

const recordings = of => all('audio', of).filter(audio => unitOf(audio) === of && isShown(voiced(audio)));

// ---- one button a recording

function makeButton(audio) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'hear';
  button.textContent = '▶';
  button.setAttribute('aria-label', audio.getAttribute('aria-label'));
  button.setAttribute('aria-pressed', 'false');
  button.onclick = () => (sounding === audio ? hush() : play(audio));
  audio.button = button;
  audio.controls = false;
  audio.after(button);
  if (audio.dataset.voice === undefined) return;
  const row = document.createElement('div');
  const label = audio.previousElementSibling;
  row.className = 'voiced';
  label.before(row);
  row.append(label, audio, button);
}

// ---- the mode

const inOrder = () => all(units, form).filter(one => isShown(one) && recordings(one).length);
const part = () => all('section', form).find(isShown);

async function hear(one) {
  hush();
  unit = one;
  one.scrollIntoView({block: 'start', behavior: calm ? 'auto' : 'smooth'});
  for (const audio of recordings(one)) if (!(await play(audio))) return;
  if (one.matches('.say, .grid-of')) onward();
}

// The question after this one; then the next part of the questionnaire; at the end the button that sends.
function onward() {
  const list = inOrder();
  const next = unit && list.find(one => unit.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (next) return hear(next);
  const step = all(forward).find(isShown);
  if (step) {
    const before = part();
    step.click();
    const stuck = all('.q.invalid', form).find(isShown) ?? unit;
    if (part() === before) return stuck && hear(stuck);
    const [first] = inOrder();
    return first ? hear(first) : stopMode();
  }
  stopMode();
  const send = all(last).find(isShown);
  send.classList.add('heard');
  send.focus();
}

function startMode() {
  document.body.classList.add('listening');
  top.setAttribute('aria-pressed', 'true');
  top.lastElementChild.textContent = words.stop;
  const [first] = inOrder();
  if (first) hear(first);
  else onward();
}

function stopMode() {
  hush();
  unit = null;
  if (document.activeElement?.closest('.hearing')) top.focus();
  document.body.classList.remove('listening');
  top.setAttribute('aria-pressed', 'false');
  top.lastElementChild.textContent = words.all;
}

function makeBar() {
  const bar = document.createElement('div');
  bar.className = 'hearing';
  for (const [sign, name, act] of [['■', words.stop, stopMode], ['↻', words.again, () => unit && hear(unit)], ['»', words.on, onward]]) {
    const button = document.createElement('button');
    const mark = document.createElement('b');
    button.type = 'button';
    mark.textContent = sign;
    mark.setAttribute('aria-hidden', 'true');
    button.append(mark, ' ' + name);
    button.onclick = act;
    bar.append(button);
  }
  form.append(bar);
}

// An answer stops the voice; one that is complete with a tap leads on, after a moment in which it is seen.
const moment = 700;

function answered(event) {
  if (unit === null || !event.target.name) return sounding && hush();
  hush();
  const mine = turn;
  const own = unitOf(event.target);
  if (own) unit = own;
  if (event.target.type === 'radio') setTimeout(() => mine === turn && unit === own && onward(), moment);
}

all('audio', form).forEach(makeButton);
makeBar();
words.all = top.lastElementChild.textContent;
top.parentNode.hidden = false;
top.onclick = () => (unit === null ? startMode() : stopMode());
form.addEventListener('pointerdown', event => event.target.closest('label, input, select, textarea') && sounding && hush());
form.addEventListener('change', answered);
form.addEventListener('play', event => event.target.matches('video') && hush(), true);
addEventListener('keydown', event => event.key === 'Escape' && (unit === null ? hush() : stopMode()));
addEventListener('pagehide', hush);
