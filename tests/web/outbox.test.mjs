// The outbox against everything that can go wrong: a model of a disk that dies between any two steps, a network that loses requests and
// replies, a server that dies, refuses, or acknowledges another content. After the storm, what was collected is on the server once.
import assert from 'node:assert/strict';
import test from 'node:test';
import {Outbox, batchSize} from '../../server/web/tablet/outbox.js';

const runs = Number(process.env.ECOUTE_OUTBOX_RUNS ?? 10_000);

// Numbers that a seed decides (mulberry32, public domain).
const chance = seed => () => {
  seed = seed + 0x6D2B79F5 | 0;
  let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
  t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
  return ((t ^ t >>> 14) >>> 0) / 4294967296;
};

class Crash extends Error {}

// What survives is `kept`; a change is applied whole or not at all, and the tablet may die before or after it.
class Disk {
  kept = {entries: new Map(), counters: {}};
  constructor(storm) {
    this.storm = storm;
  }
  async all() {
    return [...this.kept.entries.values()].map(entry => ({...entry}));
  }
  async counters() {
    return {...this.kept.counters};
  }
  async change({put, remove, count}) {
    if (this.storm(0.03)) throw new Crash('before the write');
    for (const entry of put) this.kept.entries.set(entry.id, {...entry});
    for (const id of remove) this.kept.entries.delete(id);
    for (const [name, by] of Object.entries(count)) this.kept.counters[name] = (this.kept.counters[name] ?? 0) + by;
    if (this.storm(0.03)) throw new Crash('after the write');
  }
}

class Server {
  rows = new Map();
  takes = 0;
  constructor(storm) {
    this.storm = storm;
  }
  take(entries) {
    this.takes++;
    return entries.map(({id, sealed, digest}) => {
      if (sealed.startsWith('broken')) return {id, status: 422, reason: 'response.invalid'};
      if (this.storm(0.02)) return {id, status: 503};
      if (this.storm(0.01)) return {id, status: 200, digest: 'of something else'};
      const known = this.rows.get(id);
      if (known !== undefined && known !== sealed) return {id, status: 409, reason: 'response.conflict'};
      this.rows.set(id, sealed);
      return {id, status: known === undefined ? 201 : 200, digest};
    });
  }
}

function network(server, storm) {
  return async entries => {
    if (storm(0.15)) throw new TypeError('network');
    if (storm(0.05)) return {stopped: 'busy'};
    const half = storm(0.05) ? entries.slice(0, Math.ceil(entries.length / 2)) : entries;
    const items = server.take(half);
    if (storm(0.15)) throw new TypeError('the reply is lost');
    return {items: storm(0.05) ? items.slice(1) : items};
  };
}

async function oneRun(seed) {
  const next = chance(seed);
  let raging = true;
  const storm = likely => raging && next() < likely;
  const disk = new Disk(storm);
  const server = new Server(storm);
  const open = () => new Outbox(disk, network(server, storm));
  let outbox = open();
  const collected = new Map();
  const survives = async doing => {
    try {
      return await doing();
    } catch (fault) {
      if (!(fault instanceof Crash)) throw fault;
      outbox = open();  // the app starts again on what is on the disk
    }
  };
  for (let step = 0; step < 12; step++) {
    if (next() < 0.6) {
      const id = `i${collected.size}`;
      const sealed = (next() < 0.05 ? 'broken ' : 'sealed ') + seed + id;
      collected.set(id, sealed);
      const added = async () => (await disk.all()).some(entry => entry.id === id) || server.rows.has(id);
      // The draft is still there after a crash: the interviewer ends the interview again.
      do await survives(() => outbox.add({id, campaign: 'c', sealed, digest: 'd' + sealed})); while (!await added());
    }
    if (next() < 0.5) await survives(() => outbox.deliver());
  }
  raging = false;
  outbox = open();
  assert.equal(await outbox.deliver(), 'done');
  const broken = [...collected].filter(([, sealed]) => sealed.startsWith('broken'));
  assert.equal(server.rows.size, collected.size - broken.length, 'each once, none lost');
  for (const [id, sealed] of server.rows) assert.equal(sealed, collected.get(id), 'with its own content');
  assert.deepEqual((await outbox.aside()).map(entry => entry.id).sort(), broken.map(([id]) => id).sort(), 'the broken ones are set aside');
  const account = await outbox.account();
  assert.deepEqual(account, {collected: collected.size, sent: collected.size, acknowledged: server.rows.size, waiting: 0, aside: broken.length}, 'the account balances');
  return collected.size;
}

