// Every questionnaire of the library keeps to the schema that editors use. The part of JSON Schema 2020-12 that the schema is
// written in is checked here; a keyword that is not known fails the test, so that nothing is passed over.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const root = new URL('../../forms/', import.meta.url)
const read = (name) => JSON.parse(readFileSync(new URL(name, root)))
const schema = read('questionnaire.schema.json')

const typeOf = (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)
const annotations = ['$schema', '$defs', 'title', 'description', 'examples', 'default']
const keywords = {
  $ref: (s, value, at) => mistakes(schema.$defs[s.$ref.replace('#/$defs/', '')], value, at),
  type: (s, value, at) => ([s.type].flat().includes(typeOf(value)) ? [] : [`${at} is ${typeOf(value)}`]),
  enum: (s, value, at) => (s.enum.includes(value) ? [] : [`${at} is ${value}`]),
  const: (s, value, at) => (s.const === value ? [] : [`${at} is not ${s.const}`]),
  pattern: (s, value, at) => (typeof value !== 'string' || new RegExp(s.pattern, 'u').test(value) ? [] : [`${at} is ${value}`]),
  minLength: (s, value, at) => (typeof value !== 'string' || value.length >= s.minLength ? [] : [`${at} is short`]),
  maxLength: (s, value, at) => (typeof value !== 'string' || value.length <= s.maxLength ? [] : [`${at} is long`]),
  minItems: (s, value, at) => (!Array.isArray(value) || value.length >= s.minItems ? [] : [`${at} is short`]),
  maxItems: (s, value, at) => (!Array.isArray(value) || value.length <= s.maxItems ? [] : [`${at} is long`]),
  items: (s, value, at) => (Array.isArray(value) ? value.flatMap((item, i) => mistakes(s.items, item, `${at}/${i}`)) : []),
  required: (s, value, at) => s.required.filter((name) => typeOf(value) === 'object' && !(name in value)).map((name) => `${at} lacks ${name}`),
  properties: (s, value, at) => Object.entries(s.properties).flatMap(([name, one]) => (typeOf(value) === 'object' && name in value ? mistakes(one, value[name], `${at}/${name}`) : [])),
  propertyNames: (s, value, at) => Object.keys(typeOf(value) === 'object' ? value : {}).flatMap((name) => mistakes(s.propertyNames, name, `${at}/${name}`)),
  additionalProperties: (s, value, at) => Object.entries(typeOf(value) === 'object' ? value : {}).filter(([name]) => !(name in (s.properties ?? {})))
    .flatMap(([name, one]) => (s.additionalProperties === false ? [`${at}/${name} is not known`] : mistakes(s.additionalProperties, one, `${at}/${name}`))),
  allOf: (s, value, at) => s.allOf.flatMap((one) => mistakes(one, value, at)),
  if: (s, value, at) => (mistakes(s.if, value, at).length ? [] : mistakes(s.then, value, at)),
  then: () => [],
}
function mistakes(one, value, at = '') {
  return Object.keys(one).filter((keyword) => !annotations.includes(keyword)).flatMap((keyword) => {
    assert.ok(keywords[keyword], `the keyword ${keyword}`)
    return keywords[keyword](one, value, at)
  })
}

const library = readdirSync(new URL('library/', root)).filter((name) => name.endsWith('.json') && !name.endsWith('.simulation.json'))
for (const name of library) test(`${name} keeps to the schema`, () => assert.deepEqual(mistakes(schema, read(`library/${name}`)), []))

test('the schema takes the whole vocabulary and refuses what is not in it', () => {
  const good = {
    ecoute: 1, id: 'a', version: '1', title: { fr: 'A' }, kept: { style: 'pages' }, attached: { lieux: { file: 'lieux.csv', label: 'nom' } },
    choices: { l: [{ name: 'a', score: 1.5, label: { fr: 'A' }, 'big-image': { fr: 'a.png' }, kept: { 'bind::x': true }, ville: 'lyon' }] },
    questions: [{ type: 'select_one', name: 'q', choices: 'l', or_other: true, trigger: '${a}', autoplay: 'audio', kept: { save_to: 'x' } },
      { type: 'calculate', name: 'c', calculation: '1', choices: 'l' }, { type: 'geopoint', name: 'g' }, { type: 'audit', name: 'audit' }],
  }
  assert.deepEqual(mistakes(schema, good), [])
  const wrong = (change) => mistakes(schema, { ...good, ...change }).length > 0
  assert.ok(wrong({ ecoute: 2 }))
  assert.ok(wrong({ choix: {} }))
  assert.ok(wrong({ attached: { lieux: {} } }))
  assert.ok(wrong({ choices: { l: [{ name: 'a', score: 'un' }] } }))
  assert.ok(wrong({ questions: [{ type: 'select_one', name: 'q' }] }))
  assert.ok(wrong({ questions: [{ type: 'geopont', name: 'q' }] }))
  assert.ok(wrong({ questions: [{ type: 'text', name: 'q', or_other: 'yes' }] }))
})
