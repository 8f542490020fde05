// The draft in hand: encrypted with a key that is drawn when the interview opens, lives in memory while it is open, and is kept on the disk
// only wrapped under the interviewer's PIN, so that an interview survives a flat battery and a thief finds nothing to read.
const bytes = text => new TextEncoder().encode(text);
const random = length => crypto.getRandomValues(new Uint8Array(length));

// OWASP's number for PBKDF2 with SHA-256 (2023): half a second on an old tablet. A PIN of six digits still falls to weeks of trying on a
// stolen disk; what is finished is sealed to the server's key instead, and no PIN opens that.
export const rounds = 600_000;
export const shortestPin = 6;

async function wrapping(pin, salt) {
  const secret = await crypto.subtle.importKey('raw', bytes(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds}, secret, {name: 'AES-GCM', length: 256}, false,
                                 ['wrapKey', 'unwrapKey', 'encrypt', 'decrypt']);
}

// What the tablet keeps to know a right PIN from a wrong one: a salt and a sealed nothing.
export async function newLock(pin) {
  const salt = random(16);
  const iv = random(12);
  const key = await wrapping(pin, salt);
  return {salt, iv, proof: await crypto.subtle.encrypt({name: 'AES-GCM', iv}, key, new Uint8Array(16))};
}

// The key behind the PIN, for as long as the app is open; null when the PIN is wrong.
export async function unlock(lock, pin) {
  const key = await wrapping(pin, lock.salt);
  try {
    await crypto.subtle.decrypt({name: 'AES-GCM', iv: lock.iv}, key, lock.proof);
    return key;
  } catch {
    return null;
  }
}

// A key for one interview, with its wrapped form to be kept beside the draft.
export async function newDraftKey(master) {
  const key = await crypto.subtle.generateKey({name: 'AES-GCM', length: 256}, true, ['encrypt', 'decrypt']);
  const iv = random(12);
  return {key, wrapped: {iv, box: await crypto.subtle.wrapKey('raw', key, master, {name: 'AES-GCM', iv})}};
}

export const draftKey = (master, wrapped) =>
  crypto.subtle.unwrapKey('raw', wrapped.box, master, {name: 'AES-GCM', iv: wrapped.iv}, 'AES-GCM', false, ['encrypt', 'decrypt']);

export async function hidden(value, key) {
  const iv = random(12);
  return {iv, box: await crypto.subtle.encrypt({name: 'AES-GCM', iv}, key, bytes(JSON.stringify(value)))};
}

// The same of a file.
export async function hiddenBytes(buffer, key) {
  const iv = random(12);
  return {iv, box: await crypto.subtle.encrypt({name: 'AES-GCM', iv}, key, buffer)};
}

export const shownBytes = (kept, key) => crypto.subtle.decrypt({name: 'AES-GCM', iv: kept.iv}, key, kept.box);

export const shown = async (kept, key) =>
  JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({name: 'AES-GCM', iv: kept.iv}, key, kept.box)));
