// What a tablet asks with the device: a position as an answer, a photo's size, a film without its place, and files on their way behind the answers.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import test from 'node:test';

globalThis.document = {getElementById: () => ({textContent: '{"say":{},"handed":{}}'})};
const {asAnswer} = await import('../../server/web/tablet/position.js');
const {shrunk} = await import('../../server/web/tablet/photo.js');
const {clock, extensionOf} = await import('../../server/web/tablet/voice.js');
const {kindOf, withoutPlace} = await import('../../server/web/tablet/film.js');
const {parcelsOf, outboxOf, deliverQueue} = await import('../../server/web/tablet/delivery.js');
const {DraftFiles, newName, pieceBytes, piecesOf} = await import('../../server/web/tablet/files.js');
const {newLock, unlock} = await import('../../server/web/tablet/vault.js');
const {derivedKey} = await import('../../server/web/tablet/sealed.js');

const bytes = text => new Uint8Array(Buffer.from(text, 'latin1'));

test('a position is latitude, longitude, altitude and accuracy, never with an exponent', () => {
  assert.equal(asAnswer({latitude: 43.59872, longitude: 1.398765432, altitude: 151.26, accuracy: 4.2}), '43.59872 1.398765 151.3 4.2');
  assert.equal(asAnswer({latitude: -0.0000001, longitude: 179.9999999, altitude: null, accuracy: 12}), '0 180 0 12');
  assert.equal(asAnswer({latitude: 45, longitude: 0.000002, altitude: 0, accuracy: 1500.04}), '45 0.000002 0 1500');
});

test('a photo keeps its shape and is never made larger', () => {
  assert.deepEqual(shrunk(4000, 3000, 1600), [1600, 1200]);
  assert.deepEqual(shrunk(3000, 4000, 1600), [1200, 1600]);
  assert.deepEqual(shrunk(640, 480, 1600), [640, 480]);
  assert.deepEqual(shrunk(9000, 2, 900), [900, 1]);
});

test('a recording tells its time, and its file what it is', () => {
  assert.deepEqual([0, 9.9, 61, 1800].map(clock), ['0:00', '0:09', '1:01', '30:00']);
  assert.deepEqual(['audio/webm;codecs=opus', 'audio/mp4', 'audio/x-m4a', 'audio/ogg', 'audio/mpeg', 'text/plain'].map(extensionOf), ['webm', 'm4a', 'm4a', 'ogg', 'mp3', undefined]);
});

test('a film or a file is what its first bytes say', () => {
  assert.equal(kindOf(bytes('\0\0\0\x1Cftypmp42'), 'video'), 'mp4');
  assert.equal(kindOf(bytes('\0\0\0\x14ftypqt  '), 'video'), undefined);
  assert.equal(kindOf(bytes('\x1A\x45\xDF\xA3'), 'video'), 'webm');
  assert.equal(kindOf(bytes('%PDF-1.7'), 'video'), undefined);
  assert.equal(kindOf(bytes('%PDF-1.7'), 'file'), 'pdf');
  assert.equal(kindOf(bytes('<script>'), 'file'), undefined);
});

// A box is its length in four bytes, its name in four, its content (ISO/IEC 14496-12).
test('the place that a telephone writes into a film is gone, and nothing else moved', () => {
  const place = '\0\0\0\x1E\xA9xyz\0\x12\x15\xC7+43.5987+001.3987/';
  const film = 'abcd' + place + '\0\0\0\x0Cmdatfilm';
  const without = Buffer.from(withoutPlace(bytes(film))).toString('latin1');
  assert.equal(without.length, film.length);
  assert.equal(without, 'abcd\0\0\0\x1Efree' + '\0'.repeat(22) + '\0\0\0\x0Cmdatfilm');
  // The same four letters by chance, in a picture: no box is so long.
  const chance = '\xFF\xFF\xFF\xFF\xA9xyz' + 'x'.repeat(40);
  assert.equal(Buffer.from(withoutPlace(bytes(chance))).toString('latin1'), chance);
});

// ---- on the disk, and on the way

