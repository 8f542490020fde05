// Sections as steps, one on the screen.
import {all, byId, consent, fill, own, say} from './page.js';
import {answer} from './answers.js';
import {check, goTo, questions} from './mistakes.js';
import {agreed, save} from './draft.js';
export {current, depth, next, previous, sections, show, showBar, steps};

const sections = all('section');
const steps = () => sections.filter(one => !one.hidden && all('.q, .say, .repeat', one).some(item => !item.closest('[hidden]')));
const undecided = () => consent && !answer(consent[0]);
let current = sections[0];
let depth = history.state?.depth ?? 0;

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
