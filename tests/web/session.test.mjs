// The browser's session against the server's, walk by walk: the same questionnaire, the same steps, the same answers after each.
// ECOUTE_SESSION_WALKS names the built program of tests/tools/session_walks.cpp; ECOUTE_WALKS says how many are generated.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import '../../server/web/expression_more.js'
import { Session } from '../../server/web/session.js'

const program = process.env.ECOUTE_SESSION_WALKS
const skip = !program && 'ECOUTE_SESSION_WALKS is not set'
const count = Number(process.env.ECOUTE_WALKS ?? 300)

function onServer(lines) {
  const input = lines.map((line) => JSON.stringify(line)).join('\n') + '\n'
  const run = spawnSync(program, { input, maxBuffer: 1 << 30 })
  return run.stdout.toString().trimEnd().split('\n').map((line) => JSON.parse(line))
}
const around = { language: 'fr', now: () => new Date('2026-01-15T12:00:00Z'), offset: () => 0 }

// Answers after loading and after each step.
function walk(compiled, { walk: steps, begun }) {
  const session = new Session(compiled, { ...around, begun })
  const seen = [session.answers()]
  for (const step of steps) {
    if (step.set) session.set(step.set, step.value, step.at)
    if (step.add) session.addRow(step.add, step.at)
    if (step.remove) session.removeRow(step.remove, step.at)
    seen.push(session.answers())
  }
  return { seen, visits: session.visits }
}

const label = { fr: 'x' }
const choices = { lieux: ['parc', 'marche', 'plage'].map((name, i) => ({ name, label: { fr: name }, ville: i < 2 ? 'lyon' : 'nice' })) }
const form = (questions) => ({ ecoute: 1, id: 'w', version: '7', title: { fr: 'W' }, choices, questions })

test('a walk by hand: what is hidden comes back, filters take away, triggers and defaults act once', { skip }, () => {
  const line = {
    form: form([
      { type: 'text', name: 'ville', label, default: 'lyon' },
      { type: 'select_multiple', name: 'lieux', choices: 'lieux', label, choice_filter: 'ville = ${ville}', default: 'parc marche' },
      { type: 'group', name: 'g', relevant: "selected(${lieux}, 'parc')", label, questions: [
        { type: 'integer', name: 'n', label, default: '1 + 1' },
        { type: 'repeat', name: 'bancs', label, repeat_count: '${n}', questions: [{ type: 'text', name: 'etat', label, default: "concat('banc ', position(..))" }] }] },
      { type: 'calculate', name: 'note', calculation: 'concat(${ville}, ${n})', trigger: '${n}' },
      { type: 'calculate', name: 'etats', calculation: "join(' + ', ${etat})" }]),
    walk: [{ set: 'n', value: 1 }, { set: 'etat', at: [0], value: 'vert' }, { set: 'ville', value: 'nice' }, { set: 'ville', value: 'lyon' }, { set: 'lieux', value: ['parc'] }],
  }
  const wanted = [
    { ville: 'lyon', lieux: ['parc', 'marche'], n: 2, bancs: [{ etat: 'banc 1' }, { etat: 'banc 2' }], note: null, etats: 'banc 1 + banc 2' },
    { ville: 'lyon', lieux: ['parc', 'marche'], n: 1, bancs: [{ etat: 'banc 1' }], note: 'lyon1', etats: 'banc 1' },
    { ville: 'lyon', lieux: ['parc', 'marche'], n: 1, bancs: [{ etat: 'vert' }], note: 'lyon1', etats: 'vert' },
    { ville: 'nice', lieux: null, note: 'lyon1', etats: null },
    { ville: 'lyon', lieux: null, note: 'lyon1', etats: null },
    { ville: 'lyon', lieux: ['parc'], n: 1, bancs: [{ etat: 'vert' }], note: 'lyon1', etats: 'vert' },
  ]
  const [{ compiled, answers }] = onServer([line])
  assert.deepEqual(answers, wanted)
  assert.deepEqual(walk(compiled, line).seen, wanted)
})

test('what nobody reads disturbs nobody', { skip }, () => {
  const questions = [{ type: 'integer', name: 'age', label }]
  for (let i = 0; i < 600; i++) questions.push({ type: 'text', name: `t${i}`, label, ...(i < 420 && { relevant: `\${${i % 7 ? `t${i - 1}` : 'age'}} != 9` }) })
  const [{ compiled }] = onServer([{ form: form(questions), walk: [] }])
  const session = new Session(compiled, around)
  const visits = (name, value) => {
    const before = session.visits
    session.set(name, value)
    return session.visits - before
  }
  assert.equal(visits('age', 12), 60) // the 60 that read it; nothing appears or goes, so that nobody else hears of it
  assert.equal(visits('t500', 'x'), 0)
  assert.equal(visits('t8', 'x'), 1)
})

