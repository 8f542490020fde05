// The browser's evaluator against the vectors and against the server's, on the trees that the server compiles.
// ECOUTE_EVAL_LINES names the built program of tests/tools/eval_lines.cpp; without it there is nothing to compile with.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { evaluate, functions, test as holds, text } from '../../server/web/expression.js'
import { contextOf } from './json_context.mjs'

const inCore = Object.keys(functions).sort()
await import('../../server/web/expression_more.js')

const program = process.env.ECOUTE_EVAL_LINES
const directory = new URL('../forms/vectors/', import.meta.url)

function onServer(lines) {
  const input = lines.map((line) => JSON.stringify({ ...line, tree: true })).join('\n') + '\n'
  const run = spawnSync(program, { input, maxBuffer: 1 << 30 })
  return run.stdout.toString().trimEnd().split('\n').map((line) => JSON.parse(line))
}

const special = (value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
function agree(got, wanted) {
  if (Array.isArray(wanted)) return Array.isArray(got) && got.length === wanted.length && wanted.every((w, i) => text(got[i]) === w)
  if (typeof wanted !== 'number') return special(got) === wanted
  return typeof got === 'number' && (got === wanted || Math.abs(got - wanted) <= 1e-12 * Math.abs(wanted))
}

for (const file of readdirSync(directory)) {
  test(`vectors of ${file}`, { skip: !program && 'ECOUTE_EVAL_LINES is not set' }, () => {
    const vectors = JSON.parse(readFileSync(new URL(file, directory)))
    const compiled = onServer(vectors)
    assert.equal(compiled.length, vectors.length)
    vectors.forEach((vector, i) => {
      if (vector.error) return
      const got = evaluate(compiled[i].tree, contextOf(vector))
      assert.ok(agree(got, vector.value), `${JSON.stringify(vector)} gave ${JSON.stringify(special(got))} from ${JSON.stringify(compiled[i].tree)}`)
    })
  })
}

test('a condition is its value as a boolean', () => {
  const context = { value: (name) => ({ age: 0, nom: 'x', vide: '' })[name] }
  assert.equal(holds(['$', 'nom'], context), true)
  assert.equal(holds(['$', 'vide'], context), false)
  assert.equal(holds(['$', 'age'], context), false)
})

test('a value is stored as its text, NaN as nothing', () => {
  assert.equal(text(NaN), '')
  assert.equal(text(1e21), '1000000000000000000000')
  assert.equal(text(1.5e-7), '0.00000015')
  assert.equal(text(true), 'true')
})

test('each function stands in the module where the server says it is', { skip: !program && 'ECOUTE_EVAL_LINES is not set' }, () => {
  const listed = spawnSync(program, ['functions']).stdout.toString().trim().split('\n').map((line) => line.split(' '))
  assert.deepEqual(listed.filter(([, module]) => module === 'core').map(([name]) => name).sort(), inCore)
  assert.deepEqual(listed.map(([name]) => name).sort(), Object.keys(functions).sort())
})

test('both modules fit in one script, as pages carry them', async () => {
  const [core, more] = ['expression.js', 'expression_more.js'].map((name) => readFileSync(new URL(`../../server/web/${name}`, import.meta.url), 'utf8'))
  const script = core + more.slice(more.indexOf('\n'))
  const together = await import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`)
  assert.equal(together.evaluate(['pow', 2, 3], {}), 8)
})
