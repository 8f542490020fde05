// The order of choices on a tablet, where the page is the same for everybody.
import assert from 'node:assert/strict';
import test from 'node:test';
import {shuffledBySeed} from '../../server/web/expression_more.js';
import {orderFor, ordered, seedOf} from '../../server/web/tablet/order.js';

test('the seed is FNV-1a of the id and the name', () => {
  // Test vectors of draft-eastlake-fnv, appendix C: "", "a", "foobar".
  assert.deepEqual([seedOf('', ''), seedOf('a', ''), seedOf('foo', 'bar')], [0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});

test('a seed gives the order that it gives everywhere', () => {
  const names = [...'abcdefghij'];
  for (const seed of [0, 1, 42, 2147483646, 2147483647, 2147483648, 4294967295]) assert.deepEqual(ordered(names, seed), shuffledBySeed(names, seed), String(seed));
});

test('each person has an order, which stays theirs; over many persons no choice is more often first', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  assert.deepEqual(orderFor('id-1', 'q', names), orderFor('id-1', 'q', names));
  assert.deepEqual([...orderFor('id-1', 'q', names)].sort(), names);
  const first = {};
  for (let i = 0; i < 5000; i++) {
    const [one] = orderFor(`00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, 'raisons', names);
    first[one] = (first[one] ?? 0) + 1;
  }
  // Chi-squared with 4 degrees of freedom: beyond 18.5 once in a thousand.
  const chi = names.reduce((sum, name) => sum + (first[name] - 1000) ** 2 / 1000, 0);
  assert.ok(chi < 18.5, `${chi}: ${JSON.stringify(first)}`);
});
