// Before the first screen of work: enrolment by the address of a QR code, the choice of a PIN, the PIN asked.
import {shortestPin} from './vault.js';
import {enrol} from './server.js';
import {byId, say, show} from './words.js';

// The one-time token of the address, taken out of it at once: no history, bookmark or screenshot keeps it.
export function tokenInAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('enrol');
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

// Resolves when the tablet has its key. Without a token the screen says where to get one.
export async function enrolment(tablet, token) {
  show('enrol');
  byId('enrol-go').hidden = !token;
  for (;;) {
    byId('enrol-said').textContent = token ? say('enrolling') : '';
    const told = token ? await enrol(token) : {stopped: ''};
    if (!told.stopped && token) return tablet.enrolled(told);
    if (token) byId('enrol-said').textContent = say('enrol_' + (['offline', 'expired'].includes(told.stopped) ? told.stopped : 'failed'));
    byId('enrol-go').hidden = !token || told.stopped === 'expired';
    await new Promise(again => (byId('enrol-go').onclick = again));
  }
}

const submitted = form => new Promise(done => (form.onsubmit = event => (event.preventDefault(), done())));

export async function choosePin(tablet) {
  show('pin');
  const [first, second] = [byId('pin-first'), byId('pin-second')];
  const said = byId('pin-said');
  first.value = second.value = said.textContent = '';
  for (;;) {
    await submitted(byId('pin-form'));
    const wrong = !/^\d+$/.test(first.value) || first.value.length < shortestPin ? 'pin_short' : /^(\d)\1+$|^0?123456/.test(first.value) ? 'pin_easy' : first.value !== second.value ? 'pin_differ' : '';
    if (!wrong) break;
    said.textContent = say(wrong);
    first.focus();
  }
  await tablet.choosePin(first.value);
  first.value = second.value = '';
}

// Resolves once the PIN was right, or a new one was chosen.
export async function askPin(tablet) {
  show('locked');
  byId('forgot').open = false;
  const field = byId('pin');
  const forgotten = new Promise(done => (byId('forget').onclick = () => confirm(say('forget_ask')) && done('forgotten')));
  for (;;) {
    await waitBefore(tablet);
    field.focus();
    if (await Promise.race([submitted(byId('locked-form')), forgotten]) === 'forgotten') {
      await tablet.forgetPin();
      return choosePin(tablet);
    }
    byId('locked-said').textContent = say('pin_trying');
    const right = await tablet.open(field.value);
    field.value = '';
    byId('locked-said').textContent = right ? '' : say('pin_wrong');
    if (right) return;
  }
}

async function waitBefore(tablet) {
  let seconds = await tablet.wait();
  const controls = [byId('pin'), byId('locked-go')];
  controls.forEach(one => (one.disabled = seconds > 0));
  const until = performance.now() + seconds * 1000;
  while ((seconds = Math.ceil((until - performance.now()) / 1000)) > 0) {
    byId('locked-said').textContent = say('pin_wait', {count: seconds});
    await new Promise(done => setTimeout(done, 1000));
  }
  controls.forEach(one => (one.disabled = false));
}