class Disk {
  stores = {settings: new Map([['device', {key: 'k'}]]), files: new Map(), outbox: new Map(), parcels: new Map(), payloads: new Map(), counters: new Map()};
  async all(store) { return [...this.stores[store].values()]; }
  async get(store, key) { return this.stores[store].get(key); }
  async put(store, value, key = value.id) { this.stores[store].set(key, value); }
  async remove(store, key) { this.stores[store].delete(key); }
  #of(store) {
    return {all: () => this.all(store), counters: async () => Object.fromEntries(this.stores.counters), change: async ({put, remove, count}) => {
      put.forEach(entry => this.stores[store].set(entry.id, entry));
      remove.forEach(id => (this.stores[store].delete(id), this.stores.payloads.delete(id)));
      for (const [name, by] of Object.entries(count)) this.stores.counters.set(name, (this.stores.counters.get(name) ?? 0) + by);
    }};
  }
  shelf() { return this.#of('outbox'); }
  parcelShelf() { return this.#of('parcels'); }
  hold(parcels) {
    for (const {sealed, ...entry} of parcels) {
      this.stores.parcels.set(entry.id, entry);
      this.stores.payloads.set(entry.id, {id: entry.id, sealed});
    }
  }
}

async function recipient() {
  const pair = await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits']);
  return {id: 'c', sealing_key: {...await crypto.subtle.exportKey('jwk', pair.publicKey), kid: 'k'}, privateKey: pair.privateKey};
}

// RFC 7516, 5.2.
async function opened(jwe, {privateKey}) {
  const [head, , iv, box, tag] = jwe.split('.');
  const {epk} = JSON.parse(Buffer.from(head, 'base64url'));
  const theirs = await crypto.subtle.importKey('jwk', epk, {name: 'ECDH', namedCurve: 'P-256'}, false, []);
  const shared = await crypto.subtle.deriveBits({name: 'ECDH', public: theirs}, privateKey, 256);
  const key = await crypto.subtle.importKey('raw', await derivedKey(shared, 'A256GCM', 256), 'AES-GCM', false, ['decrypt']);
  const all = Buffer.concat([Buffer.from(box, 'base64url'), Buffer.from(tag, 'base64url')]);
  return Buffer.from(await crypto.subtle.decrypt({name: 'AES-GCM', iv: Buffer.from(iv, 'base64url'), additionalData: Buffer.from(head)}, key, all));
}

const noise = length => Buffer.from(Array.from({length}, (_, i) => (i * 7919 + (i >> 8)) & 255));

test('a photo of a draft is nowhere to read on the disk, and comes back under the PIN alone', async () => {
  const disk = new Disk();
  const lock = await newLock('246810');
  const files = new DraftFiles(disk, await unlock(lock, '246810'), 'r1');
  const name = newName('photo', 'jpg');
  assert.match(name, /^photo-[0-9a-f]{8}\.jpg$/);
  await files.add(name, new Blob(['PLANTED-BYTES'], {type: 'image/jpeg'}));
  const [kept] = await disk.all('files');
  assert.ok(!Buffer.from(kept.box).includes('PLANTED'));
  assert.equal(await (await files.get(name)).text(), 'PLANTED-BYTES');
  assert.equal(await new DraftFiles(disk, await unlock(await newLock('135790'), '135790'), 'r1').get(name), null, 'another PIN');
  assert.equal(await new DraftFiles(disk, files.master, 'r2').get(name), null, 'another interview');
});

test('a file goes in sealed pieces that make the same bytes again', async () => {
  const campaign = await recipient();
  const whole = noise(2 * pieceBytes + 17);
  const pieces = await piecesOf('voix-1.webm', new Blob([whole]), 'r1', campaign);
  assert.equal(pieces.length, 3);
  const parts = await Promise.all(pieces.map(async one => {
    const clear = await opened(one.sealed, campaign);
    const end = clear.indexOf('\n');
    const head = JSON.parse(clear.subarray(0, end));
    assert.deepEqual([head.kind, head.id, head.response, head.name, head.pieces], ['attachment', one.id, 'r1', 'voix-1.webm', 3]);
    assert.equal(head.sha256, createHash('sha256').update(whole).digest('hex'));
    assert.equal(one.digest, createHash('sha256').update(one.sealed).digest('hex'));
    return [head.piece, clear.subarray(end + 1)];
  }));
  assert.ok(Buffer.concat(parts.sort(([a], [b]) => a - b).map(([, part]) => part)).equals(whole));
  assert.equal((await piecesOf('vide.jpg', new Blob([]), 'r1', campaign)).length, 1);
});

test('answers go first; a file leaves once the server has that very content, and a lost reply costs a resend', async () => {
  const disk = new Disk();
  const campaign = await recipient();
  disk.hold(await piecesOf('voix-1.webm', new Blob([noise(5 * pieceBytes)]), 'r1', campaign));
  await outboxOf(disk, 'k').add({id: 'r1', campaign: 'c', sealed: 's', digest: createHash('sha256').update('s').digest('hex')});
  const trips = [];
  let failing = 1;
  globalThis.fetch = async (path, {body}) => {
    const {items} = JSON.parse(body);
    trips.push(items.map(item => item.id));
    if (trips.length === 3 && failing-- > 0) throw new TypeError('network');
    return new Response(JSON.stringify({items: items.map(({id, sealed}) => ({id, status: 201, digest: createHash('sha256').update(sealed).digest('hex')}))}));
  };
  const parcels = parcelsOf(disk, 'k');
  assert.equal(await deliverQueue(disk, undefined, undefined, parcels), 'offline');
  assert.deepEqual(trips[0], ['r1']);
  assert.ok(trips.slice(1).every(trip => trip.length === 1), 'a round trip carries what a poor wifi brings over');
  assert.equal((await parcels.waiting()).length, 4, 'one of five was acknowledged');
  assert.equal(await deliverQueue(disk, undefined, undefined, parcels), 'done');
  assert.equal((await parcels.waiting()).length, 0);
  assert.equal(disk.stores.payloads.size, 0, 'nothing of it stays');
  assert.equal((await parcels.account('attachment')).acknowledged, 5);
});

test('a file whose answer is not there yet waits; one that is refused is set aside with the reason', async () => {
  const disk = new Disk();
  disk.hold(await piecesOf('photo-1.jpg', new Blob(['x']), 'r1', await recipient()));
  const reply = (status, reason) => (globalThis.fetch = async (path, {body}) => new Response(JSON.stringify({items: JSON.parse(body).items.map(({id}) => ({id, status, digest: 'd', reason}))})));
  reply(404, 'pas encore');
  assert.equal(await deliverQueue(disk), 'nothing_moves');
  assert.equal((await parcelsOf(disk, 'k').waiting()).length, 1);
  reply(422, 'pas une photo');
  await deliverQueue(disk);
  const [aside] = await parcelsOf(disk, 'k').aside();
  assert.equal(aside.reason, 'pas une photo');
});
