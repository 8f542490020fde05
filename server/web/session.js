// A questionnaire while it is being filled in: after each change, only what depends on it is evaluated again. The twin of
// forms/session.cpp, on the questionnaire as GET /api/v1/campaigns/{id}/form gives it; both are held to the same walks.
// What does not apply reads as blank, is not among the answers, and comes back when it applies again.
import { evaluate, test, text } from './expression.js'

const NUMBERS = ['integer', 'decimal', 'range']
const SEVERAL = ['select_multiple', 'rank']
const EMPTY = [undefined, null, '']
const blank = (value) => EMPTY.includes(value) || (Array.isArray(value) && !value.length)
const same = (a, b) => (blank(a) && blank(b)) || JSON.stringify(a) === JSON.stringify(b)
// An answer as expressions read it.
const word = (value) => (Array.isArray(value) ? value.join(' ') : EMPTY.includes(value) || value === 'refused' ? '' : value)
const MOST_ROWS = 1000
const LONGEST_TEXT = 10000
// A text as the server keeps it.
const kept = (s) => s.replace(/^[\0- ]+|[\0- ]+$/g, '').replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0b-\x1f]/g, ' ')

export class Session {
  // `begun`: answers of a response that was begun before. `around`: what is around it, as expressions need it: now, offset,
  // random, language.
  constructor(form, { begun, ...around } = {}) {
    this.around = around
    this.form = form
    this.visits = 0
    this.questions = new Map()
    this.index(form.questions, undefined, [])
    const order = new Map(form.evaluation_order.map((name, place) => [name, place]))
    const names = [...this.questions.keys()]
    names.forEach((name, place) => { this.questions.get(name).rank = order.get(name) ?? order.size + place })
    for (const q of this.questions.values()) for (const trigger of q.trigger ?? []) this.questions.get(trigger).triggers.push(q)
    this.record = this.holder()
    this.waiting = []
    this.next = 0
    this.beginning = []
    this.fired = new Set()
    this.firing = new Set()
    this.loading = true
    this.begun = begun !== undefined
    if (begun) this.take(begun, form.questions, this.record)
    else this.beginResponse()
    for (const q of this.questions.values()) this.push(q, [])
    this.settle()
    this.loading = false
  }

  // The person (or the page) gives an answer: a text, a number, a list of names; null or '' for none.
  set(name, value, at = []) {
    const q = this.questions.get(name), holder = this.holderOf(q, at)
    if (!holder || q.type === 'repeat') return
    const before = holder.given[name]
    holder.given[name] = value
    if (same(before, value) || !this.applies(name, at)) return
    if (q.choice_filter !== undefined) this.push(q, at)
    this.changed(q, at, true)
    this.settle()
  }

  addRow(name, at = []) {
    const q = this.questions.get(name)
    if (q.type !== 'repeat' || q.repeat_count !== undefined || !this.applies(name, at)) return
    this.resize(q, at, this.rowsOf(name, at).length + 1)
    this.settle()
  }

  // `at` ends with the row that goes.
  removeRow(name, at) {
    const q = this.questions.get(name), outer = at.slice(0, -1)
    const rows = this.holderOf(q, outer)?.rows[name]
    if (q.type !== 'repeat' || q.repeat_count !== undefined || !rows?.[at.at(-1)]) return
    rows.splice(at.at(-1), 1)
    this.changed(q, outer)
    for (const inside of this.inside(q)) { this.changed(inside, outer); this.push(inside, outer) }
    this.settle()
  }

  // What an expression reads: blank when it does not apply.
  value(name, at = []) {
    return this.applies(name, at) ? word(this.given(name, at)) : ''
  }
  given(name, at = []) { return this.holderOf(this.questions.get(name), at)?.given[name] }
  // True when a question and all that holds it apply.
  applies(name, at = []) {
    for (let q = this.questions.get(name); q; q = this.questions.get(q.parent)) {
      const holder = this.holderOf(q, at.slice(0, q.repeats.length))
      if (!holder || (q.relevant !== undefined && !holder.relevant[q.name])) return false
    }
    return true
  }
  // The answers that apply, as they are submitted.
  answers() { return this.collect(this.form.questions, this.record, []) }
  rowsOf(name, at = []) { return this.holderOf(this.questions.get(name), at)?.rows[name] ?? [] }
  // What expressions are evaluated in.
  context(name, at) {
    return {
      version: this.form.version, ...this.around, current: name, at,
      value: (other, place) => this.value(other, place.slice(0, this.questions.get(other).repeats.length)),
      nodes: (other, within) => this.nodes(this.questions.get(other), within),
      choiceLabel: (other, choice) => this.label(this.form.choices[this.questions.get(other).choices]?.find((c) => c.name === choice)),
      rows: (list) => this.form.choices[list]?.map((choice) => this.row(choice)),
    }
  }
  row(choice) { return { name: choice.name, label: this.label(choice), ...choice.columns } }
  label(choice) {
    const labels = choice?.label ?? {}
    return labels[this.around.language] ?? labels[this.form.default_language] ?? Object.values(labels)[0] ?? ''
  }

