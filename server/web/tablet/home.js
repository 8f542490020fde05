// The interviewer's first screen: how many, who is missing, what to do next.
import {isWrong} from './clock.js';
import {furthest, tableOf} from './quotas.js';
import {byId, day, make, say, time, weight} from './words.js';

export async function paintHome(tablet) {
  const {campaign} = tablet;
  for (const name of ['refused', 'absent', 'train']) byId(name).disabled = !campaign;
  byId('new').disabled = !campaign?.open;
  if (!campaign) return paintEmpty(tablet);
  byId('campaign').textContent = campaign.title;
  byId('who').textContent = [say('interviewer', {code: tablet.device.interviewer}), ...(tablet.sheetOf(campaign)?.said ?? []).slice(0, 3)].join(' · ');
  paintLine(tablet);
  paintChoice(tablet);
  byId('sheet').hidden = !campaign.has_field_sheet;
  byId('sheet').textContent = say(tablet.sheetIsSet(campaign) ? 'sheet_change' : 'sheet_set');
  await paintCounts(tablet);
  await paintNotices(tablet);
  await paintMedia(tablet);
  paintMissing(tablet, campaign);
}

function paintEmpty(tablet) {
  byId('campaign').textContent = say('no_campaign');
  byId('sheet').hidden = true;
  byId('who').textContent = say('interviewer', {code: tablet.device.interviewer});
  paintLine(tablet);
}

export function paintLine(tablet) {
  const line = byId('line');
  const contact = tablet.clock.contact && new Date(tablet.clock.contact);
  const today = contact && contact.toDateString() === new Date(Date.now() + tablet.clock.by).toDateString();
  const off = tablet.stopped === 'offline' || tablet.stopped === 'busy';
  line.textContent = off ? contact ? say('offline_since', {time: today ? time(contact) : day(contact)}) : say('offline') : contact ? say('online') : '';
  line.dataset.on = !off;
}

function paintChoice(tablet) {
  const menu = byId('campaigns');
  menu.closest('p').hidden = tablet.campaigns.length < 2;
  menu.replaceChildren(...tablet.campaigns.map(one => make('option', {value: one.id, textContent: one.title, selected: one.id === tablet.campaign.id})));
}

async function paintCounts(tablet) {
  const {collected, sent, acknowledged} = await tablet.outbox.account();
  byId('collected').textContent = collected;
  byId('sent').textContent = sent;
  byId('received').textContent = acknowledged;
  byId('sent').parentNode.classList.toggle('late', sent < collected);
  byId('received').parentNode.classList.toggle('good', acknowledged === collected);
  for (const outcome of ['refused', 'absent']) byId('n-' + outcome).textContent = (await tablet.outbox.account(outcome)).collected;
  const waiting = (await tablet.outbox.waiting()).length;
  const files = (await tablet.parcels?.waiting() ?? []).length;
  byId('waiting').textContent = waiting ? say(tablet.secure ? 'waiting' : 'waiting_plain', {count: waiting}) : files ? say('files_waiting') : say('all_received');
  const drafts = (await tablet.kept.all('drafts')).length;
  byId('resume').hidden = !drafts;
  byId('resume').textContent = say('resume', {count: drafts});
}

// From so few codes on, an interviewer who is away should know.
const fewReceipts = 20;

// What the interviewer must know, each with what to do.
async function noticesOf(tablet) {
  const aside = (await tablet.outbox.aside()).length + (await tablet.parcels?.aside() ?? []).length;
  const notices = [];
  const add = (key, facts) => notices.push([key, say('notice_' + key, facts)]);
  if (!tablet.secure) add('plain');
  if (tablet.stopped === 'revoked' || tablet.stopped === 'unknown') add(tablet.stopped);
  if (tablet.stopped === 'refused') add('server');
  if (tablet.clock.sure === false) add('clock_unsure');
  else if (isWrong(tablet.clock.by)) add('clock', {time: time(new Date(Date.now() + tablet.clock.by)), day: day(new Date(Date.now() + tablet.clock.by))});
  if (aside) add('aside', {count: aside});
  const codes = tablet.receipts.length;
  if (tablet.campaign && tablet.stopped && codes <= fewReceipts) add(codes ? 'codes' : 'no_codes', {count: codes});
  if (tablet.campaign && !tablet.campaign.open) add('closed');
  if (tablet.secure && tablet.notPersistent) add('persist');
  if (tablet.secure) notices.push(await tablet.ready() ? ['ready', say('ready')] : ['unready', say('unready')]);
  return notices;
}

async function paintNotices(tablet) {
  const lines = (await noticesOf(tablet)).map(([key, text]) => make('p', {className: key === 'ready' ? 'ready' : 'say', textContent: text, data: {notice: key}}));
  const place = byId('notices');
  // Told to a screen reader only when it changes.
  if (place.textContent !== lines.map(one => one.textContent).join('')) place.replaceChildren(...lines);
}

// How much of what is to be heard and seen is here. Outside the notices: nobody wants each step of it read aloud.
async function paintMedia(tablet) {
  const {files, bytes, here, bytesHere} = tablet.secure ? await tablet.media() : {files: 0};
  const line = byId('media');
  line.hidden = !files;
  const state = here === files ? 'here' : tablet.bringing ? 'coming' : 'missing';
  line.dataset.state = state;
  line.textContent = say('media_' + state, {here, files, size: weight(bytesHere ?? 0), total: weight(bytes ?? 0)});
}

// ---- who is missing

const share = ({done, target}) => (target > 0 ? Math.min(1, done / target) : 1);

export function paintMissing(tablet, campaign) {
  const quotas = tablet.quotas[campaign.id];
  byId('missing').hidden = !quotas?.cells?.length;
  if (byId('missing').hidden) return;
  const own = tablet.own.filter(one => one.campaign === campaign.id).map(one => one.key);
  const place = paintPlaces(quotas);
  const {columns, rows} = tableOf(quotas, own, place);
  const head = make('tr', {}, make('td'), ...columns.map(text => make('th', {scope: 'col', textContent: text})));
  const body = rows.map(({label, cells}) => make('tr', {}, make('th', {scope: 'row', textContent: label}), ...cells.map(cell =>
    make('td', cell ? {textContent: `${cell.done} / ${cell.target}`, data: {step: cell.done >= cell.target ? 'met' : Math.floor(share(cell) * 4)}} : {}))));
  byId('grid').replaceChildren(make('thead', {}, head), make('tbody', {}, ...body));
  const worst = furthest(quotas, own, place);
  byId('worst').textContent = worst ? say('worst', {who: worst.labels.join(', '), done: worst.done, target: worst.target}) : say('none_missing');
}

// With three variables the first is a place to choose; the choice stays as long as the app is open.
function paintPlaces(quotas) {
  const menu = byId('place');
  menu.closest('p').hidden = quotas.by.length < 3;
  if (quotas.by.length < 3) return undefined;
  const codes = quotas.levels?.[quotas.by[0]] ?? Object.keys(quotas.labels[quotas.by[0]]);
  const chosen = codes.includes(menu.value) ? menu.value : codes[0];
  menu.replaceChildren(...codes.map(code => make('option', {value: code, textContent: quotas.labels[quotas.by[0]][code], selected: code === chosen})));
  return chosen;
}
