// An interviewer's tablet: the app around the page keeps the draft and takes the answers (tablet/interview.js). Its page waits on the tablet for
// days: what it begins with is made when an interview begins.
import {evaluate, text} from '../expression.js';
import {own, rules} from './page.js';
import {context, enter} from './answers.js';
import {check, goTo, questions} from './mistakes.js';
import {current, show, steps} from './steps.js';
import {restore} from './draft.js';
export {joinInterview};

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
