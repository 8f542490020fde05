// The app: which screen, and what its buttons do. Loaded by /t, from the browser's own cache when there is no network.
import {enrolment, askPin, choosePin, tokenInAddress} from './entrance.js';
import {paintHome, paintLine, paintMissing} from './home.js';
import * as interviews from './interviews.js';
import {openKept} from './kept.js';
import {InThisTab} from './plain.js';
import {exportQueue, paintQueue} from './queue.js';
import {Tablet} from './tablet.js';
import {byId, say, show, toast} from './words.js';

// How often the server is asked while something waits or it does not answer; every third time when all is well.
const askEveryMs = 20_000;
// Out of sight for so long, the app asks for its PIN again.
const lockAfterMs = 10 * 60_000;
// A refusal that was counted may be taken back for so long.
const undoSeconds = 6;

const secure = isSecureContext && Boolean(globalThis.crypto?.subtle) && 'serviceWorker' in navigator;
let tablet;

// ---- screens

async function home(said) {
  show('home');
  await paintHome(tablet);
  if (said) toast(said);
  send();
}

const repaint = () => {
  const {screen} = document.body.dataset;
  if (screen === 'home') paintHome(tablet);
  else if (screen === 'queue') paintQueue(tablet);
  else if (screen === 'locked') paintLocked();
};

async function paintLocked() {
  const waiting = (await tablet.outbox.waiting()).length;
  byId('locked-waiting').hidden = byId('locked-send').hidden = !waiting;
  byId('locked-waiting').textContent = say('waiting', {count: waiting});
}

async function newInterview() {
  const {campaign} = tablet;
  if (!tablet.sheetIsSet(campaign)) return openSheet(set => (set ? newInterview() : home()));
  if (secure && !campaign.sealing_key) return toast(say('no_key'), null, 12);
  if (tablet.training || await tablet.hasReceipt()) return beginInterview();
  show('no-code');
}

async function beginInterview() {
  const {campaign} = tablet;
  const {id, code} = tablet.training ? {id: 'training'} : await tablet.takeReceipt();
  const draft = interviews.newDraft(campaign, id, tablet.clock);
  setHand(draft);
  interviews.interview(tablet, draft, undefined, home, code);
}

let inHand = null;
function setHand(draft) {
  inHand = draft;
  byId('abandon').hidden = !draft;
  byId('put-away').textContent = say(draft ? 'put_away' : 'back');
}

function openSheet(done) {
  setHand(null);
  interviews.fieldSheet(tablet, tablet.campaign, done);
}

async function resume(draft, state) {
  setHand(draft);
  interviews.interview(tablet, draft, state, home);
}

function setTraining(yes) {
  tablet.training = yes;
  byId('training').hidden = !yes;
  byId('train').textContent = say(yes ? 'training_stop' : 'training_start');
}

async function count(outcome) {
  if (tablet.training) return toast(say('training_count'));
  const counted = await tablet.count(outcome);
  const settle = setTimeout(() => (counted.keep(), send()), undoSeconds * 1000);
  repaint();
  toast(say('counted_' + outcome), async () => {
    clearTimeout(settle);
    if (!await counted.undo()) toast(say('too_late'));
    repaint();
  }, undoSeconds);
}

async function lock() {
  await interviews.putAway();
  setTraining(false);
  tablet.close();
  await enter();
}

// ---- sending

async function send() {
  if (!tablet.device) return;
  await tablet.sync();
  if (secure && await tablet.waits()) askBackground();
}

// The browser sends by itself when the network is back, where it knows how.
async function askBackground() {
  const registration = await navigator.serviceWorker.ready;
  await registration.sync?.register('outbox').catch(() => {});
}

let hiddenAt = 0;
function whenSeen() {
  tablet.look();
  if (document.visibilityState === 'hidden') return void (hiddenAt = Date.now());
  if (secure && tablet.master && hiddenAt && Date.now() - hiddenAt > lockAfterMs) lock();
  hiddenAt = 0;
  send();
}