test(`${runs} days of failures: nothing lost, nothing twice`, async () => {
  let interviews = 0;
  for (let seed = 1; seed <= runs; seed++) {
    try {
      interviews += await oneRun(seed);
    } catch (fault) {
      fault.message = `seed ${seed}: ${fault.message}`;
      throw fault;
    }
  }
  assert.ok(interviews > runs * 5, 'the storm did happen to somebody');
});

const calm = () => false;
const entry = id => ({id, campaign: 'c', sealed: 'sealed ' + id, digest: 'd' + id});

test('an entry goes only when its own content is acknowledged', async () => {
  const disk = new Disk(calm);
  let digest = 'another';
  const outbox = new Outbox(disk, async entries => ({items: entries.map(({id}) => ({id, status: 200, digest}))}));
  await outbox.add(entry('a'));
  assert.equal(await outbox.deliver(), 'nothing_moves');
  assert.equal((await outbox.waiting()).length, 1);
  digest = 'da';
  assert.equal(await outbox.deliver(), 'done');
  assert.equal((await outbox.waiting()).length, 0);
});

test('a broken entry is set aside alone, can be exported, and tried again', async () => {
  let status = 422;
  const outbox = new Outbox(new Disk(calm), async entries =>
    ({items: entries.map(({id, digest}) => ({id, digest, status: id === 'b' ? status : 201, reason: 'response.invalid'}))}));
  for (const id of ['a', 'b', 'c']) await outbox.add(entry(id));
  assert.equal(await outbox.deliver(), 'done');
  assert.deepEqual((await outbox.aside()).map(one => [one.id, one.reason]), [['b', 'response.invalid']]);
  assert.equal(await outbox.exported(), 'sealed b\n');
  status = 201;
  await outbox.retry('b');
  assert.equal(await outbox.deliver(), 'done');
  assert.deepEqual(await outbox.account(), {collected: 3, sent: 3, acknowledged: 3, waiting: 0, aside: 0});
});

test('a revoked tablet keeps what it holds', async () => {
  const outbox = new Outbox(new Disk(calm), async () => ({stopped: 'revoked'}));
  await outbox.add(entry('a'));
  assert.equal(await outbox.deliver(), 'revoked');
  assert.equal((await outbox.waiting()).length, 1);
});

test('a long day goes in batches, and two calls at once send nothing twice', async () => {
  const sizes = [];
  const outbox = new Outbox(new Disk(calm), async entries => {
    sizes.push(entries.length);
    return {items: entries.map(({id, digest}) => ({id, digest, status: 201}))};
  });
  for (let i = 0; i < batchSize + 5; i++) await outbox.add(entry('e' + i));
  await Promise.all([outbox.deliver(), outbox.deliver()]);
  assert.deepEqual(sizes, [batchSize, 5]);
});

test('what was counted by a slip of the finger is taken back, unless the network has it', async () => {
  const disk = new Disk(calm);
  let reply = () => ({stopped: 'offline'});
  const outbox = new Outbox(disk, entries => reply(entries));
  const refusal = id => ({...entry(id), kind: 'refused'});
  await outbox.add(refusal('a'));
  assert.equal(await outbox.deliver(new Set(['a'])), 'done', 'what may still be taken back is not sent');
  assert.equal(await outbox.withdraw('a'), true);
  assert.deepEqual(await outbox.account('refused'), {collected: 0, sent: 0, acknowledged: 0, waiting: 0, aside: 0});
  await outbox.add(refusal('b'));
  let onTheWay = null;
  reply = async () => {
    onTheWay = await outbox.withdraw('b');
    return {items: [{id: 'b', status: 503}]};
  };
  await outbox.deliver();
  assert.equal(onTheWay, false);
  assert.equal(await outbox.withdraw('b'), false, 'the server had it');
  assert.deepEqual(await outbox.account('refused'), {collected: 1, sent: 1, acknowledged: 0, waiting: 1, aside: 0});
  assert.equal((await outbox.account()).collected, 0, 'interviews are counted apart');
});

test('an answer and its draft change places in one stroke', async () => {
  const disk = new Disk(calm);
  const strokes = [];
  disk.change = async change => void strokes.push(change);
  const outbox = new Outbox(disk, async () => ({items: []}));
  await outbox.add(entry('a'), {drafts: ['a'], cells: [{id: 'a'}]});
  assert.equal(strokes.length, 1);
  assert.deepEqual([strokes[0].put[0].id, strokes[0].drafts, strokes[0].cells], ['a', ['a'], [{id: 'a'}]]);
});
