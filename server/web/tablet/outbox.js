// What was collected and is on its way to the server. An entry leaves the tablet only when the server said that it has this very content on
// disk. Nothing here expires. One entry that the server can't take is set aside alone; the others go on.
//
// An entry: {id, campaign, kind, sealed, digest, state, sent, reason}. State is "waiting" or "aside"; sent: the server had it before it acknowledged it;
// kind: "response", or what was counted in one tap ("refused", "absent").
// `shelf` keeps entries and counters, each call whole or not at all, and on disk once it resolves:
//   all() -> entries; counters() -> {"response.collected": 42, ...}; change({put: [entry], remove: [id], count: {name: by}, ...beside})
// `together(waiting)`: which of them go in one round trip.
// `send(entries)` -> {items: [{id, status, digest, reason}]} or {stopped: "offline" | "busy" | "revoked"...}; it may throw when the network does.

// One round trip carries so many: a third of a megabyte at most, which a poor wifi brings over in a few seconds.
export const batchSize = 25;

// 200 and 201: on disk, now or before. These others won't change by asking again.
const settled = new Set([200, 201]);
const hopeless = new Set([400, 409, 413, 422]);

export class Outbox {
  #running = null;
  #away = new Set();  // ids that are on the network now

  constructor(shelf, send, together = waiting => waiting.slice(0, batchSize)) {
    Object.assign(this, {shelf, send, together});
  }

  // Resolves once the entry is on disk. Adding it again changes nothing. `beside`: what the shelf changes in the same stroke: the draft goes
  // when its answers are here, not a moment before or after.
  async add({id, campaign, sealed, digest, kind = 'response'}, beside = {}) {
    const here = (await this.shelf.all()).some(entry => entry.id === id);
    const entry = {id, campaign, kind, sealed, digest, state: 'waiting', sent: false, reason: ''};
    await this.shelf.change({put: here ? [] : [entry], remove: [], count: here ? {} : {[kind + '.collected']: 1}, ...beside});
  }

  // Taken back a moment after it was put here. False when the network has it already.
  async withdraw(id) {
    const entry = (await this.waiting()).find(one => one.id === id);
    if (!entry || entry.sent || this.#away.has(id)) return false;
    await this.shelf.change({put: [], remove: [id], count: {[entry.kind + '.collected']: -1}});
    return true;
  }

  async waiting() {
    return (await this.shelf.all()).filter(entry => entry.state === 'waiting');
  }

  async aside() {
    return (await this.shelf.all()).filter(entry => entry.state === 'aside');
  }

  // "42 collected, 41 sent, 40 received, 1 waiting, 1 set aside".
  async account(kind = 'response') {
    const entries = (await this.shelf.all()).filter(entry => entry.kind === kind);
    const {[kind + '.collected']: collected = 0, [kind + '.acknowledged']: acknowledged = 0} = await this.shelf.counters();
    const aside = entries.filter(entry => entry.state === 'aside').length;
    const sent = acknowledged + entries.filter(entry => entry.sent).length;
    return {collected, sent, acknowledged, waiting: entries.length - aside, aside};
  }

  // Sends what waits, batch by batch, until nothing waits or something stops it: "done", "nothing_moves", or what `send` says ("offline"...).
  // One round at a time: a second call joins the first. `hold`: ids that may still be withdrawn.
  deliver(hold = new Set()) {
    this.#running ??= this.#rounds(hold).finally(() => (this.#running = null));
    return this.#running;
  }

  async #rounds(hold) {
    for (;;) {
      const batch = this.together((await this.waiting()).filter(entry => !hold.has(entry.id)));
      if (!batch.length) return 'done';
      const reply = await this.#sent(batch);
      if (reply.stopped) return reply.stopped;
      if (!await this.#settle(batch, reply.items ?? [])) return 'nothing_moves';
    }
  }

  async #sent(batch) {
    batch.forEach(entry => this.#away.add(entry.id));
    try {
      return await this.send(batch);
    } catch {
      return {stopped: 'offline'};
    } finally {
      batch.forEach(entry => this.#away.delete(entry.id));
    }
  }

  // True when at least one entry left or was set aside. What the server did not speak of, or acknowledged with another content, stays.
  async #settle(batch, items) {
    const change = {put: [], remove: [], count: {}};
    for (const entry of batch) {
      const item = items.find(one => one.id === entry.id);
      if (!item) continue;
      if (settled.has(item.status) && item.digest === entry.digest) {
        change.remove.push(entry.id);
        const counter = entry.kind + '.acknowledged';
        change.count[counter] = (change.count[counter] ?? 0) + 1;
      } else if (hopeless.has(item.status)) change.put.push({...entry, state: 'aside', sent: true, reason: item.reason ?? String(item.status)});
      else if (!entry.sent) change.put.push({...entry, sent: true});
    }
    if (change.remove.length || change.put.length) await this.shelf.change(change);
    return change.remove.length > 0 || change.put.some(entry => entry.state === 'aside');
  }

  // Tried again when a person says so, after whatever was wrong was mended.
  async retry(id) {
    const entry = (await this.aside()).find(one => one.id === id);
    if (entry) await this.shelf.change({put: [{...entry, state: 'waiting', reason: ''}], remove: [], count: {}});
  }

  // Everything that is still here, to be carried by USB and given to `ecoute responses import`: a sealed answer a line. Nothing is removed.
  async exported() {
    return (await this.shelf.all()).map(entry => entry.sealed + '\n').join('');
  }
}