  // ---- inside

  index(questions, parent, repeats) {
    for (const question of questions) {
      this.questions.set(question.name, { ...question, parent, repeats, triggers: [] })
      const inner = question.type === 'repeat' ? [...repeats, question.name] : repeats
      this.index(question.questions ?? question.rows ?? [], question.name, inner)
    }
  }
  holder() { return { given: {}, relevant: {}, rows: {} } }
  // The answers that hold a question's: the person's, or those of a row.
  holderOf(q, at) {
    return q.repeats.reduce((holder, repeat, level) => holder?.rows[repeat]?.[at[level]], this.record)
  }
  nodes(q, within) {
    let places = [[]]
    const down = (repeat, level) => places.flatMap((at) => this.rowsOf(repeat, at)
      .map((_, i) => [...at, i]).filter((place) => within[level] === undefined || within[level] === place[level]))
    q.repeats.forEach((repeat, level) => { places = down(repeat, level) })
    places = places.filter((at) => this.applies(q.name, at))
    return q.type === 'repeat' ? places.flatMap((at) => this.rowsOf(q.name, at).map((_, i) => [...at, i])) : places
  }
  inside(q) { return (q.questions ?? q.rows ?? []).flatMap(({ name }) => [this.questions.get(name), ...this.inside(this.questions.get(name))]) }

  // Defaults of a response: first the values that are written, then those that are computed, which read them as if all applied.
  beginResponse() {
    for (const dynamic of [false, true])
      this.withDefault(this.form.questions, dynamic, (q) => {
        const context = this.context(q.name, [])
        const value = (name) => (this.questions.get(name).repeats.length ? '' : word(this.record.given[name]))
        this.record.given[q.name] = this.typed(q, q.default, { ...context, value })
      })
  }
  // Those of a row: what is written at once; what is computed when all that it may read has settled.
  beginRow(repeat, at) {
    this.withDefault(repeat.questions, false, (q) => { this.holderOf(q, at).given[q.name] = this.typed(q, q.default, this.context(q.name, at)) })
    this.beginning.push([repeat, at])
  }
  computeDefaults(repeat, at) {
    this.withDefault(repeat.questions, true, (q) => {
      const holder = this.holderOf(q, at)
      if (!holder) return
      const before = holder.given[q.name]
      holder.given[q.name] = this.typed(q, q.default, this.context(q.name, at))
      if (same(before, holder.given[q.name]) || !this.applies(q.name, at)) return
      this.push(q, at)
      this.changed(q, at, true)
    })
  }
  withDefault(questions, dynamic, each) {
    for (const q of this.leaves(questions)) if (q.default !== undefined && Boolean(q.default_is_dynamic) === dynamic) each(q)
  }
  leaves(questions) {
    return questions.flatMap((question) => {
      if (question.type === 'repeat') return []
      const q = this.questions.get(question.name)
      return [q, ...this.leaves(question.questions ?? question.rows ?? [])]
    })
  }
  take(answers, questions, holder) {
    for (const { name, type, questions: inner, rows } of questions) {
      if (type === 'group') this.take(answers, inner, holder)
      else if (type === 'grid') for (const row of rows) holder.given[row.name] = answers[name]?.[row.name.slice(name.length + 1)]
      else if (type === 'repeat') {
        holder.rows[name] = (answers[name] ?? []).map((row) => {
          const held = this.holder()
          this.take(row, inner, held)
          return held
        })
      } else holder.given[name] = answers[name]
    }
  }

