// Evaluates expression trees as the server does; both are held to the same vectors. Trees and context are described in
// forms/DESIGN.md, "Expressions and their trees". Functions that few forms use are in expression_more.js.

const DAY = 864e5
const MINUTE = 6e4
const LANGUAGES = ['en', 'fr', 'ar', 'tr', 'pt', 'es']
const patterns = new Map()

export const evaluate = (tree, context) => {
  const value = run(tree, { c: context })
  return Array.isArray(value) ? value.map((node) => valueOf(node, context)) : value
}
export const test = (tree, context) => truth(run(tree, { c: context }), context)
export const text = (value) => (Array.isArray(value) ? text(value[0] ?? '') : Number.isNaN(value) ? '' : string(value))

// Conversions

const trim = (s) => s.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
const words = (s) => s.split(/[ \t\r\n]+/).filter(Boolean)
const plain = (s) => (/^-?(\d+\.?\d*|\.\d+)$/.test(s) ? Number(s) : NaN)

function decimal(number) {
  const [digits, exponent] = String(number).split('e')
  if (exponent === undefined) return digits
  const [, sign, whole, rest = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(digits)
  return sign + (exponent < 0 ? '0.' + '0'.repeat(-exponent - 1) + whole + rest : (whole + rest).padEnd(+exponent + 1, '0'))
}

const first = (set, c) => (set.length ? valueOf(set[0], c) : '')
function string(value, c) {
  if (Array.isArray(value)) return string(first(value, c), c)
  return typeof value === 'number' ? decimal(value) : String(value)
}
function number(value, c) {
  if (Array.isArray(value)) return number(first(value, c), c)
  if (typeof value !== 'string') return Number(value)
  const s = trim(value)
  if (s.length < 10 || s[4] !== '-') return plain(s)
  const moment = readMoment(s)
  return moment ? dayNumber(moment, c) : NaN
}
function truth(value, c) {
  if (Array.isArray(value)) return value.some((node) => string(valueOf(node, c)) !== '')
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : Boolean(value)
}

// Nodes: { name, at, repeat } in the record; { list, place, row, column } in a list

function valueOf(node, c) {
  if (node.row) return cell(node.row, node.column) || (node.column === 'itextId' ? `${node.list}-${node.place - 1}` : '')
  return node.name === undefined ? '' : c.value(node.name, node.at)
}
const cell = (row, column) => (column === undefined ? '' : String(row[column] ?? ''))
const current = (c) => ({ name: c.current, at: c.at ?? [] })
const nodesOf = (name, at, c, repeat) =>
  (c.nodes ? c.nodes(name, at) : [at]).map((place) => ({ name, at: place, repeat }))
const named = ([mark, name, kept], c) => nodesOf(name, (c.at ?? []).slice(0, kept), c, mark === '$#')

function self(e) {
  if (e.focus) return valueOf(e.focus.node, e.c)
  return e.c.candidate ?? valueOf(current(e.c), e.c)
}

function set(tree, e) {
  const { c } = e
  switch (Array.isArray(tree) && tree[0]) {
    case '$': case '$*': case '$#': return named(tree, c)
    case '.': case 'here': return [e.focus ? e.focus.node : current(c)]
    case 'current': return [current(c)]
    case 'root': return [{ at: [] }]
    case 'instance': return (c.rows?.(tree[1]) ?? []).map((row, i) => ({ row, list: tree[1], place: i + 1 }))
    case '|': return distinct(tree.slice(1).flatMap((part) => set(part, e)))
    case 'path': case 'paths': return tree.slice(2).reduce((found, part) => walk(part, found, e), set(tree[1], e))
    default: {
      const value = run(tree, e)
      return Array.isArray(value) ? value : []
    }
  }
}

function walk(part, found, e) {
  if (part[0] === '[]') return filtered(part.slice(1), found, e)
  const predicates = part.slice(part[0] === '.' ? 1 : part[0][0] === '/' ? 3 : 2)
  return distinct(found.flatMap((node) => filtered(predicates, step(part, node, e.c), e)))
}
const distinct = (nodes) => [...new Map(nodes.map((node) => [[node.list, node.place, node.column, node.name, node.at].join('/'), node])).values()]

function step([op, target, kept], node, c) {
  switch (op) {
    case '.': return [node]
    case '@': return [{ ...node, column: target }]
    case '..': case '..#': return [{ at: node.at.slice(0, target), repeat: op === '..#' }]
    default: return nodesOf(target, node.at.slice(0, kept), c, op === '/#')
  }
}

function filtered(predicates, found, e) {
  return predicates.reduce((kept, predicate) => kept.filter((node, i) => {
    const value = run(predicate, { c: e.c, focus: { node, position: i + 1, size: kept.length } })
    return typeof value === 'number' ? value === i + 1 : truth(value, e.c)
  }), found)
}

// Operators

function same(a, b, c) {
  if (typeof a === 'boolean' || typeof b === 'boolean') return truth(a, c) === truth(b, c)
  if (typeof a === 'number' || typeof b === 'number') return number(a, c) === number(b, c)
  return a === b
}
const values = (value, c) => (Array.isArray(value) ? value.map((node) => valueOf(node, c)) : [value])
const somePair = (a, b, c, holds) => values(a, c).some((x) => values(b, c).some((y) => holds(x, y)))

function equality([, left, right], e, wanted) {
  const a = run(left, e), b = run(right, e)
  if (typeof a === 'boolean' || typeof b === 'boolean') return same(a, b, e.c) === wanted
  return somePair(a, b, e.c, (x, y) => same(x, y, e.c) === wanted)
}
const ordered = ([, left, right], e, holds) =>
  somePair(run(left, e), run(right, e), e.c, (x, y) => holds(number(x, e.c), number(y, e.c)))
const fold = ([, ...parts], e, op) => parts.map((part) => number(run(part, e), e.c)).reduce(op)

const operators = {
  or: ([, ...parts], e) => parts.some((part) => truth(run(part, e), e.c)),
  and: ([, ...parts], e) => parts.every((part) => truth(run(part, e), e.c)),
  '=': (tree, e) => equality(tree, e, true),
  '!=': (tree, e) => equality(tree, e, false),
  '<': (tree, e) => ordered(tree, e, (a, b) => a < b),
  '<=': (tree, e) => ordered(tree, e, (a, b) => a <= b),
  '>': (tree, e) => ordered(tree, e, (a, b) => a > b),
  '>=': (tree, e) => ordered(tree, e, (a, b) => a >= b),
  '+': (tree, e) => fold(tree, e, (a, b) => a + b),
  '-': (tree, e) => fold(tree, e, (a, b) => a - b),
  '*': (tree, e) => fold(tree, e, (a, b) => a * b),
  div: (tree, e) => fold(tree, e, (a, b) => a / b),
  mod: (tree, e) => fold(tree, e, (a, b) => a % b),
  neg: (tree, e) => -number(run(tree[1], e), e.c),
  $: ([, name], e) => e.c.value(name, e.c.at ?? []),
  '$*': set, '$#': set, '|': set, paths: set,
  path: (tree, e) => first(set(tree, e), e.c),
  '.': (_, e) => self(e),
  current: (_, e) => valueOf(current(e.c), e.c),
  '@': ([, column], e) => {
    const row = e.focus?.node.row ?? e.c.row
    return row ? cell(row, column) : ''
  },
}

// Runs a tree: a literal, an operator, or a function on its arguments.
function run(tree, e) {
  if (!Array.isArray(tree)) return tree
  const operator = operators[tree[0]]
  if (operator) return operator(tree, e)
  return functions[tree[0]]?.(new Arguments(tree, e)) ?? ''
}

class Arguments {
  constructor(tree, e) { this.tree = tree; this.e = e; this.c = e.c; this.length = tree.length - 1 }
  value(i) { return run(this.tree[i + 1], this.e) }
  string(i) { return string(this.value(i), this.c) }
  number(i) { return number(this.value(i), this.c) }
  truth(i) { return truth(this.value(i), this.c) }
  set(i) { return set(this.tree[i + 1], this.e) }
  items(from = 0, to = this.length) {
    return Array.from({ length: to - from }, (_, i) => values(this.value(from + i), this.c)).flat()
  }
  numbers() {
    return this.items().filter((item) => typeof item !== 'string' || trim(item) !== '').map((item) => number(item, this.c))
  }
}

// Dates. A moment: { day, ms } on the wall, offset in minutes from UTC or undefined, timed unless it is a plain date

const offsetAt = (ms, c) => (c.offset ? c.offset(new Date(ms)) : -new Date(ms).getTimezoneOffset())

function readMoment(s) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(.*))?$/.exec(trim(s))
  if (!parts) return undefined
  const date = new Date(0)
  date.setUTCFullYear(+parts[1], parts[2] - 1, +parts[3])
  if (date.getUTCMonth() !== parts[2] - 1 || date.getUTCDate() !== +parts[3]) return undefined
  const time = parts[4] === undefined ? { ms: 0 } : readTime(parts[4])
  return time && { day: date / DAY, ...time }
}
function readTime(s) {
  const parts = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:(Z)|([+-])(\d\d):?(\d\d)?)?$/.exec(trim(s))
  if (!parts) return undefined
  const [hour, minute, second = 0, fraction = '0', utc, sign, east, minutes = 0] = parts.slice(1)
  if (hour > 23 || minute > 59 || second > 59 || east > 23 || minutes > 59) return undefined
  const ms = ((hour * 60 + +minute) * 60 + +second) * 1000 + +fraction.padEnd(3, '0').slice(0, 3)
  const offset = utc ? 0 : sign && (east * 60 + +minutes) * (sign === '-' ? -1 : 1)
  return { ms, offset, timed: true }
}
function instant({ day, ms, offset }, c) {
  const wall = day * DAY + ms
  if (offset !== undefined) return wall - offset * MINUTE
  return wall - offsetAt(wall - offsetAt(wall, c) * MINUTE, c) * MINUTE
}
function onWall(at, c) {
  const offset = offsetAt(at, c)
  const wall = at + offset * MINUTE
  const day = Math.floor(wall / DAY)
  return { day, ms: wall - day * DAY, offset, timed: true }
}
const local = (moment, c) => (moment.timed ? onWall(instant(moment, c), c) : moment)
const now = (c) => onWall(+(c.now ? c.now() : new Date()), c)
function dayNumber(moment, c) {
  const { day, ms } = local(moment, c)
  return day + ms / DAY
}
function momentOf(days, c) {
  if (!(days >= -719528 && days < 2932897)) return undefined
  const day = Math.floor(days)
  const moment = { day, ms: Math.min(Math.round((days - day) * DAY), DAY - 1), timed: true }
  return { ...moment, offset: offsetAt(instant(moment, c), c) }
}
function moment(value, c) {
  if (typeof value === 'boolean') return undefined
  if (typeof value === 'number') return momentOf(value, c)
  const s = string(value, c)
  const written = readMoment(s)
  return written ? local(written, c) : momentOf(plain(trim(s)), c)
}
const two = (n, width = 2) => String(n).padStart(width, '0')
const dateText = (m) => (m ? formatted(m, '%Y-%m-%d') : '')
function dateTimeText(m) {
  const minutes = Math.abs(m.offset)
  return `${formatted(m, '%Y-%m-%dT%H:%M:%S.%3')}${m.offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
function formatted({ day, ms }, format, language = 'en') {
  const date = new Date(day * DAY + ms)
  const spell = (part) => {
    const primary = language.split('-')[0]
    const tag = LANGUAGES.includes(primary) ? primary : 'en'
    return new Intl.DateTimeFormat(`${tag}-u-nu-latn-ca-gregory`, { [part]: 'short', timeZone: 'UTC' }).format(date)
  }
  const year = date.getUTCFullYear(), month = date.getUTCMonth() + 1, dayOfMonth = date.getUTCDate()
  const parts = {
    Y: () => two(year, 4), y: () => two(year % 100), m: () => two(month), n: () => month, b: () => spell('month'),
    d: () => two(dayOfMonth), e: () => dayOfMonth, a: () => spell('weekday'), H: () => two(date.getUTCHours()),
    h: () => date.getUTCHours(), M: () => two(date.getUTCMinutes()), S: () => two(date.getUTCSeconds()),
    3: () => two(date.getUTCMilliseconds(), 3),
  }
  return format.replace(/%([YymnbdeaHhMS3])/g, (_, letter) => parts[letter]())
}

// Functions

const shifted = (number, places) => {
  const [digits, exponent = 0] = String(number).split('e')
  return Number(`${digits}e${+exponent + places}`)
}
function rounded(x, digits) {
  if (Number.isNaN(digits) || Number.isNaN(x)) return NaN
  if (!Number.isFinite(x) || x === 0) return x
  const places = Math.trunc(Math.max(-400, Math.min(400, digits)))
  const moved = shifted(Math.abs(x), places)
  if (!Number.isFinite(moved)) return x
  return Math.sign(x) * shifted(Math.round(moved), -places) || 0
}
function extreme(numbers, better) {
  return numbers.reduce((best, x) => (Number.isNaN(best) || better(best, x) ? best : x), numbers[0] ?? NaN)
}
function place(index, length) {
  const whole = Math.trunc(index) || 0
  return Math.max(0, Math.min(length, whole < 0 ? whole + length : whole))
}
function matches(s, pattern) {
  if (!patterns.has(pattern)) patterns.set(pattern, expression(pattern, 'u') ?? expression(pattern, ''))
  return patterns.get(pattern)?.test(s) ?? false
}
function expression(pattern, flags) {
  try {
    return new RegExp(`^(?:${pattern})$`, flags)
  } catch {
    return undefined
  }
}

function formatDate(a) {
  const m = moment(a.value(0), a.c)
  return m ? formatted(m, a.string(1), a.c.language) : ''
}

const functions = {
  // logic
  if: (a) => a.value(a.truth(0) ? 1 : 2),
  coalesce: (a) => {
    const value = a.value(0)
    return Number.isNaN(value) || string(value, a.c) === '' ? a.value(1) : value
  },
  not: (a) => !a.truth(0),
  true: () => true,
  false: () => false,
  boolean: (a) => a.truth(0),
  'boolean-from-string': (a) => ['true', '1'].includes(trim(a.string(0))),
  once: (a) => {
    const held = valueOf(current(a.c), a.c)
    return string(held) === '' ? a.value(0) : held
  },
  // text
  string: (a) => a.string(0),
  'string-length': (a) => [...a.string(0)].length,
  concat: (a) => a.items().map((item) => string(item)).join(''),
  join: (a) => a.items(1).map((item) => string(item)).join(a.string(0)),
  substr: (a) => {
    const s = [...a.string(0)]
    return s.slice(place(a.number(1), s.length), a.length > 2 ? place(a.number(2), s.length) : s.length).join('')
  },
  contains: (a) => a.string(0).includes(a.string(1)),
  'starts-with': (a) => a.string(0).startsWith(a.string(1)),
  'ends-with': (a) => a.string(0).endsWith(a.string(1)),
  'normalize-space': (a) => words(a.length ? a.string(0) : string(self(a.e), a.c)).join(' '),
  regex: (a) => matches(a.string(0), a.string(1)),
  // numbers
  number: (a) => a.number(0),
  int: (a) => Math.trunc(a.number(0)),
  round: (a) => rounded(a.number(0), a.length > 1 ? a.number(1) : 0),
  // dates
  today: (a) => dateText(now(a.c)),
  now: (a) => dateTimeText(now(a.c)),
  date: (a) => dateText(moment(a.value(0), a.c)),
  'format-date': formatDate,
  'format-date-time': formatDate,
  // choices
  selected: (a) => {
    const list = a.string(0), choice = trim(a.string(1))
    return choice === '' ? trim(list) === '' : words(list).includes(choice)
  },
  'count-selected': (a) => words(a.string(0)).length,
  'selected-at': (a) => words(a.string(0))[Math.trunc(a.number(1))] ?? '',
  'jr:choice-name': (a) => a.c.choiceLabel?.(a.tree[2][1], trim(a.string(0))) ?? '',
  // sets of nodes
  sum: (a) => a.numbers().reduce((total, x) => total + x, 0),
  min: (a) => extreme(a.numbers(), (best, x) => best <= x),
  max: (a) => extreme(a.numbers(), (best, x) => best >= x),
  count: (a) => (isNode(a.tree[1]) ? a.set(0).length : 1),
  'count-non-empty': (a) => a.items().filter((item) => string(item) !== '').length,
  position: (a) => {
    if (!a.length) return a.e.focus?.position ?? 1
    const [node] = a.set(0)
    return node ? node.place ?? (node.repeat ? node.at.at(-1) + 1 : 1) : NaN
  },
  last: (a) => a.e.focus?.size ?? 1,
}

const isNode = (tree) => Array.isArray(tree) && /^(\.|\||[$].?|paths?|current|@|randomize)$/.test(tree[0])
export { functions, DAY, MINUTE, trim, words, plain, string, cell, first, nodesOf, current, readMoment, readTime, instant, local, now, moment, dateTimeText }
