// Interviews and field sheets on the screen: begun, left, resumed, finished; the language changed in place.
import {newId, openPage} from './conduct.js';
import {askWithDevice, filesNamed} from './devices.js';
import {filmPart} from './film.js';
import {orderFor} from './order.js';
import {photoPart} from './photo.js';
import {positionPart} from './position.js';
import {cellOf} from './quotas.js';
import {voicePart} from './voice.js';
import {byId, day, handedWords, make, say, sayings, show, time, toast} from './words.js';

// What asks with the device; a field sheet, which is nobody's answer, has a position alone.
const onSheet = {geopoint: positionPart()};
const inInterview = files => ({...onSheet, image: photoPart(files), audio: voicePart(files), video: filmPart(files, 'video'), file: filmPart(files, 'file')});

let frame = null;
let leave = null;

export const isOpen = () => frame !== null;

function closeFrame() {
  frame?.remove();
  frame = null;
  leave = null;
  globalThis.conducting = undefined;
  document.body.classList.remove('handed');
}

// A page of a questionnaire in a new frame. False when it is not on this tablet: the screen says so.
async function openIn(address, conducting, title) {
  frame?.remove();
  frame = make('iframe', {title});
  show('interview');
  byId('toast').hidden = true;
  const opened = openPage(frame, address, conducting);
  byId('frame').replaceChildren(frame);
  if (await opened) return true;
  closeFrame();
  toast(say('page_missing'), null, 12);
  return false;
}

// ---- interviews

// `done(toast)` brings the home screen back.
export async function interview(tablet, draft, begun, done, code = begun?.code) {
  const campaign = tablet.campaigns.find(one => one.id === draft.campaign);
  const keeper = tablet.training ? Object.assign(async () => {}, {close: async () => {}}) : await tablet.drafts.keeper(draft, draft.wrapped);
  const parts = inInterview(tablet.filesOf(draft));
  // Nothing is kept of an exercise, its number neither.
  const person = tablet.training ? newId() : draft.id;
  let language = begun?.language ?? campaign.default_language;
  // The field sheet of the moment when it began: the tour may have gone on since.
  const sheet = begun?.sheet ?? tablet.sheetOf(campaign)?.entries ?? [];
  let newest = begun;
  let devices;  // what asks in the page that is open
  const keep = state => {
    newest = {...state, language, sheet, code};
    return keeper(newest).catch(() => toast(say('disk_full'), null, 30));
  };
  const finished = async state => {
    if (devices?.busy()) return toast(say('voice_still'));
    const cell = cellOfState(tablet, campaign, state);
    // Who did not agree leaves nothing.
    const named = state.agreed ? filesNamed(frame.contentDocument) : [];
    newest = {...state, language, sheet, code};
    if (!tablet.training) {
      try {
        await keeper.close();
        await tablet.finish(draft, newest, cell, named);
      } catch (fault) {
        console.error(fault);
        return toast(say('disk_full'), null, 30);
      }
    }
    closeFrame();
    if (code && state.agreed && !tablet.training) return handOut(code, () => done(say('interview_done')));
    done(say(tablet.training ? 'training_done' : code || !state.agreed ? 'interview_done' : 'interview_done_no_code'));
  };
  const open = async (tag, from) => {
    const opened = await openIn(draft.pages[tag] ?? draft.pages[campaign.default_language], {
      begun: from, sheet, order: (question, names) => orderFor(person, question, names), words: sayings, handedWords: handedWords[tag] ?? handedWords.fr,
      changed: keep, finished, language: changeLanguage, handed: yes => document.body.classList.toggle('handed', yes),
      joined: page => (devices = askWithDevice(page, parts)),
    }, say('frame_title'));
    if (opened) language = tag;
    return opened;
  };
  const changeLanguage = async (tag, state) => {
    if (devices?.busy()) return toast(say('voice_still'));
    const before = language;
    language = tag;
    await keep(state);
    if (await open(tag, newest) || await open(before, {...newest, language: before})) return;
    done();
  };
  if (!await open(language, begun)) return done();
  leave = async () => {
    await devices?.settle();
    closeFrame();  // the page tells its last state when it goes
    await keeper.close();
    done();
  };
}

const cellOfState = (tablet, campaign, state) => {
  const quotas = tablet.quotas[campaign.id];
  return quotas?.by ? cellOf(quotas, state.entries) : null;
};

// Bound to the version and the pages of this moment: a newer questionnaire is for the next interview.
export const newDraft = ({id, version, pages}, response, {by, sure}) => ({id: response, campaign: id, version, pages, at: Date.now(), clock: {by, sure}});

// The person's code, before anything else is shown.
function handOut(code, done) {
  byId('receipt-code').textContent = code;
  byId('receipt-done').onclick = () => {
    byId('receipt-code').textContent = '';
    done();
  };
  show('receipt');
}

// The interviewer puts the interview away: it waits among those to resume.
export const putAway = () => leave?.();

// The interview in hand is thrown away, when the person wishes it.
export async function abandon(tablet, id) {
  if (!confirm(say('abandon_ask'))) return;
  await leave?.();
  await tablet.throwAway(id);
}

// ---- drafts to resume

export async function paintDrafts(tablet, resume) {
  const drafts = await tablet.kept.all('drafts');
  const lines = await Promise.all(drafts.sort((a, b) => a.at - b.at).map(async draft => {
    const campaign = tablet.campaigns.find(one => one.id === draft.campaign);
    const state = await tablet.drafts.open(draft);
    const at = new Date(draft.at);
    const line = make('li', {className: 'card'}, make('p', {textContent: `${campaign?.title ?? draft.campaign} · ${say('begun_at', {day: day(at), time: time(at)})}`}));
    if (state && campaign) line.append(make('button', {type: 'button', className: 'main', textContent: say('resume_one'), onclick: () => resume(draft, state)}));
    else line.append(make('p', {className: 'muted', textContent: say(campaign ? 'draft_unreadable' : 'draft_no_campaign')}));
    line.append(make('button', {type: 'button', className: 'quiet', textContent: say('abandon'), onclick: async () => {
      await abandon(tablet, draft.id);
      paintDrafts(tablet, resume);
    }}));
    return line;
  }));
  byId('drafts').replaceChildren(...lines);
  byId('no-drafts').hidden = lines.length > 0;
}

// ---- the field sheet

export async function fieldSheet(tablet, campaign, done) {
  const before = tablet.sheetOf(campaign)?.entries ?? [['enqueteur', tablet.device.interviewer]];
  const opened = await openIn(campaign.sheets[campaign.default_language], {
    prefill: before, sheet: [], words: sayings, handedWords: handedWords.fr,
    changed: () => {}, language: () => {}, handed: () => {}, joined: page => askWithDevice(page, onSheet),
    finished: async ({entries, said}) => {
      await tablet.setSheet(campaign, entries, said);
      closeFrame();
      done(true);
    },
  }, say('sheet_title'));
  if (!opened) return done(false);
  leave = async () => {
    closeFrame();
    done(false);
  };
}
