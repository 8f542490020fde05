import { DAY, MINUTE, cell, dateTimeText, first, functions, instant, local, moment, nodesOf, now, plain, readMoment, readTime, string, trim, words } from './expression.js'

// The functions of expressions that few questionnaires use. Pages load this module only when one of theirs does.

const random = (c) => (c.random ?? Math.random)()
const pick = (letters, c) => letters[Math.floor(random(c) * letters.length)]
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function weighed(a, step, weight) {
  let total = 0
  for (let i = 2; i + step <= a.length; i += step) total += a.truth(i) ? weight(i) : 0
  const least = a.number(0), most = a.number(1)
  return (least === -1 || total >= least) && (most === -1 || total <= most)
}

const nameOf = (tree) => (/^path/.test(tree[0]) ? nameOf(tree.at(-1)) : tree[1])

// Orders: Park-Miller numbers from a seed, or chance; inside-out Fisher-Yates.

const MODULUS = 2147483647
function seeded(seed) {
  let state = Math.trunc(Number.isNaN(seed) ? 0 : Number.isFinite(seed) ? seed : Math.sign(seed) * 2 ** 63) % MODULUS
  if (state <= 0) state += MODULUS - 1
  return () => {
    state = (state * 16807) % MODULUS
    return (state - 1) / (MODULUS - 1)
  }
}
function shuffled(things, next) {
  const order = []
  things.forEach((thing, i) => {
    const j = Math.floor(next() * (i + 1))
    if (j !== i) order[i] = order[j]
    order[j] = thing
  })
  return order
}
export const shuffledBySeed = (things, seed) => shuffled(things, seeded(seed))

// Places on the earth, in degrees

const RADIUS = 6378100
const radians = (degrees) => (degrees * Math.PI) / 180
function readPoint(s) {
  const parts = words(s).map(plain)
  const good = parts.length >= 2 && parts.length <= 4 && !parts.some(Number.isNaN)
  return good && Math.abs(parts[0]) <= 90 && Math.abs(parts[1]) <= 180 ? parts : undefined
}
const readPoints = (s) => (trim(s) === '' ? [] : s.replace(/;[ \t\r\n]*$/, '').split(';').map(readPoint))
const pointsOf = (a) => a.items().flatMap((item) => readPoints(string(item)))
const bad = (points) => points.includes(undefined)
function metres([lat1, lon1], [lat2, lon2]) {
  const h = Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, h)))
}
const sides = (points) => points.map((p, i) => [p, points[(i + 1) % points.length]])
const cents = (x) => functions.round({ length: 2, number: (i) => (i ? 2 : x) })

// Digests

const hex = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
const mask = (bits) => (1n << BigInt(bits)) - 1n
const primes = []
for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n)

// The first `bits` bits after the point of the root of a prime.
function rootBits(prime, root, bits) {
  const scaled = BigInt(prime) << BigInt(bits * root)
  let low = 0n, high = 1n << BigInt(bits + 5)
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** BigInt(root) <= scaled) low = middle
    else high = middle
  }
  return low & mask(bits)
}

// Bytes (of a text), a 1 bit, zeros, and the length in bits, as words of `size` bytes.
function padded(text, size, littleEnd) {
  const bytes = [...(typeof text === 'string' ? new TextEncoder().encode(text) : text)]
  const block = size * 16, tail = size * 2, bits = BigInt(bytes.length) * 8n
  bytes.push(0x80)
  while (bytes.length % block !== block - tail) bytes.push(0)
  const length = Array.from({ length: tail }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n))
  bytes.push(...(littleEnd ? length : length.reverse()))
  const found = []
  for (let i = 0; i < bytes.length; i += size) {
    const part = bytes.slice(i, i + size)
    found.push(BigInt(`0x${hex(littleEnd ? part.reverse() : part)}`))
  }
  return found
}
function unpacked(state, size, littleEnd) {
  return state.flatMap((word) => {
    const bytes = Array.from({ length: size }, (_, i) => Number((word >> BigInt(8 * i)) & 255n))
    return littleEnd ? bytes : bytes.reverse()
  })
}

