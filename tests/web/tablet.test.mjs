// The tablet's small parts that need no screen: who is missing, the clock, what stays in a tab on plain http, what a draft leaves on the disk.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import test from 'node:test';
import {corrected, difference, isWrong, looked} from '../../server/web/tablet/clock.js';
import {Drafts, newId, parcel} from '../../server/web/tablet/conduct.js';
import {InThisTab, sha256} from '../../server/web/tablet/plain.js';
import {cellOf, counted, furthest, tableOf} from '../../server/web/tablet/quotas.js';
import {sender} from '../../server/web/tablet/server.js';
import {Tablet} from '../../server/web/tablet/tablet.js';
import {newLock, unlock} from '../../server/web/tablet/vault.js';

const quotas = {
  by: ['quartier', 'genre', 'age'],
  labels: {quartier: {A: 'Mermoz', B: 'La Duchère'}, genre: {femme: 'Femmes', homme: 'Hommes'}, age: {15: '15–24', 25: '25–59', 60: '60 +'}},
  levels: {genre: ['femme', 'homme']},
  bands: {age: [{from: 15, code: '15'}, {from: 25, code: '25'}, {from: 60, code: '60'}, {from: 111, code: ''}]},
  cells: [
    {key: {quartier: 'A', genre: 'femme', age: '15'}, target: 14, done: 7}, {key: {quartier: 'A', genre: 'homme', age: '15'}, target: 15, done: 2},
    {key: {quartier: 'A', genre: 'homme', age: '60'}, target: 14, done: 13}, {key: {quartier: 'B', genre: 'homme', age: '15'}, target: 9, done: 0}],
};
const person = (quartier, genre, age) => [['quartier', quartier], ['genre', genre], ['age', age], ['mot', 'x']];

test('a person counts in one cell, by bands where an age is a number, and in none when a part is not said', () => {
  assert.deepEqual(cellOf(quotas, person('A', 'homme', '24')), {quartier: 'A', genre: 'homme', age: '15'});
  assert.deepEqual(cellOf(quotas, person('A', 'homme', '25')), {quartier: 'A', genre: 'homme', age: '25'});
  assert.deepEqual(cellOf(quotas, person('A', 'homme', '101')), {quartier: 'A', genre: 'homme', age: '60'});
  assert.equal(cellOf(quotas, person('A', 'homme', '14')), null, 'younger than the first band');
  assert.equal(cellOf(quotas, person('A', 'homme', '111')), null, 'older than the last');
  assert.equal(cellOf(quotas, person('A', 'nsp', '30')), null);
  assert.deepEqual(cellOf({by: ['age'], labels: {age: {'60_74|75_plus': '60 +'}}}, [['age', '75_plus']]), {age: '60_74|75_plus'}, 'counted together');
  assert.equal(cellOf(quotas, [['quartier', 'A']]), null);
});

test('the server\'s counts and this tablet\'s own add up, in the table of one place', () => {
  const own = [cellOf(quotas, person('A', 'homme', '61')), cellOf(quotas, person('A', 'homme', '17')), cellOf(quotas, person('B', 'homme', '17'))];
  assert.deepEqual(counted(quotas, own).map(cell => cell.done), [7, 3, 14, 1]);
  const {columns, rows} = tableOf(quotas, own, 'A');
  assert.deepEqual(columns, ['15–24', '60 +']);
  assert.deepEqual(rows.map(row => [row.label, ...row.cells.map(cell => cell && `${cell.done}/${cell.target}`)]),
    [['Femmes', '7/14', null], ['Hommes', '3/15', '14/14']]);
  assert.deepEqual(furthest(quotas, own, 'A').labels, ['Hommes', '15–24'], '3 of 15 is further than 7 of 14');
  assert.equal(furthest(quotas, [...own, ...Array(12).fill(own[1]), ...Array(7).fill({quartier: 'A', genre: 'femme', age: '15'})], 'A'), undefined);
});

test('a clock that is wrong by two years is told and corrected; a small difference is left alone', () => {
  const asked = Date.parse('2024-05-17T10:00:00Z');
  const by = difference('2026-05-17T10:00:01Z', asked, asked + 2000);
  assert.equal(by, 730 * 86400_000);  // two years without 29 February between 17 May 2024 and 17 May 2026
  assert.ok(isWrong(by) && isWrong(-by) && !isWrong(299_000));
  assert.equal(corrected(new Date('2024-05-18T09:30:00Z'), by), '2026-05-18T09:30:00Z');
  assert.equal(corrected(new Date('2026-05-18T09:30:00.250Z'), 4000), '2026-05-18T09:30:00Z');
});

// The wall clock shows noon of that day; `minutes` later by both clocks; a tablet asleep stops the steady one.
const noon = Date.parse('2026-05-17T12:00:00Z'), minute = 60_000, hour = 60 * minute, day = 24 * hour;
const at = (wall, steady, run = 1) => ({wall, steady, run});

