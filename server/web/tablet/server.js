// What the tablet says to the server. Nothing here throws for what a server or a network may do: a call gives what was answered, or
// {stopped: why}: "offline", "busy" (try later), "unknown" and "revoked" (this tablet's key), "expired" (the enrolment's), "refused".

// A poor wifi may take its time; a reply that comes later than this is asked for again. What is sent gets a second more for every 4 KiB, as the
// server gives it.
const patienceMs = 30_000;
const patienceFor = text => patienceMs + (text?.length ?? 0) / 4.096;

const stops = {401: 'unknown', 410: 'expired', 429: 'busy', 500: 'busy', 502: 'busy', 503: 'busy', 504: 'busy'};

async function call(path, {key, body, method = body ? 'POST' : 'GET'} = {}) {
  const timer = new AbortController();
  const text = body && JSON.stringify(body);
  const waiting = setTimeout(() => timer.abort(), patienceFor(text));
  const headers = {Accept: 'application/json', 'Accept-Language': 'fr'};
  if (key) headers.Authorization = 'Bearer ' + key;
  if (body) headers['Content-Type'] = 'application/json';
  try {
    const reply = await fetch(path, {method, headers, body: text, signal: timer.signal, cache: 'no-store', credentials: 'omit'});
    const said = await reply.json().catch(() => null);
    if (reply.ok && said) return said;
    const stopped = stops[reply.status] ?? (said?.code === 'device.revoked' ? 'revoked' : reply.ok ? 'busy' : 'refused');
    return {stopped, status: reply.status, reason: said?.detail || said?.title || String(reply.status)};
  } catch {
    return {stopped: 'offline'};
  } finally {
    clearTimeout(waiting);
  }
}

export const enrol = token => call('/api/v1/devices', {body: {enrolment: token}});

export const news = (key, collected, waiting, receipts) => call(`/api/v1/device?collected=${collected}&waiting=${waiting}&receipts=${receipts}`, {key});

// `send` of an outbox. A parcel that is too large goes in two; one answer that is too large alone is told so, and set aside.
export const sender = key => async function send(entries) {
  const said = await call('/api/v1/device/answers', {key, body: {items: entries.map(({id, campaign, sealed}) => ({id, campaign, sealed}))}});
  if (said.status !== 413) return said;
  if (entries.length === 1) return {items: [{id: entries[0].id, status: 413, reason: said.reason}]};
  const half = Math.ceil(entries.length / 2);
  const first = await send(entries.slice(0, half));
  if (first.stopped) return first;
  const second = await send(entries.slice(half));
  return {items: [...first.items, ...(second.items ?? [])]};
};