// FIPS 180-4: SHA-256 with words of 32 bits, SHA-384 and SHA-512 of 64.
function sha2(text, bits, skip, length) {
  const wide = bits === 64, M = mask(bits), B = BigInt(bits), size = bits / 8
  const turn = (x, n) => ((x >> BigInt(n)) | (x << (B - BigInt(n)))) & M
  const mix = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ turn(x, c)
  const slide = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ (x >> BigInt(c))
  const k = primes.slice(0, wide ? 80 : 64).map((p) => rootBits(p, 3, bits))
  let state = primes.slice(skip, skip + 8).map((p) => rootBits(p, 2, bits))
  const all = padded(text, size, false)
  for (let at = 0; at < all.length; at += 16) {
    const w = all.slice(at, at + 16)
    for (let i = 16; i < k.length; i++)
      w[i] = (w[i - 16] + slide(w[i - 15], wide ? [1, 8, 7] : [7, 18, 3]) + w[i - 7] + slide(w[i - 2], wide ? [19, 61, 6] : [17, 19, 10])) & M
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < k.length; i++) {
      const one = h + mix(e, wide ? [14, 18, 41] : [6, 11, 25]) + ((e & f) ^ (~e & M & g)) + k[i] + w[i]
      const two = mix(a, wide ? [28, 34, 39] : [2, 13, 22]) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & M, c, b, a, (one + two) & M]
    }
    state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) & M)
  }
  return unpacked(state, size, false).slice(0, length)
}

const START = [0x67452301n, 0xefcdab89n, 0x98badcfen, 0x10325476n, 0xc3d2e1f0n]
const turned = (x, n) => ((x << BigInt(n)) | (x >> BigInt(32 - n))) & mask(32)

function sha1(text) {
  let state = START
  const all = padded(text, 4, false)
  for (let at = 0; at < all.length; at += 16) {
    const w = all.slice(at, at + 16)
    for (let i = 16; i < 80; i++) w[i] = turned(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1)
    let [a, b, c, d, e] = state
    for (let i = 0; i < 80; i++) {
      const part = Math.floor(i / 20)
      const f = part === 0 ? (b & c) | (~b & mask(32) & d) : part === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
      const k = [0x5a827999n, 0x6ed9eba1n, 0x8f1bbcdcn, 0xca62c1d6n][part];
      [e, d, c, b, a] = [d, c, turned(b, 30), a, (turned(a, 5) + f + e + k + w[i]) & mask(32)]
    }
    state = [a, b, c, d, e].map((x, i) => (x + state[i]) & mask(32))
  }
  return unpacked(state, 4, false)
}

// RFC 1321
function md5(text) {
  const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
  const k = Array.from({ length: 64 }, (_, i) => BigInt(Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32)))
  let state = START.slice(0, 4)
  const all = padded(text, 4, true)
  for (let at = 0; at < all.length; at += 16) {
    let [a, b, c, d] = state
    for (let i = 0; i < 64; i++) {
      const round = i >> 4, not = (x) => ~x & mask(32)
      const f = [(b & c) | (not(b) & d), (d & b) | (not(d) & c), b ^ c ^ d, c ^ (b | not(d))][round]
      const g = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] % 16
      const sum = (a + f + k[i] + all[at + g]) & mask(32);
      [a, d, c, b] = [d, c, b, (b + turned(sum, turns[round][i % 4])) & mask(32)]
    }
    state = [a, b, c, d].map((x, i) => (x + state[i]) & mask(32))
  }
  return unpacked(state, 4, true)
}

const digests = {
  md5, 'sha-1': sha1,
  'sha-256': (text) => sha2(text, 32, 0, 32),
  'sha-384': (text) => sha2(text, 64, 8, 48),
  'sha-512': (text) => sha2(text, 64, 0, 64),
}

// Nothing when it is not base64.
const bytesOf = (text) =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? Array.from(atob(text), (c) => c.charCodeAt(0)) : []
function utf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return ''
  }
}

// Ed25519: RFC 8032, section 5.1. The browser's own is asynchronous, and expressions are not.

