// What the tablet knows and does, without a screen: its key, its campaigns, what was collected, what the server counts. Tells "changed".
import {corrected, difference, looked, reading} from './clock.js';
import {deliverQueue, outboxOf, parcelsOf} from './delivery.js';
import {Drafts, newId, parcel} from './conduct.js';
import {DraftFiles, FilesInMemory, parcelsOfInterview} from './files.js';
import * as media from './media.js';
import * as pages from './pages.js';
import {news} from './server.js';
import {hidden, newLock, shown, unlock} from './vault.js';

// A cell is padded to one length, so that its box does not tell which it is.
const cellLength = 400;
// Receipts kept for a day without network.
const enoughReceipts = 100;
// The first tries are free; after them each costs twice the wait of the one before, five minutes at most.
const freeTries = 3;
const longestWaitSeconds = 300;

export class Tablet extends EventTarget {
  master = null;  // the key behind the PIN, while the app is unlocked
  training = false;
  hold = new Set();  // counted a moment ago: may still be taken back
  stopped = '';  // what the last call to the server ended with
  missingPages = 0;
  own = [];  // cells of interviews that the server does not count yet
  sheets = {};
  quotas = {};
  receipts = [];  // [id, code] for people to come

  // `secure`: this address allows encryption and work without network.
  constructor(kept, secure) {
    super();
    Object.assign(this, {kept, secure});
  }

  async load() {
    const [device, campaigns, clock, lock, chosen] =
      await Promise.all(['device', 'campaigns', 'clock', 'lock', 'chosen'].map(name => this.kept.get('settings', name)));
    Object.assign(this, {device, campaigns: campaigns ?? [], clock: clock ?? {by: 0}, lock, chosen});
    await this.look();
    this.outbox = outboxOf(this.kept, device?.key);
    this.parcels = parcelsOf(this.kept, device?.key);
  }

  get unlocked() {
    return !this.secure || this.master !== null;
  }

  get campaign() {
    return this.campaigns.find(one => one.id === this.chosen) ?? this.campaigns.find(one => one.open) ?? this.campaigns[0];
  }

  tell() {
    this.dispatchEvent(new Event('changed'));
  }

  keep(name, value) {
    return this.kept.put('settings', value, name);
  }

  // ---- enrolment and PIN

  async enrolled({device, key, interviewer, name}) {
    this.device = {device, key, interviewer, name};
    await this.keep('device', this.device);
    this.stopped = '';
    this.outbox = outboxOf(this.kept, key);
    this.parcels = parcelsOf(this.kept, key);
  }

  async choosePin(pin) {
    this.lock = await newLock(pin);
    await this.keep('lock', this.lock);
    await this.keep('tries', 0);
    this.master = await unlock(this.lock, pin);
  }

  // Seconds to wait before the next try: counted anew each time the app opens, since the clock may be turned.
  async wait() {
    const tries = await this.kept.get('settings', 'tries') ?? 0;
    return tries < freeTries ? 0 : Math.min(longestWaitSeconds, 5 * 2 ** (tries - freeTries));
  }

  // The try is counted before it is made: pulling the battery gives none for free.
  async open(pin) {
    await this.keep('tries', (await this.kept.get('settings', 'tries') ?? 0) + 1);
    this.master = await unlock(this.lock, pin);
    if (!this.master) return false;
    await this.keep('tries', 0);
    await this.readHidden();
    return true;
  }

  // What only the PIN opens is lost: drafts, counts. What is finished and sealed is not.
  async forgetPin() {
    await this.kept.clear('drafts', 'cells', 'files');
    for (const name of ['sheets', 'quotas', 'receipts', 'lock']) await this.kept.remove('settings', name);
    Object.assign(this, {master: null, lock: undefined, own: [], sheets: {}, quotas: {}, receipts: []});
  }

  close() {
    Object.assign(this, {master: null, own: [], sheets: {}, quotas: {}, receipts: []});
  }

