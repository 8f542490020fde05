// Sending what waits, by the page or by its service worker, never both at once.
import {Outbox} from './outbox.js';
import {sender} from './server.js';

// A round trip with files carries so many bytes, or one piece.
const roomBytes = 600_000;
const fitting = waiting => {
  let room = roomBytes;
  return waiting.filter((entry, at) => at === 0 ? (room -= entry.size, true) : room >= entry.size && (room -= entry.size, true));
};

export const outboxOf = (kept, key) => new Outbox(kept.shelf(), sender(key));

// Pieces of files, behind the answers that name them; null where a tablet keeps no files (plain http).
export const parcelsOf = (kept, key) => kept.parcelShelf && new Outbox(kept.parcelShelf(), async entries => {
  const texts = await Promise.all(entries.map(({id}) => kept.get('payloads', id)));
  return sender(key)(entries.map((entry, at) => ({...entry, sealed: texts[at].sealed})));
}, fitting);

// Answers first, whatever happens to files. An answer that does not move keeps no file back: the server says of each whether it can wait.
const ends = new Set(['done', 'nothing_moves']);
async function deliverAll(outbox, parcels, hold) {
  const outcome = await outbox.deliver(hold);
  if (!parcels || !ends.has(outcome)) return outcome;
  const more = await parcels.deliver();
  return more === 'done' ? outcome : more;
}

// What Outbox.deliver says, or "unknown" while this tablet has no key.
export async function deliverQueue(kept, outbox, hold, parcels) {
  const device = await kept.get('settings', 'device');
  if (!device) return 'unknown';
  const deliver = () => deliverAll(outbox ?? outboxOf(kept, device.key), parcels ?? parcelsOf(kept, device.key), hold);
  return globalThis.navigator?.locks ? navigator.locks.request('ecoute-outbox', deliver) : deliver();
}
