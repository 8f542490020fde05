// What was collected and is on its way to the server. An entry leaves the tablet only when the server said that it has this very content on
// disk. Nothing here expires. One entry that the server can't take is set aside alone; the others go on.
//
// An entry: {id, campaign, sealed, digest, state, reason}. State is "waiting" or "aside".
// `shelf` keeps entries and counters, each call whole or not at all, and on disk once it resolves:
//   all() -> entries; counters() -> {collected, acknowledged}; change({put: [entry], remove: [id], count: {name: by}})
// `send(entries)` -> {items: [{id, status, digest, reason}]} or {stopped: "offline" | "busy" | "revoked"}; it may throw when the network does.

// One round trip carries so many: a third of a megabyte at most, which a poor wifi brings over in a few seconds.
export const batchSize = 25;

// 200 and 201: on disk, now or before. These others won't change by asking again.
const settled = new Set([200, 201]);
const hopeless = new Set([400, 409, 413, 422]);

export class Outbox {
  #running = null;

  constructor(shelf, send) {
    this.shelf = shelf;
    this.send = send;
  }

  // Resolves once the entry is on disk: only then may the draft go. Adding it again changes nothing.
  async add({id, campaign, sealed, digest}) {
    if ((await this.shelf.all()).some(entry => entry.id === id)) return;
    await this.shelf.change({put: [{id, campaign, sealed, digest, state: 'waiting', reason: ''}], remove: [], count: {collected: 1}});
  }

  async waiting() {
    return (await this.shelf.all()).filter(entry => entry.state === 'waiting');
  }

  async aside() {
    return (await this.shelf.all()).filter(entry => entry.state === 'aside');
  }

  // "42 collected, 40 received, 1 waiting, 1 set aside".
  async account() {
    const entries = await this.shelf.all();
    const {collected = 0, acknowledged = 0} = await this.shelf.counters();
    const aside = entries.filter(entry => entry.state === 'aside').length;
    return {collected, acknowledged, waiting: entries.length - aside, aside};
  }

  // Sends what waits, batch by batch, until nothing waits or something stops it: "done", "offline", "busy", "revoked", "nothing_moves".
  // One round at a time: a second call joins the first.
  deliver() {
    this.#running ??= this.#rounds().finally(() => (this.#running = null));
    return this.#running;
  }

  async #rounds() {
    for (;;) {
      const batch = (await this.waiting()).slice(0, batchSize);
      if (!batch.length) return 'done';
      const reply = await this.#sent(batch);
      if (reply.stopped) return reply.stopped;
      if (!await this.#settle(batch, reply.items ?? [])) return 'nothing_moves';
    }
  }

  async #sent(batch) {
    try {
      return await this.send(batch);
    } catch {
      return {stopped: 'offline'};
    }
  }

  // True when at least one entry left or was set aside. What the server did not speak of, or acknowledged with another content, stays.
  async #settle(batch, items) {
    const change = {put: [], remove: [], count: {}};
    for (const entry of batch) {
      const item = items.find(one => one.id === entry.id);
      if (!item) continue;
      if (settled.has(item.status) && item.digest === entry.digest) change.remove.push(entry.id);
      else if (hopeless.has(item.status)) change.put.push({...entry, state: 'aside', reason: item.reason ?? String(item.status)});
    }
    if (change.remove.length) change.count.acknowledged = change.remove.length;
    if (!change.remove.length && !change.put.length) return false;
    await this.shelf.change(change);
    return true;
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