  // What must be evaluated, by rank: the question, in every row within `within`.
  push(q, within) {
    const known = this.waiting[q.rank]?.within
    const different = known ? known.findIndex((row, i) => row !== within[i]) : -1
    this.waiting[q.rank] = { q, within: !known ? within : different < 0 ? known : known.slice(0, different) }
    this.next = Math.min(this.next, q.rank - 1)
  }
  // Others may read another value now; `setAnew`: because it was given or computed, which fires triggers, and not because it
  // appeared or went.
  changed(q, at, setAnew = false) {
    const shared = (other) => {
      const different = other.repeats.findIndex((repeat, i) => repeat !== q.repeats[i])
      return at.slice(0, different < 0 ? other.repeats.length : different)
    }
    for (const name of this.form.dependents?.[q.name] ?? []) {
      const other = this.questions.get(name)
      this.push(other, shared(other))
    }
    for (const other of q.triggers) {
      if (!setAnew || this.loading || this.fired.has(other)) continue
      this.fired.add(other)
      this.firing.add(other)
      this.push(other, shared(other))
    }
  }
  settle() {
    do {
      this.drain()
      if (this.beginning.length) this.computeDefaults(...this.beginning.shift())
    } while (this.beginning.length || this.waiting.some(Boolean))
    this.waiting = []
    this.fired.clear()
  }
  drain() {
    for (this.next = 0; this.next < this.waiting.length; this.next++) {
      const found = this.waiting[this.next]
      if (!found) continue
      this.waiting[this.next] = undefined
      this.visitRows(found.q, found.within, [])
      this.firing.delete(found.q)
    }
  }
  visitRows(q, within, at) {
    if (at.length === q.repeats.length) return this.visit(q, at)
    this.rowsOf(q.repeats[at.length], at).forEach((_, i) => {
      if (within[at.length] === undefined || within[at.length] === i) this.visitRows(q, within, [...at, i])
    })
  }
  visit(q, at) {
    this.visits += 1
    if (q.parent !== undefined && !this.applies(q.parent, at.slice(0, this.questions.get(q.parent).repeats.length))) return
    const holder = this.holderOf(q, at), context = this.context(q.name, at)
    const was = q.relevant === undefined || holder.relevant[q.name] === true
    const is = q.relevant === undefined || test(q.relevant, context)
    holder.relevant[q.name] = is
    if (was !== is) {
      this.changed(q, at)
      for (const inside of this.inside(q)) { this.changed(inside, at); if (is) this.push(inside, at) }
    }
    if (!is) return
    if (q.repeat_count !== undefined) return this.resize(q, at, this.count(q, context))
    if (this.isCalculatedNow(q, holder)) this.calculate(q, at, holder, context)
    if (q.choice_filter !== undefined && this.filter(q, holder, context)) this.changed(q, at, true)
  }
  isCalculatedNow(q, holder) {
    if (q.calculation === undefined) return false
    if (this.loading && this.begun && q.keeps_sent && !blank(holder.given[q.name])) return false
    return !q.trigger || this.firing.has(q)
  }
  calculate(q, at, holder, context) {
    const value = this.typed(q, q.calculation, context)
    if (same(value, holder.given[q.name])) return
    holder.given[q.name] = value
    this.changed(q, at, true)
  }
  // What an expression gives, as an answer of the question's type; null for what is none.
  typed(q, tree, context) {
    const written = kept(text(evaluate(tree, context)))
    if (written === '' || written.length > LONGEST_TEXT) return null
    if (NUMBERS.includes(q.type) || (q.type === 'calculate' && q.bands)) return this.number(q, tree, context)
    if (!q.choices) return written
    const names = new Set(written.split(' ').filter((name) => this.form.choices[q.choices].some((choice) => choice.name === name)))
    if (!SEVERAL.includes(q.type)) return names.values().next().value ?? null
    const chosen = q.type === 'rank' ? [...names] : this.form.choices[q.choices].map((choice) => choice.name).filter((name) => names.has(name))
    return chosen.length ? chosen : null
  }
  number(q, tree, context) {
    const number = evaluate(['number', tree], context)
    return Number.isFinite(number) ? number + 0 : null
  }
  count(q, context) {
    const wanted = Math.trunc(evaluate(['number', q.repeat_count], context))
    return wanted > 0 ? Math.min(wanted, MOST_ROWS) : 0
  }
  filter(q, holder, context) {
    const given = holder.given[q.name], choices = this.form.choices[q.choices]
    if (blank(given) || given === 'refused') return false
    const left = [given].flat().filter((name) => test(q.choice_filter, { ...context, row: this.row(choices.find((choice) => choice.name === name) ?? {}) }))
    if (left.length === [given].flat().length) return false
    holder.given[q.name] = Array.isArray(given) && left.length ? left : null
    return true
  }
  resize(q, at, wanted) {
    const rows = (this.holderOf(q, at).rows[q.name] ??= [])
    const before = rows.length
    if ((wanted = Math.min(wanted, MOST_ROWS)) === before) return
    while (rows.length > wanted) rows.pop()
    while (rows.length < wanted) rows.push(this.holder())
    this.changed(q, at)
    for (const inside of this.inside(q)) this.changed(inside, at)
    for (let i = before; i < wanted; i++) {
      this.beginRow(q, [...at, i])
      for (const inside of this.inside(q)) this.push(inside, [...at, i])
    }
  }

  collect(questions, holder, at) {
    const answers = {}
    for (const { name, type, questions: inner, rows } of questions) {
      if (type === 'note' || !this.applies(name, at)) continue
      if (type === 'group') Object.assign(answers, this.collect(inner, holder, at))
      else if (type === 'grid') this.collectGrid(name, rows, holder, at, answers)
      else if (type === 'repeat') {
        const held = (holder.rows[name] ?? []).map((row, i) => this.collect(inner, row, [...at, i]))
        answers[name] = held.length ? held : null
      } else answers[name] = blank(holder.given[name]) ? null : holder.given[name]
    }
    return answers
  }
  collectGrid(name, rows, holder, at, answers) {
    const grid = {}
    for (const row of rows)
      if (this.applies(row.name, at)) grid[row.name.slice(name.length + 1)] = holder.given[row.name] ?? null
    if (Object.keys(grid).length) answers[name] = grid
  }
}
