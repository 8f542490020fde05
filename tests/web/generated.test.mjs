// Both evaluators on generated expressions and answers: they must agree on every one. ECOUTE_CASES says how many (2,000 when
// not said), ECOUTE_SEED where to begin.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { evaluate, text } from '../../server/web/expression.js'
import '../../server/web/expression_more.js'
import { contextOf } from './json_context.mjs'

const program = process.env.ECOUTE_EVAL_LINES
const count = Number(process.env.ECOUTE_CASES ?? 2000)

let state = Number(process.env.ECOUTE_SEED ?? 20260309)
const chance = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return Math.floor((state / 2 ** 32) * n)
}
const one = (list) => list[chance(list.length)]

const questions = {
  age: 'integer', taille: 'decimal', nom: 'text', sexe: 'select_one sexes', raisons: 'select_multiple raisons', jour: 'date',
  quand: 'dateTime', vide: 'text', rang: 'rank raisons', foyer: { prenom: 'text', an: 'integer', lien: { poids: 'decimal' } },
}
const lists = {
  sexes: [{ name: 'femme', label: 'Femme', code: '1' }, { name: 'homme', label: 'Homme', code: '2' }],
  raisons: ['cout', 'delai', 'peur', 'autre'].map((name, i) => ({ name, label: `R ${name}`, code: String(i), poids: String(i * 1.5) })),
}
const texts = ['', 'a', 'femme', 'cout', 'cout peur', '12', '1.50', ' 7 ', '-3', 'é😀x', 'abc', 'NaN', '2026-03-09', '2024-02-29',
  '2026-02-30', '2026-03-09T14:05:00.000+01:00', '1999-12-31T23:59:59Z', '12:30:00.000+02:00', '1e3', '0', 'true', 'a,b;c', "l’été", '45.75 4.85', '0 0; 0 1; 1 1']
const numbers = ['0', '1', '2', '-1', '3.7', '0.5', '10', '100', '1000000', '0.1', '1.005', '20521', '.25', '-2.5', '123456789']
const patterns = ['[0-9]+', '.*', 'a|b', '[a-z]{2,}', '\\d+(\\.\\d+)?', '\\w+', '[^ ]*', '(ab)*c?', '.', '\\s?\\S+', '(?=.*a).+', '[à-ü]']
const formats = ['%Y-%m-%d', '%d/%m/%y', '%e %b %Y', '%a %n', '%H:%M:%S.%3', '%h %A %', 'x']

const functions = {
  if: 'vvv', coalesce: 'vv', not: 'v', true: '', false: '', boolean: 'v', 'boolean-from-string': 'v', once: 'v', checklist: 'nnvv', 'weighted-checklist': 'nnvnvn',
  string: 'v', 'string-length': 'v', concat: 'vv', join: 'tvv', substr: 'vnn', substring: 'vnn', contains: 'vv', 'starts-with': 'vv', 'ends-with': 'vv',
  'substring-before': 'vt', 'substring-after': 'vt', translate: 'vtt', 'normalize-space': 'v', regex: 'vp', number: 'v', int: 'v', round: 'vn', floor: 'v', ceiling: 'v',
  abs: 'v', sqrt: 'v', pow: 'nn', exp: 'n', log: 'n', log10: 'n', sin: 'n', cos: 'n', atan2: 'nn', today: '', now: '', date: 'v', 'date-time': 'v', 'format-date': 'vf', 'format-date-time': 'vf',
  'decimal-date-time': 'v', 'decimal-time': 'v', selected: 'vv', 'count-selected': 'v', 'selected-at': 'vn', pulldata: 'lttv', sum: 's', min: 'vv', max: 'vs', count: 's',
  'count-non-empty': 's', position: 'x', 'indexed-repeat': 'i', distance: 't', area: 't', geofence: 'tt', digest: 'vd', 'base64-decode': 't', 'extract-signed': 'tt',
}
// Libraries differ in the last digits of these.
const mathematics = ['pow', 'exp', 'log', 'log10', 'sin', 'cos', 'atan2']
const quoted = (s) => (s.includes("'") ? `"${s}"` : `'${s}'`)
const sets = ['${foyer}', '${prenom}', '${an}', '${poids}', '${lien}', '${foyer}/an', '../foyer/an', '${foyer}[an > 10]/prenom', '${foyer}[2]', '${foyer}[position() = last()]/an',
  "instance('raisons')/root/item", "instance('raisons')/root/item/poids", "instance('raisons')/root/item[code > 1]/label", "instance('sexes')/root/item[name = ${sexe}]/label",
  '(${an} | ${poids})', '${foyer}[lien/poids > 1]/an', "randomize(instance('raisons')/root/item, 7)/name", '${foyer}/lien[1]/poids', 'randomize(${an}, ${age})']
