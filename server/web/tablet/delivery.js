// Sending what waits, by the page or by its service worker, never both at once.
import {Outbox} from './outbox.js';
import {sender} from './server.js';

export const outboxOf = (kept, key) => new Outbox(kept.shelf(), sender(key));

// What Outbox.deliver says, or "unknown" while this tablet has no key.
export async function deliverQueue(kept, outbox, hold) {
  const device = await kept.get('settings', 'device');
  if (!device) return 'unknown';
  const deliver = () => (outbox ?? outboxOf(kept, device.key)).deliver(hold);
  return globalThis.navigator?.locks ? navigator.locks.request('ecoute-outbox', deliver) : deliver();
}
