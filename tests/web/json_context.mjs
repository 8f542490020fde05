// The context of evaluate() made from the "answers", "questions" and "lists" of a vector: what JsonWorld is on the server.
const word = (answer) => (answer === null || answer === undefined || answer === 'refused' ? '' : answer)

function member(object, name) {
  if (object === null || typeof object !== 'object') return undefined
  if (name in object) return object[name]
  const dot = name.indexOf('.')
  return dot < 0 ? undefined : object[name.slice(0, dot)]?.[name.slice(dot + 1)]
}

// Where each repeat and what it holds stands: { name: [enclosing repeats] }.
function places(questions, answers, above = [], found = {}) {
  for (const [name, type] of Object.entries(questions ?? {})) {
    const parts = name.split('/')
    const own = parts.pop()
    for (const part of parts) found[part] ??= above
    found[own] = [...above, ...parts]
    if (typeof type !== 'object') continue
    const inside = Array.isArray(member(answers, own)) ? [...above, own] : above
    places(type, Array.isArray(member(answers, own)) ? member(answers, own)[0] : member(answers, own), inside, found)
  }
  adopt(answers, above, found)
  return found
}
function adopt(answers, above, found) {
  for (const [name, answer] of Object.entries(answers ?? {})) {
    if (!found[name] || found[name].length < above.length) found[name] = above
    if (!Array.isArray(answer)) continue
    for (const instance of answer) if (typeof instance === 'object') adopt(instance, [...above, name], found)
  }
}

export function contextOf({ answers = {}, questions = {}, current, now, lists = {}, language = 'fr', last_saved: saved = {}, properties = {}, version }) {
  const where = places(questions, answers)
  const value = (name, at = []) => {
    let place = answers
    for (const [level, repeat] of (where[name] ?? []).entries()) place = member(place, repeat)?.[at[level]]
    const answer = word(member(place, name) ?? Object.values(place ?? {}).find((v) => v && typeof v === 'object' && !Array.isArray(v) && name in v)?.[name])
    return Array.isArray(answer) ? answer.filter((choice) => typeof choice !== 'object').join(' ') : typeof answer === 'object' ? '' : answer
  }
  const nodes = (name, at = []) => {
    let found = [[answers, []]]
    const path = [...(where[name] ?? [])]
    if (Array.isArray(valueAt(name)) || isRepeat(name)) path.push(name)
    path.forEach((repeat, level) => {
      found = found.flatMap(([place, indexes]) => (member(place, repeat) ?? []).map((instance, i) => [instance, [...indexes, i]]))
      if (level < at.length) found = found.filter(([, indexes]) => indexes[level] === at[level])
    })
    return found.map(([, indexes]) => indexes)
  }
  const valueAt = () => undefined
  const isRepeat = (name) => (typeof questions[name] === 'object' ? Object.keys(questions[name]).length > 0 : questions[name] === 'repeat') || Object.values(where).some((above) => above.at(-1) === name)
  const path = typeof current === 'string' ? current.split('/') : []
  const own = path.at(-1)?.replace(/\[.*/, '')
  const known = own !== undefined && (own in where)
  const at = path.filter((part) => isRepeat(part.replace(/\[.*/, ''))).map((part) => Number(/\[(\d+)\]/.exec(part)?.[1] ?? 1) - 1)
  while (known && at.length < where[own].length) at.push(0)
  const listOf = (name) => String(Object.values({ t: flat(questions)[name] })[0] ?? '').split(' ')[1]
  const label = (row) => (typeof row.label === 'object' ? Object.values(row.label)[0] : row.label) ?? ''
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(now ?? '')
  const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (offset[2] * 60 + +offset[3]) : 0
  return {
    value, nodes, language,
    current: known ? own : undefined, at,
    candidate: known || current === undefined ? undefined : String(current),
    choiceLabel: (name, choice) => label((lists[listOf(name)] ?? []).find((row) => row.name === choice) ?? {}),
    rows: (list) => lists[list] ?? [],
    lastSaved: (name) => saved[name],
    property: (name) => properties[name],
    version,
    now: () => new Date(now ?? '2026-01-15T12:00:00Z'),
    offset: () => minutes,
  }
}
const flat = (questions) => Object.entries(questions).reduce((all, [name, type]) => ({ ...all, ...(typeof type === 'object' ? flat(type) : { [name.split('/').at(-1)]: type }) }), {})
