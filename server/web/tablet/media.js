// Recordings and pictures of questionnaires, kept for a day without network, and given to <audio> in the parts that it asks for. An address
// holds the hash of what is there: what is here needs no second look. A campaign names them as [address, bytes].
export const shelf = 'ecoute-enregistrements';

// A campaign may weigh 200 MB (storage/media.hpp); half an hour of speech weighs 10. The disk is for answers first.
const mostBytes = 150_000_000;
const leftForAnswers = 50_000_000;
// So many failures one after the other are a network that is gone: the next contact tries again.
const patience = 3;
const patienceMs = 60_000;

const addressOf = request => new URL(request.url).pathname;
const unique = campaigns => [...new Map(campaigns.flatMap(({media = []}) => media))];

// Those that fit into `room` bytes, in the order of the campaigns.
export function fitting(campaigns, room = mostBytes) {
  return unique(campaigns).filter(([, bytes]) => {
    if (bytes > room) return false;
    room -= bytes;
    return true;
  });
}

async function kept() {
  if (!globalThis.caches || !await caches.has(shelf)) return new Set();
  return new Set((await (await caches.open(shelf)).keys()).map(addressOf));
}

const sum = files => files.reduce((all, [, bytes]) => all + bytes, 0);

// What the campaigns name and what of it is here: {files, bytes, here, bytesHere}.
export async function account(campaigns) {
  const files = unique(campaigns);
  if (!files.length) return {files: 0, bytes: 0, here: 0, bytesHere: 0};
  const known = await kept();
  const here = files.filter(([address]) => known.has(address));
  return {files: files.length, bytes: sum(files), here: here.length, bytesHere: sum(here)};
}

// Bytes that they may take, those that are here included.
async function room(bytesHere) {
  const {quota = Infinity, usage = 0} = await navigator.storage?.estimate?.() ?? {};
  return Math.min(mostBytes, quota - usage + bytesHere - leftForAnswers);
}

async function ask(address) {
  const timer = new AbortController();
  const waiting = setTimeout(() => timer.abort(), patienceMs);
  try {
    const reply = await fetch(address, {signal: timer.signal, cache: 'no-store'});  // not on the disk twice
    return reply.status === 200 ? new Response(await reply.blob(), {headers: {'Content-Type': reply.headers.get('Content-Type')}}) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(waiting);
  }
}

// Brings what is not here yet, one after the other; `told` is called after each. One that can't be had stops nothing.
export async function bring(campaigns, told) {
  const {files, bytesHere} = await account(campaigns);
  if (!files) return;
  const known = await kept();
  const cache = await caches.open(shelf);
  let failures = 0;
  for (const [address] of fitting(campaigns, await room(bytesHere))) {
    if (known.has(address)) continue;
    const reply = await ask(address);
    if (reply && await cache.put(address, reply).then(() => true, () => false)) failures = 0;
    else if (++failures === patience) return;
    told();
  }
}

// Addresses that the text of a page names.
export const named = page => [...page.matchAll(/\/m\/[^"'\s/]+\/[0-9a-f]{16}/g)].map(([address]) => address);

// Those that no campaign and no page of an interview in hand names go.
export async function tidy(campaigns, pagesInHand) {
  const keep = new Set([...unique(campaigns).map(([address]) => address), ...pagesInHand.flatMap(named)]);
  for (const address of await kept()) if (!keep.has(address)) await (await caches.open(shelf)).delete(address);
}

// A whole reply cut to what "Range: bytes=..." asks for (RFC 9110, section 14): Safari plays nothing else, and no browser seeks without. Several
// ranges, or one that is not understood: the whole, as the RFC allows.
export async function inRange(reply, range) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (!first && !last) return reply;
  const whole = await reply.blob();
  const from = first ? Number(first) : Math.max(0, whole.size - Number(last));
  const to = first && last ? Math.min(Number(last), whole.size - 1) : whole.size - 1;
  if (first && last && Number(last) < from) return new Response(whole, {headers: reply.headers});
  if (from >= whole.size) return new Response(null, {status: 416, headers: {'Content-Range': `bytes */${whole.size}`}});
  const headers = {'Content-Type': reply.headers.get('Content-Type'), 'Accept-Ranges': 'bytes', 'Content-Range': `bytes ${from}-${to}/${whole.size}`,
    'Content-Length': String(to - from + 1)};
  return new Response(whole.slice(from, to + 1), {status: 206, headers});
}