test('a clock that is set right while the tablet is away is no longer corrected', () => {
  const late = {by: 730 * day, contact: 5, last: at(noon - 730 * day, 1000)};
  assert.deepEqual(looked(late, at(noon - 730 * day + minute, 1000 + minute)), {by: 730 * day, sure: true, contact: 5, last: at(noon - 730 * day + minute, 1000 + minute)});
  const mended = looked(late, at(noon + 20_000, 21_000));
  assert.deepEqual([mended.by, mended.sure], [0, true]);
  assert.equal(corrected(new Date(noon + 20_000), mended.by), '2026-05-17T12:00:20Z');
  const overNight = looked(late, at(noon + 9 * hour, 1, 2));  // the battery was flat for nine hours, and the clock was set before the app was opened
  assert.deepEqual([overNight.by, overNight.sure], [0, true]);
  const ahead = looked({by: -60 * day, last: at(noon + 60 * day, 0)}, at(noon + hour, hour));
  assert.deepEqual([ahead.by, ahead.sure], [0, true]);
});

test('a tablet that sleeps or is off keeps its correction', () => {
  for (const by of [0, 3000, 730 * day, -730 * day])
    for (const asleep of [0, minute, 9 * hour, 2 * day])
      for (const run of [1, 2]) {
        const next = looked({by, last: at(noon, 1000)}, at(noon + 10_000 + asleep, run === 1 ? 11_000 : 3, run));
        assert.deepEqual([next.by, next.sure], [by, true], `${by} ${asleep} ${run}`);
      }
});

test('what cannot be told is marked, and stays so until the server is met', () => {
  const eight = {by: 8 * hour, last: at(noon, 1000)};
  assert.equal(looked(eight, at(noon + 8 * hour + 10_000, 11_000)).sure, false, 'asleep for eight hours, or set right');
  assert.equal(looked(eight, at(noon + hour, 11_000)).sure, true, 'an hour of sleep is no eight hours');
  const back = looked({by: 0, last: at(noon, 1000)}, at(noon - 3 * day, 61_000));
  assert.deepEqual([back.by, back.sure], [3 * day + minute, false], 'set back in front of us: told by the clock that stands for nobody');
  assert.equal(corrected(new Date(noon - 3 * day), back.by), '2026-05-17T12:01:00Z');
  const flat = looked({by: 0, last: at(noon, 1000)}, at(Date.parse('2015-01-01T00:00:00Z'), 3, 2));
  assert.equal(flat.sure, false, 'a flat battery, and a clock that starts in the past');
  assert.equal(looked({by: 0, last: at(noon, 1000)}, at(noon + 30 * day, 3, 2)).sure, false, 'a month in a drawer, or set wrong');
  assert.equal(looked(flat, at(flat.last.wall + minute, 3 + minute, 2)).sure, false);
});

test('the first look knows what was told', () => {
  assert.deepEqual(looked({by: 0}, at(noon, 7)), {by: 0, sure: true, last: at(noon, 7)});
});

test('without WebCrypto a digest is SHA-256 all the same', () => {
  assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');  // FIPS 180-2, B.1
  for (const length of [0, 55, 56, 63, 64, 119, 120, 5000])
    assert.equal(sha256('é' + 'a'.repeat(length)), createHash('sha256').update('é' + 'a'.repeat(length)).digest('hex'), String(length));
});

const storage = () => {
  const kept = new Map();
  return {kept, getItem: name => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: name => kept.delete(name)};
};

test('on plain http interviews stay in the tab; only what is no answer outlives it', async () => {
  globalThis.localStorage = storage();
  globalThis.sessionStorage = storage();
  const kept = new InThisTab();
  await kept.put('settings', {key: 'K'}, 'device');
  await kept.put('drafts', {id: 'a', state: {mot: 'secret'}});
  await kept.shelf().change({put: [{id: 'a', sealed: 'secret'}], remove: [], count: {'response.collected': 1}, drafts: ['a']});
  assert.deepEqual(await kept.all('drafts'), []);
  assert.deepEqual(await kept.shelf().counters(), {'response.collected': 1});
  assert.ok(![...localStorage.kept.values()].join().includes('secret'));
  assert.deepEqual(await kept.get('settings', 'device'), {key: 'K'});
});

// A disk whose writes end when told.
class SlowDisk {
  writes = [];
  put(store, value) {
    return new Promise(done => this.writes.push({value, done}));
  }
}
const turn = () => new Promise(done => setTimeout(done, 20));

test('a draft is written box by box, the newest last, and never after its end', async () => {
  const lock = await newLock('246810');
  const disk = new SlowDisk();
  const drafts = new Drafts(disk, await unlock(lock, '246810'));
  const keep = await drafts.keeper({id: 'a', campaign: 'c'});
  for (const mot of ['premier secret', 'deuxième secret', 'troisième secret']) keep({mot});
  await turn();
  assert.equal(disk.writes.length, 1, 'one write at a time');
  disk.writes[0].done();
  await turn();
  assert.equal(disk.writes.length, 2);
  const {value, done} = disk.writes[1];
  assert.deepEqual(await drafts.open(value), {mot: 'troisième secret'}, 'what was overtaken is not written');
  assert.ok(!Buffer.from(value.box).includes('secret'));
  const closed = keep.close();
  done();
  await closed;
  keep({mot: 'trop tard'});
  await turn();
  assert.equal(disk.writes.length, 2);
  assert.equal(await new Drafts(disk, await unlock(await newLock('135799'), '135799')).open(value), null, 'another PIN opens nothing');
});

