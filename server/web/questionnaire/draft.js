// The draft, on this device only, and only once the person agreed; and what takes it away at once.
import {all, byId, consent, form, own} from './page.js';
import {answer, put} from './answers.js';
import {depth} from './steps.js';
import {leaving, restoring} from './start.js';
export {agreed, bringBack, leave, restore, save};

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

// The way out: nothing on screen, nothing on the device, nothing to go back to in this visit.
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