// Generated questionnaires and walks

let state = Number(process.env.ECOUTE_SEED ?? 20260309)
const chance = (n) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return Math.floor((state / 2 ** 32) * n)
}
const one = (list) => list[chance(list.length)]

// Expressions read what stands before, so that no circle is written.
function generated() {
  const numbers = [], texts = [], repeats = []
  let names = 0
  const number = () => (numbers.length && chance(4) ? `\${${one(numbers)}}` : String(chance(5)))
  const condition = () => one([() => `${number()} > ${number()}`, () => `${number()} != ${number()}`,
    () => (texts.length ? `\${${one(texts)}} = '${one(['', 'parc', 'a'])}'` : 'true()'), () => `${number()} < 3 or ${number()} = 4`])()
  const sums = () => one([() => `${number()} + ${number()}`, () => (numbers.length ? `sum(\${${one(numbers)}})` : '2'), () => `if(${condition()}, ${number()}, '')`,
    () => (repeats.length ? `count(\${${one(repeats)}})` : 'position(..)'), () => (texts.length ? `concat(\${${one(texts)}}, '-')` : '1')])()
  const questions = (depth) => Array.from({ length: 2 + chance(4) }, () => {
    const name = `q${names++}`
    const relevant = chance(3) === 0 ? { relevant: condition() } : {}
    const made = one([
      () => { numbers.push(name); return { type: 'integer', name, label, ...(chance(4) === 0 && { default: String(chance(4)) }) } },
      () => { texts.push(name); return { type: 'text', name, label, ...(chance(4) === 0 && { default: `concat('d', ${number()})` }) } },
      () => { texts.push(name); return { type: 'select_one', name, choices: 'lieux', label, ...(chance(2) && { choice_filter: `ville = 'lyon' or ${condition()}` }) } },
      () => { const q = { type: 'calculate', name, calculation: sums() }; numbers.push(name); return q },
      () => { const q = { type: 'calculate', name, calculation: sums(), ...(numbers.length && { trigger: `\${${one(numbers)}}` }) }; texts.push(name); return q },
      () => ({ type: 'group', name, label, questions: depth ? questions(depth - 1) : [] }),
      () => { const q = { type: 'repeat', name, label, ...(chance(2) && { repeat_count: number() }), questions: depth ? questions(depth - 1) : [] }; repeats.push(name); return q },
    ])()
    return { ...made, ...relevant }
  })
  const all = questions(2)
  const spots = []
  const collect = (list, repeatsAround) => {
    for (const q of list) {
      spots.push([q, repeatsAround])
      collect(q.questions ?? [], q.type === 'repeat' ? repeatsAround + 1 : repeatsAround)
    }
  }
  collect(all, 0)
  const steps = Array.from({ length: 12 }, () => {
    const [q, around] = one(spots)
    const at = Array.from({ length: around }, () => chance(3))
    if (q.type === 'repeat') return chance(3) ? { add: q.name, at } : { remove: q.name, at: [...at, chance(3)] }
    if (q.type === 'integer') return { set: q.name, at, value: one([null, 0, 1, 2, 3, 4]) }
    if (q.type === 'select_one') return { set: q.name, at, value: one([null, 'parc', 'marche', 'plage']) }
    return q.type === 'text' ? { set: q.name, at, value: one([null, 'a', 'parc']) } : { set: 'q0', value: null }
  })
  return { form: form(all), walk: steps }
}

test(`both sessions agree on ${count} generated walks`, { skip }, () => {
  const lines = Array.from({ length: count }, generated)
  let walked = 0
  onServer(lines).forEach(({ compiled, answers, error }, i) => {
    if (error) return
    walked++
    const { seen } = walk(compiled, lines[i])
    seen.forEach((now, step) => assert.deepEqual(now, answers[step],
      `after step ${step} ${JSON.stringify(lines[i].walk[step - 1])} of ${JSON.stringify(lines[i].walk.slice(0, step))}\nin ${JSON.stringify(lines[i].form.questions)}`))
  })
  assert.ok(walked > count * 0.8, `only ${walked} of ${count} could be read`)
})