// ---- the service worker, and its next version

async function startWorker() {
  if (!secure) return;
  const registration = await navigator.serviceWorker.register('/t/sw.js', {type: 'module', scope: '/t', updateViaCache: 'none'});
  let claimed = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (claimed && !interviews.isOpen()) location.reload();
    claimed = true;
    tablet.tell();
  });
  // A new version begins where nothing is in hand: at the PIN, or once the app is closed.
  const offer = () => registration.waiting && !tablet.unlocked && registration.waiting.postMessage('switch');
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
  tablet.addEventListener('locked', offer);
  offer();
  registration.update().catch(() => {});
}

async function askPersistence() {
  if (!secure || !navigator.storage?.persist) return;
  tablet.notPersistent = !(await navigator.storage.persisted() || await navigator.storage.persist());
}

// ---- start

function wire() {
  byId('new').onclick = newInterview;
  byId('without-code').onclick = beginInterview;
  byId('codes-again').onclick = async () => {
    tablet.stopped = '';  // a person says that the network is there
    if (await tablet.hasReceipt()) return beginInterview();
    toast(say('no_code_still'));
  };
  byId('refused').onclick = () => count('refused');
  byId('absent').onclick = () => count('absent');
  byId('resume').onclick = async () => {
    show('drafts');
    await interviews.paintDrafts(tablet, resume);
  };
  byId('sheet').onclick = () => openSheet(() => home());
  byId('train').onclick = () => setTraining(!tablet.training);
  byId('to-queue').onclick = async () => {
    show('queue');
    await paintQueue(tablet);
  };
  byId('send-now').onclick = byId('locked-send').onclick = async () => {
    toast(say('sending'));
    await send();
    toast(say(tablet.stopped ? 'send_' + tablet.stopped : 'send_done'));
  };
  byId('export').onclick = () => exportQueue(tablet);
  byId('lock').onclick = lock;
  byId('lock').hidden = !secure;
  byId('put-away').onclick = interviews.putAway;
  byId('abandon').onclick = () => interviews.abandon(tablet, inHand.id).then(repaint);
  for (const one of document.querySelectorAll('.to-home')) one.onclick = () => home();
  byId('campaigns').onchange = async event => {
    await tablet.choose(event.target.value);
    repaint();
  };
  byId('place').onchange = () => paintMissing(tablet, tablet.campaign);
  tablet.addEventListener('changed', repaint);
  addEventListener('online', send);
  addEventListener('offline', () => (tablet.stopped = 'offline', paintLine(tablet)));
  document.addEventListener('visibilitychange', whenSeen);
  // A QR code read while the app is open changes only what stands after the "#".
  addEventListener('hashchange', () => location.hash.startsWith('#enrol=') && location.reload());
  setInterval(askNowAndThen, askEveryMs);
}

let turns = 0;
async function askNowAndThen() {
  await tablet.look();
  if (document.visibilityState !== 'visible') return;
  const urgent = tablet.stopped || await tablet.waits();
  if (urgent || ++turns % 3 === 0) send();
}

// From the PIN to the home screen.
async function enter() {
  if (secure) {
    tablet.dispatchEvent(new Event('locked'));
    if (tablet.lock) {
      paintLocked();
      await askPin(tablet);
    } else await choosePin(tablet);
    await askPersistence();
  } else await tablet.readHidden();
  await home();
}

async function start() {
  const token = tokenInAddress();
  tablet = new Tablet(secure ? await openKept() : new InThisTab(), secure);
  await tablet.load();
  wire();
  startWorker().catch(fault => console.error(fault));
  if (token || !tablet.device) await enrolment(tablet, token);
  else send();
  await enter();
}

globalThis.ecoute = {get tablet() { return tablet; }};  // for tests, and for whoever looks into a tablet that misbehaves
start();
