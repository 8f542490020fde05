// Photos, voices and files of an interview in hand: encrypted under the PIN's key until the interview is finished, then sealed to the campaign in
// pieces that go their own way behind the answers.
import {newId} from './conduct.js';
import {digest, sealed} from './sealed.js';
import {hiddenBytes, shownBytes} from './vault.js';

// A piece that a poor wifi brings over within the server's patience.
export const pieceBytes = 240_000;

const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('');

// "photo-3f2a9c01.jpg": what the answer says.
export const newName = (question, extension) => `${question}-${hex(crypto.getRandomValues(new Uint8Array(4)))}.${extension}`;

// `draft`: the id of the response to come.
export class DraftFiles {
  constructor(kept, master, draft) {
    Object.assign(this, {kept, master, draft});
  }

  async add(name, blob) {
    const box = await hiddenBytes(await blob.arrayBuffer(), this.master);
    await this.kept.put('files', {id: this.draft + '/' + name, draft: this.draft, name, type: blob.type, ...box});
  }

  // null when it is not here, or sealed under another PIN.
  async get(name) {
    const kept = await this.kept.get('files', this.draft + '/' + name);
    if (!kept) return null;
    return shownBytes(kept, this.master).then(bytes => new Blob([bytes], {type: kept.type}), () => null);
  }

  remove(name) {
    return this.kept.remove('files', this.draft + '/' + name);
  }

  async ids() {
    return (await this.kept.all('files')).filter(one => one.draft === this.draft).map(one => one.id);
  }
}

// What a training interview shows: gone with its screen.
export class FilesInMemory {
  training = true;
  #all = new Map();
  async add(name, blob) { this.#all.set(name, blob); }
  async get(name) { return this.#all.get(name) ?? null; }
  async remove(name) { this.#all.delete(name); }
}

// The pieces of one file, as entries of an outbox with their sealed text.
export async function piecesOf(name, blob, response, campaign) {
  const whole = new Uint8Array(await blob.arrayBuffer());
  const sha256 = hex(await crypto.subtle.digest('SHA-256', whole));
  const pieces = Math.max(1, Math.ceil(whole.length / pieceBytes));
  return Promise.all(Array.from({length: pieces}, async (_, piece) => {
    const id = newId();
    const head = new TextEncoder().encode(JSON.stringify({kind: 'attachment', id, campaign: campaign.id, response, name, sha256, piece, pieces}) + '\n');
    const content = new Blob([head, whole.subarray(piece * pieceBytes, (piece + 1) * pieceBytes)]);
    const box = await sealed(new Uint8Array(await content.arrayBuffer()), campaign.sealing_key);
    return {id, campaign: campaign.id, kind: 'attachment', digest: await digest(box), size: box.length, state: 'waiting', sent: false, reason: '', sealed: box};
  }));
}

// What is to be sent of an interview: the files that its answers name.
export async function parcelsOfInterview(files, names, response, campaign) {
  const parcels = [];
  for (const name of names) {
    const blob = await files.get(name);
    if (blob) parcels.push(...await piecesOf(name, blob, response, campaign));
  }
  return parcels;
}