const makers = {
  v: (d) => expression(d), n: (d) => (chance(3) ? one(numbers) : expression(d)), t: () => quoted(one(texts)), p: () => quoted(one(patterns)), f: () => quoted(one(formats)),
  l: () => quoted(one(['sexes', 'raisons', 'rien'])), s: () => one(sets), x: () => one(['..', '.', '${foyer}', '../..', '${age}']), d: () => quoted(one(['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'x'])),
  i: () => `\${${one(['prenom', 'an'])}}, \${foyer}, ${one(numbers)}`,
}
function expression(depth) {
  const kind = chance(10)
  if (depth <= 0 || kind < 3) {
    const leaf = chance(8)
    if (leaf < 3) return '${' + one(['age', 'taille', 'nom', 'sexe', 'raisons', 'jour', 'quand', 'vide', 'rang']) + '}'
    if (leaf === 3) return '.'
    if (leaf === 4) return one(sets)
    return leaf < 6 ? one(numbers) : quoted(one(texts))
  }
  if (kind < 6) {
    const op = one(['=', '!=', '<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod', 'and', 'or'])
    return `(${expression(depth - 1)} ${op} ${expression(depth - 1)})`
  }
  if (kind === 6) return `-${expression(depth - 1)}`
  const [name, wants] = one(Object.entries(functions))
  const call = `${name}(${[...wants].map((want) => makers[want](depth - 1)).join(', ')})`
  return mathematics.includes(name) ? `round(${call}, 6)` : call
}

const answersByChance = () => ({
  age: one([null, 0, 12, 34, 110]), taille: one([null, 1.75, 0.1, -2.5]), nom: one([null, ...texts]), sexe: one([null, 'femme', 'homme']),
  raisons: one([[], ['cout'], ['cout', 'peur', 'autre']]), jour: one([null, '2026-03-09', '1969-07-20']), quand: one([null, '2026-03-09T14:05:00.250+01:00']),
  rang: one([[], ['peur', 'cout']]),
  foyer: Array.from({ length: chance(4) }, () => ({ prenom: one(['Ana', 'Bo', '', 'Zoé']), an: one([null, 5, 12, 40]), lien: Array.from({ length: chance(3) }, () => ({ poids: one([null, 0.5, 2]) })) })),
})
function vector() {
  const answers = answersByChance()
  const places = ['age', 'nom', 'vide', ...(answers.foyer.length ? ['foyer[1]/an', `foyer[${answers.foyer.length}]/prenom`] : [])]
  return { expression: expression(3), answers, questions, lists, current: one(places), language: one(['fr', 'en', 'ar', 'tr']),
    now: one(['2026-03-09T15:00:00.000+01:00', '2026-03-09T23:59:59.999-07:00', '2024-02-29T00:00:00.000+00:00']) }
}

const special = (value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value)
const shape = (value) => (typeof value === 'string' ? value.replace(/-?\d+\.\d{6,}/g, (n) => Number(n).toPrecision(11)) : value)
function agree(got, wanted) {
  if (Array.isArray(wanted)) return Array.isArray(got) && got.length === wanted.length && wanted.every((w, i) => text(got[i]) === w)
  if (typeof wanted !== 'number' || typeof got !== 'number') return shape(special(got)) === shape(wanted)
  return got === wanted || Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
}

test(`both evaluators agree on ${count} generated expressions`, { skip: !program && 'ECOUTE_EVAL_LINES is not set' }, () => {
  let compiled = 0
  for (let done = 0; done < count; done += 1000) {
    const vectors = Array.from({ length: Math.min(1000, count - done) }, vector)
    const input = vectors.map((one) => JSON.stringify({ ...one, tree: true })).join('\n') + '\n'
    const lines = spawnSync(program, { input, maxBuffer: 1 << 30 }).stdout.toString().trimEnd().split('\n')
    assert.equal(lines.length, vectors.length)
    vectors.forEach((vector, i) => {
      const { error, value, tree } = JSON.parse(lines[i])
      if (error) return
      compiled++
      const got = evaluate(tree, contextOf(vector))
      assert.ok(agree(got, value), `${JSON.stringify({ ...vector, questions: undefined, lists: undefined })}\nserver ${JSON.stringify(value)}\nbrowser ${JSON.stringify(special(got))}\ntree ${JSON.stringify(tree)}`)
    })
  }
  assert.ok(compiled > count * 0.8, `only ${compiled} of ${count} compiled`)
})