  async readHidden() {
    this.sheets = await this.#read('sheets') ?? {};
    this.quotas = await this.#read('quotas') ?? {};
    this.receipts = (this.secure && await this.#read('receipts')) || [];
    // A photo whose interview was lost before it was named.
    const drafts = new Set((await this.kept.all('drafts')).map(draft => draft.id));
    await this.#leaveFiles(one => !drafts.has(one.draft));
    const cells = await this.kept.all('cells');
    this.own = await Promise.all(cells.map(async cell => (this.secure ? {id: cell.id, ...await shown(cell, this.master)} : cell)));
  }

  async #read(name) {
    const kept = await this.kept.get('settings', name);
    if (!kept) return undefined;
    return this.secure ? shown(kept, this.master).catch(() => undefined) : kept;
  }

  async #write(name, value) {
    await this.keep(name, this.secure ? await hidden(value, this.master) : value);
  }

  // ---- the tour

  async choose(campaign) {
    this.chosen = campaign;
    await this.keep('chosen', campaign);
  }

  // Set once a tour: one of another day is shown again, with its answers.
  sheetOf(campaign) {
    return this.sheets[campaign.id];
  }
  sheetIsSet(campaign) {
    return !campaign.has_field_sheet || this.sheetOf(campaign)?.day === new Date().toDateString();
  }
  async setSheet(campaign, entries, said) {
    this.sheets = {...this.sheets, [campaign.id]: {entries, said, day: new Date().toDateString()}};
    await this.#write('sheets', this.sheets);
  }

  get drafts() {
    return new Drafts(this.kept, this.master);
  }

  // Asks for codes when there is none left and the server answers.
  async hasReceipt() {
    if (!this.receipts.length && !this.stopped) await this.sync();
    return this.receipts.length > 0;
  }

  // The id of a response to come, with the code that its person will be handed; without a code when the tablet has none left.
  async takeReceipt() {
    const [id, code] = this.receipts[0] ?? [newId()];
    await this.#keepReceipts(this.receipts.slice(1));
    return {id, code};
  }

  // On plain http they stay in memory: a code that is read on a lost tablet opens somebody's answers.
  async #keepReceipts(receipts) {
    this.receipts = receipts;
    if (this.secure) await this.#write('receipts', receipts);
  }

  // Looks at the clocks: often, since what happened between two looks can only be guessed. On the disk once a minute.
  async look() {
    const before = this.clock;
    this.clock = looked(before, reading());
    const news = before.by !== this.clock.by || before.sure !== this.clock.sure;
    const {wall, run} = this.clockKept ?? {};
    if (!news && run === this.clock.last.run && Math.abs(this.clock.last.wall - wall) < 60_000) return;
    this.clockKept = this.clock.last;
    await this.keep('clock', this.clock);
  }

  now() {
    return corrected(new Date(), this.clock.by);
  }

  // ---- what was collected

  // Photos and voices of an interview; null where nothing can be encrypted (plain http): then none are taken.
  filesOf(draft) {
    if (this.training) return new FilesInMemory();
    return this.secure ? new DraftFiles(this.kept, this.master, draft.id) : null;
  }

  // An interview in hand, with its files.
  async throwAway(id) {
    await this.kept.remove('drafts', id);
    await this.#leaveFiles(one => one.draft === id);
  }

  async #leaveFiles(which) {
    for (const one of await this.kept.all('files')) if (which(one)) await this.kept.remove('files', one.id);
  }

  // An interview is finished: its answers are in the outbox and its draft is gone, in one stroke; so are the files `named` by them.
  async finish(draft, state, cell, named = []) {
    const campaign = this.campaigns.find(one => one.id === draft.campaign);
    await this.look();
    // The clock may have been set since it began.
    const begun = draft.clock ?? this.clock;
    const content = {
      kind: 'response', id: draft.id, campaign: draft.campaign, form_version: draft.version, language: state.language, channel: 'tablet',
      started_at: corrected(new Date(state.started || draft.at), begun.by), ended_at: this.now(), interviewer: this.device.interviewer,
      ...(this.clock.sure === false || begun.sure === false ? {times: 'uncertain'} : {}), fields: state.entries,
    };
    const cells = cell ? [await this.#cell(draft.id, {campaign: draft.campaign, key: cell})] : [];
    const files = this.filesOf(draft);
    const parcels = files && named.length ? await parcelsOfInterview(files, named, draft.id, campaign) : [];
    await this.outbox.add(await parcel(content, campaign), {drafts: [draft.id], cells, parcels, files: await files?.ids() ?? []});
    if (cell) this.own.push({id: draft.id, campaign: draft.campaign, key: cell});
  }

  async #cell(id, value) {
    if (!this.secure) return {id, ...value};
    const padding = ' '.repeat(Math.max(0, cellLength - new TextEncoder().encode(JSON.stringify(value)).length));
    return {id, ...await hidden({...value, padding}, this.master)};
  }

  // Somebody refused, or nobody was there: counted in one tap. Resolves to what takes it back.
  async count(outcome) {
    const {campaign} = this;
    await this.look();
    const content = {
      kind: 'contact', id: newId(), campaign: campaign.id, outcome, at: this.now(), interviewer: this.device.interviewer,
      fields: this.sheetOf(campaign)?.entries ?? [],
    };
    this.hold.add(content.id);
    await this.outbox.add({...await parcel(content, campaign), kind: outcome});
    return {
      undo: async () => {
        this.hold.delete(content.id);
        return this.outbox.withdraw(content.id);
      },
      keep: () => this.hold.delete(content.id),
    };
  }

  // Answers or files that the server does not have.
  async waits() {
    return (await this.outbox.waiting()).length > 0 || (await this.parcels?.waiting() ?? []).length > 0;
  }

  // ---- the server

  // Sends what waits, then asks for news. One round at a time.
  sync() {
    return (this.syncing ??= this.#sync().finally(() => {
      this.syncing = null;
      this.tell();
    }));
  }

  async #sync() {
    if (!this.device) return;
    const outcome = await deliverQueue(this.kept, this.outbox, this.hold, this.parcels);
    if (['revoked', 'unknown'].includes(outcome)) return (this.stopped = outcome);
    const waiting = (await this.outbox.waiting()).length;
    const inBox = new Set((await this.kept.all('outbox')).map(entry => entry.id));
    const asked = Date.now();
    const wanted = this.unlocked ? enoughReceipts - this.receipts.length : 0;
    const told = await news(this.device.key, (await this.outbox.account()).collected, waiting, wanted);
    this.stopped = told.stopped ?? '';
    if (told.stopped) return;
    await this.#learn(told, difference(told.now, asked, Date.now()), inBox);
    if (this.secure) await this.bringPages();
  }

  async #learn({campaigns, interviewer, name, receipts = []}, by, inBox) {
    this.campaigns = campaigns.map(({quotas, ...rest}) => rest);
    this.device = {...this.device, interviewer, name};
    this.clock = {by, contact: Date.now() + by, sure: true, last: reading()};
    await this.keep('campaigns', this.campaigns);
    await this.keep('device', this.device);
    await this.keep('clock', this.clock);
    if (!this.unlocked) return;
    if (receipts.length) await this.#keepReceipts([...this.receipts, ...receipts]);
    // What is no longer in the outbox was on the server's disk before it counted.
    const gone = this.own.filter(({id}) => !inBox.has(id));
    for (const {id} of gone) await this.kept.remove('cells', id);
    // Locked meanwhile: there is no key to keep it under, and the next contact tells it again.
    if (!this.unlocked) return;
    this.own = this.own.filter(({id}) => inBox.has(id));
    this.quotas = Object.fromEntries(campaigns.map(({id, quotas}) => [id, quotas]));
    await this.#write('quotas', this.quotas);
  }

  async bringPages() {
    this.missingPages = await pages.bring(this.campaigns);
    if (this.missingPages) return;
    await pages.tidy(this.campaigns, await this.kept.all('drafts'));
    this.bringMedia();
  }

  // Recordings come after everything else, and nothing waits for them.
  bringMedia() {
    return (this.bringing ??= this.#bringMedia().catch(fault => console.warn(fault)).finally(() => (this.bringing = null))
      .then(() => this.campaigns.some(({media: files}) => files?.length) && this.tell()));
  }

  async #bringMedia() {
    await media.tidy(this.campaigns, await pages.textsOf(await this.kept.all('drafts')));
    let told = 0;
    await media.bring(this.campaigns, () => Date.now() - told > 1000 && (told = Date.now(), this.tell()));
  }

  media() {
    return media.account(this.campaigns);
  }

  // Everything that a day without network needs is here.
  async ready() {
    return this.secure && Boolean(navigator.serviceWorker.controller) && this.campaigns.length > 0 && pages.allHere(this.campaigns);
  }
}