// A disk that outlives the app: values stay as they are.
class Memory {
  stores = {settings: new Map(), drafts: new Map(), cells: new Map(), outbox: new Map(), counters: new Map(), files: new Map()};
  async all(store) { return [...this.stores[store].values()]; }
  async get(store, key) { return this.stores[store].get(key); }
  async put(store, value, key = value.id) { this.stores[store].set(key, value); }
  async remove(store, key) { this.stores[store].delete(key); }
  async clear(...names) { names.forEach(name => this.stores[name].clear()); }
  shelf() { return {all: () => this.all('outbox'), counters: async () => Object.fromEntries(this.stores.counters), change: async ({put}) => put.forEach(entry => this.stores.outbox.set(entry.id, entry))}; }
}

test('wrong PINs are slowed, also after the app was closed; the right one is not forgotten', async () => {
  const disk = new Memory();
  const opened = async () => {
    const tablet = new Tablet(disk, true);
    await tablet.load();
    return tablet;
  };
  await (await opened()).choosePin('246810');
  const waits = [];
  for (let i = 0; i < 5; i++) {
    const tablet = await opened();
    waits.push(await tablet.wait());
    assert.equal(await tablet.open('111111'), false);
  }
  assert.deepEqual(waits, [0, 0, 0, 5, 10]);
  await disk.put('settings', 40, 'tries');
  const tablet = await opened();
  assert.equal(await tablet.wait(), 300, 'five minutes at most');
  assert.equal(await tablet.open('246810'), true);
  assert.equal(await tablet.wait(), 0);
});

test('a forgotten PIN costs the drafts, not the queue', async () => {
  const disk = new Memory();
  const tablet = new Tablet(disk, true);
  await tablet.load();
  await tablet.choosePin('246810');
  await disk.put('drafts', {id: 'a'});
  await tablet.outbox.add({id: 'b', campaign: 'c', sealed: 'x', digest: 'y'});
  await tablet.setSheet({id: 'c', has_field_sheet: true}, [['lieu', 'marche']], ['Marché']);
  assert.ok(!JSON.stringify([...disk.stores.settings]).includes('marche'));
  await tablet.forgetPin();
  assert.deepEqual([await disk.all('drafts'), await disk.get('settings', 'sheets'), await disk.get('settings', 'lock')], [[], undefined, undefined]);
  assert.equal((await tablet.outbox.waiting()).length, 1);
});

test('an id is a version 4 UUID, another each time', () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test('a parcel is sealed, and its digest is that of the sealed text', async () => {
  const {publicKey} = await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits']);
  const sent = await parcel({id: 'a', fields: [['mot', 'secret']]}, {id: 'c', sealing_key: {...await crypto.subtle.exportKey('jwk', publicKey), kid: 'k'}});
  assert.equal(sent.sealed.split('.').length, 5);
  assert.equal(sent.digest, createHash('sha256').update(sent.sealed).digest('hex'));
});

test('a parcel that is too large goes in two; one answer that is too large alone is told so', async () => {
  const sizes = [];
  globalThis.fetch = async (path, {body, headers}) => {
    const {items} = JSON.parse(body);
    sizes.push(items.length);
    assert.equal(headers.Authorization, 'Bearer K');
    const whole = items.reduce((sum, {sealed}) => sum + sealed.length, 0);
    return whole > 30 ? {ok: false, status: 413, json: async () => ({code: 'request.too_large', detail: 'Trop grand.'})}
      : {ok: true, status: 200, json: async () => ({items: items.map(({id}) => ({id, status: 201}))})};
  };
  const entry = (id, length) => ({id, campaign: 'c', sealed: 'x'.repeat(length)});
  const {items} = await sender('K')([entry('a', 10), entry('b', 10), entry('c', 99), entry('d', 10)]);
  assert.deepEqual(items.map(({id, status}) => [id, status]), [['a', 201], ['b', 201], ['c', 413], ['d', 201]]);
  assert.deepEqual(sizes, [4, 2, 2, 1, 1]);
});

for (const [status, code, stopped] of [[401, 'device.unknown', 'unknown'], [403, 'device.revoked', 'revoked'], [503, 'server.busy', 'busy'], [418, 'x', 'refused']])
  test(`a server that says ${status} stops the sending: ${stopped}`, async () => {
    globalThis.fetch = async () => ({ok: false, status, json: async () => ({code})});
    assert.equal((await sender('K')([{id: 'a', campaign: 'c', sealed: 'x'}])).stopped, stopped);
    globalThis.fetch = async () => { throw new TypeError('network'); };
    assert.equal((await sender('K')([{id: 'a', campaign: 'c', sealed: 'x'}])).stopped, 'offline');
  });