const FIELD = mask(255) - 18n
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n
const inField = (x) => ((x % FIELD) + FIELD) % FIELD
const littleEnd = (bytes) => BigInt(`0x${hex([...bytes].reverse())}`)
function power(x, n) {
  let found = 1n
  for (; n; n >>= 1n, x = (x * x) % FIELD) if (n & 1n) found = (found * x) % FIELD
  return found
}
const inverse = (x) => power(x, FIELD - 2n)
const CURVE = inField(-121665n * inverse(121666n))

// The point of an encoding, as X, Y, Z, T; nothing when there is none.
function curvePoint(encoded) {
  const y = (encoded & mask(255)) % FIELD
  const square = inField((y * y - 1n) * inverse(inField(CURVE * y * y + 1n)))
  let x = power(square, (FIELD + 3n) / 8n)
  if (inField(x * x - square)) x = (x * power(2n, (FIELD - 1n) / 4n)) % FIELD
  if (inField(x * x - square)) return undefined
  if ((x & 1n) !== encoded >> 255n) x = inField(-x)
  return [x, y, 1n, (x * y) % FIELD]
}
function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2), b = (y1 + x1) * (y2 + x2), c = ((2n * t1 * t2) % FIELD) * CURVE, d = 2n * z1 * z2
  const [e, f, g, h] = [b - a, d - c, d + c, b + a].map(inField)
  return [e * f, g * h, f * g, e * h].map(inField)
}
function multiplied(point, times) {
  let found = [0n, 1n, 1n, 0n]
  for (; times; times >>= 1n, point = added(point, point)) if (times & 1n) found = added(found, point)
  return found
}

// True when the first 64 bytes are this key's signature of the rest.
function isSigned(signed, key) {
  const point = curvePoint(littleEnd(key)), s = littleEnd(signed.slice(32, 64)), base = curvePoint(inField(4n * inverse(5n)))
  if (!point || s >= ORDER) return false
  const hash = littleEnd(digests['sha-512']([...signed.slice(0, 32), ...key, ...signed.slice(64)])) % ORDER
  const [x, y, z, t] = point
  const [foundX, foundY, foundZ] = added(multiplied(base, s), multiplied([inField(-x), y, z, inField(-t)], hash))
  const scale = inverse(foundZ)
  return (((((foundX * scale) % FIELD) & 1n) << 255n) | ((foundY * scale) % FIELD)) === littleEnd(signed.slice(0, 32))
}

