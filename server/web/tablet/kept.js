// What the tablet keeps on its disk, in IndexedDB. A write is whole or not at all, and on the disk once its promise resolves ("strict").
//   settings  lock, device, campaigns, clock...: by name
//   outbox    sealed answers on their way (outbox.js)
//   counters  how many were collected and acknowledged
//   drafts    interviews in hand, encrypted (vault.js)
//   cells     of interviews that the server does not count yet: encrypted, for the table of who is missing
//   files     photos and voices of interviews in hand, encrypted (files.js)
//   parcels   sealed pieces of files on their way: what outbox.js asks of an entry, but its text, which stands in `payloads`
const stores = ['settings', 'outbox', 'counters', 'drafts', 'cells', 'files', 'parcels', 'payloads'];
const keyed = {outbox: 'id', drafts: 'id', cells: 'id', files: 'id', parcels: 'id', payloads: 'id'};

const asked = request => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

export async function openKept(name = 'ecoute') {
  const opening = indexedDB.open(name, 2);
  // A tablet of before keeps what it has.
  const missing = () => stores.filter(one => !opening.result.objectStoreNames.contains(one));
  opening.onupgradeneeded = () => missing().forEach(one => opening.result.createObjectStore(one, keyed[one] && {keyPath: keyed[one]}));
  const database = await asked(opening);
  database.onversionchange = () => database.close();
  return new Kept(database);
}

export class Kept {
  constructor(database) {
    this.database = database;
  }

  all(store) {
    return asked(this.database.transaction(store).objectStore(store).getAll());
  }

  get(store, key) {
    return asked(this.database.transaction(store).objectStore(store).get(key));
  }

  put(store, value, key) {
    return this.write([store], open => void open(store).put(value, key));
  }

  remove(store, key) {
    return this.write([store], open => void open(store).delete(key));
  }

  clear(...names) {
    return this.write(names, open => names.forEach(store => open(store).clear()));
  }

  write(names, doing) {
    return new Promise((done, failed) => {
      const transaction = this.database.transaction(names, 'readwrite', {durability: 'strict'});
      transaction.oncomplete = () => done();
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
      doing(name => transaction.objectStore(name));
    });
  }

  async counters() {
    const transaction = this.database.transaction('counters').objectStore('counters');
    const [names, values] = await Promise.all([asked(transaction.getAllKeys()), asked(transaction.getAll())]);
    return Object.fromEntries(names.map((name, at) => [name, values[at]]));
  }

  // The shelf that outbox.js asks for. Beside it, in the same transaction: `drafts` that go because their answers are in the outbox now, with
  // their `files`, which come as `parcels`; and `cells` that come or go.
  shelf() {
    return {
      all: () => this.all('outbox'),
      counters: () => this.counters(),
      change: ({put, remove, count, drafts = [], cells = [], files = [], parcels = []}) => this.write(stores.slice(1), open => {
        for (const entry of put) open('outbox').put(entry);
        for (const id of remove) open('outbox').delete(id);
        for (const id of drafts) open('drafts').delete(id);
        for (const cell of cells) open('cells').put(cell);
        for (const id of files) open('files').delete(id);
        for (const {sealed, ...entry} of parcels) {
          open('parcels').put(entry);
          open('payloads').put({id: entry.id, sealed});
        }
        addTo(open('counters'), {...count, ...(parcels.length && {'attachment.collected': parcels.length})});
      }),
    };
  }

  // The same for pieces of files: their texts are read when they are sent, not whenever somebody counts them.
  parcelShelf() {
    return {
      all: () => this.all('parcels'),
      counters: () => this.counters(),
      change: ({put, remove, count}) => this.write(['parcels', 'payloads', 'counters'], open => {
        for (const entry of put) open('parcels').put(entry);
        for (const id of remove) {
          open('parcels').delete(id);
          open('payloads').delete(id);
        }
        addTo(open('counters'), count);
      }),
    };
  }
}

function addTo(counters, count) {
  for (const [name, by] of Object.entries(count)) {
    const counter = counters.get(name);
    counter.onsuccess = () => counters.put((counter.result ?? 0) + by, name);
  }
}
