// On plain http the browser gives no cryptography and no service worker: nothing is written that would stay on the disk of a lost tablet.
// What is in hand and what waits live in this tab (sessionStorage), in clear, until the server has them; the page says so.
// What is no answer (the key of this tablet, its campaigns) stays.
const of = name => 'ecoute:' + name;
const shelfOf = store => (store === 'settings' ? localStorage : sessionStorage);

export class InThisTab {
  #read(store) {
    return JSON.parse(shelfOf(store).getItem(of(store)) ?? '{}');
  }

  #write(store, values) {
    shelfOf(store).setItem(of(store), JSON.stringify(values));
  }

  async all(store) {
    return Object.values(this.#read(store));
  }

  async get(store, key) {
    return this.#read(store)[key];
  }

  async put(store, value, key = value.id) {
    this.#write(store, {...this.#read(store), [key]: value});
  }

  async remove(store, key) {
    const {[key]: gone, ...rest} = this.#read(store);
    this.#write(store, rest);
  }

  async clear(...stores) {
    stores.forEach(store => shelfOf(store).removeItem(of(store)));
  }

  shelf() {
    return {
      all: () => this.all('outbox'),
      counters: async () => this.#read('counters'),
      change: async ({put, remove, count, drafts = [], cells = []}) => {
        for (const entry of put) await this.put('outbox', entry);
        for (const id of remove) await this.remove('outbox', id);
        for (const id of drafts) await this.remove('drafts', id);
        for (const cell of cells) await this.put('cells', cell);
        const counters = this.#read('counters');
        for (const [name, by] of Object.entries(count)) counters[name] = (counters[name] ?? 0) + by;
        this.#write('counters', counters);
      },
    };
  }
}

// SHA-256 (FIPS 180-4) where WebCrypto is not: the server acknowledges a content by it.
const fraction = root => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0;
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every(prime => n % prime)) primes.push(n);
const constants = primes.map(prime => fraction(Math.cbrt(prime)));
const turn = (word, by) => word >>> by | word << 32 - by;

function block(state, data, at) {
  const w = Array.from({length: 16}, (_, i) => data.getUint32(at + 4 * i));
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + constants[i] + w[i] | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    [a, b, c, d, e, f, g, h] = [one + two | 0, a, b, c, d + one | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => word + state[i] | 0);
}

export function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const data = new DataView(new ArrayBuffer((bytes.length + 72) >> 6 << 6));
  new Uint8Array(data.buffer).set(bytes);
  data.setUint8(bytes.length, 0x80);
  data.setUint32(data.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  data.setUint32(data.byteLength - 4, bytes.length << 3);
  let state = primes.slice(0, 8).map(prime => fraction(Math.sqrt(prime)));
  for (let at = 0; at < data.byteLength; at += 64) state = block(state, data, at);
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