const rareFunctions = {
  checklist: (a) => weighed(a, 1, () => 1),
  'weighted-checklist': (a) => weighed(a, 2, (i) => a.number(i + 1)),
  substring: (a) => {
    const from = Math.floor(a.number(1) + 0.5)
    const to = a.length > 2 ? from + Math.floor(a.number(2) + 0.5) : Infinity
    return [...a.string(0)].filter((_, i) => i + 1 >= from && i + 1 < to).join('')
  },
  'substring-before': (a) => {
    const s = a.string(0), at = s.indexOf(a.string(1))
    return at < 0 ? '' : s.slice(0, at)
  },
  'substring-after': (a) => {
    const s = a.string(0), needle = a.string(1), at = s.indexOf(needle)
    return at < 0 ? '' : s.slice(at + needle.length)
  },
  translate: (a) => {
    const from = [...a.string(1)], to = [...a.string(2)]
    return [...a.string(0)].map((c) => (from.includes(c) ? to[from.indexOf(c)] ?? '' : c)).join('')
  },
  random: (a) => random(a.c),
  pow: (a) => a.number(0) ** a.number(1),
  floor: (a) => Math.floor(a.number(0)),
  abs: (a) => Math.abs(a.number(0)),
  sqrt: (a) => Math.sqrt(a.number(0)),
  log: (a) => Math.log(a.number(0)),
  log10: (a) => Math.log10(a.number(0)),
  exp: (a) => Math.exp(a.number(0)),
  sin: (a) => Math.sin(a.number(0)),
  cos: (a) => Math.cos(a.number(0)),
  tan: (a) => Math.tan(a.number(0)),
  asin: (a) => Math.asin(a.number(0)),
  acos: (a) => Math.acos(a.number(0)),
  atan: (a) => Math.atan(a.number(0)),
  exp10: (a) => 10 ** a.number(0),
  pi: () => Math.PI,
  atan2: (a) => Math.atan2(a.number(0), a.number(1)),
  ceiling: (a) => Math.ceil(a.number(0)),
  'date-time': (a) => {
    const m = moment(a.value(0), a.c)
    return m ? dateTimeText(local({ ...m, timed: true }, a.c)) : ''
  },
  'decimal-date-time': (a) => {
    const value = a.value(0)
    if (typeof value === 'number') return value
    const m = readMoment(string(value, a.c))
    return m ? instant(m, a.c) / DAY : NaN
  },
  'decimal-time': (a) => {
    const m = readTime(a.string(0))
    if (!m) return NaN
    const ms = m.offset === undefined ? m.ms : m.ms + (now(a.c).offset - m.offset) * MINUTE
    return ((ms + 2 * DAY) % DAY) / DAY
  },
  'jr:itext': (a) => {
    const [, list, place] = /^(.+)-(\d+)$/.exec(a.string(0)) ?? []
    return cell(a.c.rows?.(list)?.[+place] ?? {}, 'label')
  },
  'last-saved#': (a) => a.c.lastSaved?.(a.string(0)) ?? '',
  property: (a) => a.c.property?.(a.string(0)) ?? '',
  version: (a) => a.c.version ?? '',
  depend: (a) => a.value(0),
  pulldata: (a) => {
    const key = a.string(3), column = a.string(2)
    const row = (a.c.rows?.(a.string(0)) ?? []).find((one) => cell(one, column) === key)
    return row ? cell(row, a.string(1)) : ''
  },
  'indexed-repeat': (a) => {
    const at = [...(a.c.at ?? [])]
    for (let i = 1; i + 1 < a.length; i += 2) {
      const [repeat] = a.set(i)
      const index = Math.trunc(a.number(i + 1))
      if (!repeat || !(index >= 1)) return ''
      at[repeat.at.length - 1] = index - 1
    }
    return first(nodesOf(nameOf(a.tree[1]), at, a.c), a.c)
  },
  randomize: (a) => shuffled(a.set(0), a.length > 1 ? seeded(a.number(1)) : () => random(a.c)),
  uuid: (a) => {
    if (a.length) return Array.from({ length: Math.min(1000, a.number(0)) || 0 }, () => pick(LETTERS, a.c)).join('')
    return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => pick(c === 'x' ? '0123456789abcdef' : '89ab', a.c))
  },
  distance: (a) => {
    const points = pointsOf(a)
    return bad(points) ? NaN : cents(points.slice(1).reduce((sum, point, i) => sum + metres(points[i], point), 0))
  },
  area: (a) => {
    const points = pointsOf(a)
    if (bad(points)) return NaN
    if (points.length < 3) return 0
    const sum = sides(points).reduce((total, [[lat1, lon1], [lat2, lon2]]) =>
      total + radians(lon2 - lon1) * (2 + Math.sin(radians(lat1)) + Math.sin(radians(lat2))), 0)
    return cents(Math.abs((sum * RADIUS * RADIUS) / 2))
  },
  geofence: (a) => {
    const point = readPoint(a.string(0)), shape = readPoints(a.string(1))
    if (!point || bad(shape) || shape.length < 3) return false
    const [lat, lon] = point
    return sides(shape).filter(([[lat1, lon1], [lat2, lon2]]) =>
      lat1 > lat !== lat2 > lat && lon < lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1)).length % 2 === 1
  },
  digest: (a) => {
    const algorithm = digests[a.string(1).toLowerCase()]
    if (!algorithm) return ''
    const bytes = algorithm(a.string(0))
    return a.length > 2 && a.string(2).toLowerCase() === 'hex' ? hex(bytes) : btoa(String.fromCharCode(...bytes))
  },
  'base64-decode': (a) => utf8(bytesOf(a.string(0))),
  'extract-signed': (a) => {
    const signed = bytesOf(a.string(0)), key = bytesOf(a.string(1))
    return signed.length >= 64 && key.length === 32 && isSigned(signed, key) ? utf8(signed.slice(64)) : ''
  },
}
Object.assign(functions, rareFunctions)

