// The parts of the residents' script stand in one scope on the page, where no import is read: here they are held to what they say of each other.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import test from 'node:test';

const folder = new URL('../../server/web/questionnaire/', import.meta.url);
const parts = new Map(readdirSync(folder).map(name => {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n').filter(line => !line.trim().startsWith('//'));
  const of = start => lines.filter(line => line.startsWith(start));
  const listed = line => line.slice(line.indexOf('{') + 1, line.indexOf('}')).split(',').map(word => word.split(':').at(-1).trim());
  return [name, {
    takes: new Map(of('import ').map(line => [line.match(/'(.*)'/)[1], listed(line)])),
    gives: of('export ').flatMap(listed),
    declares: lines.filter(line => /^(const|let|function) /.test(line)).flatMap(line => line.startsWith('const {') ? listed(line) : [line.match(/^\w+ (\w+)/)[1]]),
    code: lines.filter(line => !/^(import|export) /.test(line)).join('\n'),
  }];
}));
const says = (code, name) => new RegExp(`(?<![\\w'-]|[^.]\\.)${name}(?![\\w'-]|: )`).test(code);

test('every part uses what it takes, and is given it; what a part gives, another takes', () => {
  const taken = new Set();
  for (const [name, part] of parts) {
    for (const [from, names] of part.takes) {
      const giver = parts.get(from.replace('./', ''));
      for (const one of names) {
        assert.ok(says(part.code, one), `${name} does not use ${one}`);
        if (!giver) continue;
        assert.ok(giver.gives.includes(one) && giver.declares.includes(one), `${name}: ${from} gives no ${one}`);
        taken.add(from.replace('./', '') + ' ' + one);
      }
    }
  }
  for (const [name, part] of parts)
    for (const one of part.gives) assert.ok(taken.has(name + ' ' + one), `nobody takes ${one} of ${name}`);
});
