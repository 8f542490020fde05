// Recordings on a tablet: which are brought, and the parts of them that a player asks for.
import assert from 'node:assert/strict';
import test from 'node:test';
import {fitting, inRange, named} from '../../server/web/tablet/media.js';

const ten = () => new Response('0123456789', {headers: {'Content-Type': 'audio/webm'}});
const part = async range => {
  const reply = await inRange(ten(), range);
  return [reply.status, reply.headers.get('Content-Range'), await reply.text()];
};

test('a player gets the part that it asks for, as RFC 9110 (14.1.2, 14.4) counts it', async () => {
  assert.deepEqual(await part('bytes=0-1'), [206, 'bytes 0-1/10', '01']);  // what Safari asks first
  assert.deepEqual(await part('bytes=0-'), [206, 'bytes 0-9/10', '0123456789']);
  assert.deepEqual(await part('bytes=4-6'), [206, 'bytes 4-6/10', '456']);
  assert.deepEqual(await part('bytes=8-99'), [206, 'bytes 8-9/10', '89']);
  assert.deepEqual(await part('bytes=-3'), [206, 'bytes 7-9/10', '789']);
  assert.deepEqual(await part('bytes=-30'), [206, 'bytes 0-9/10', '0123456789']);
  assert.deepEqual(await part('bytes=10-'), [416, 'bytes */10', '']);
});

test('a part that is not understood, and several at once, are answered with the whole', async () => {
  for (const range of [null, 'bytes=-', 'bytes=5-2', 'bytes=0-1,4-5', 'lines=0-1'])
    assert.deepEqual(await part(range), [200, null, '0123456789'], String(range));
});

test('the type of a recording stays with each part', async () => {
  assert.equal((await inRange(ten(), 'bytes=0-1')).headers.get('Content-Type'), 'audio/webm');
  assert.equal((await inRange(ten(), 'bytes=0-1')).headers.get('Content-Length'), '2');
});

test('what is too heavy for the room is left out, what comes after it still fits, and nothing comes twice', () => {
  const campaigns = [{media: [['/m/a/1', 60], ['/m/a/2', 50], ['/m/a/3', 30]]}, {}, {media: [['/m/a/1', 60], ['/m/b/4', 10], ['/m/b/5', 1]]}];
  assert.deepEqual(fitting(campaigns, 100).map(([address]) => address), ['/m/a/1', '/m/a/3', '/m/b/4']);
  assert.deepEqual(fitting(campaigns, -5), []);
});

test('a page names its recordings and pictures', () => {
  assert.deepEqual(named('<audio src="/m/parler/0123456789abcdef"></audio><img src="/m/c%20d/ffffffffffffffff"><a href="/m/parler/court">'),
    ['/m/parler/0123456789abcdef', '/m/c%20d/ffffffffffffffff']);
});
