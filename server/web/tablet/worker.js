// The tablet's service worker: the app starts without network, and what waits is sent while the page sleeps. /t/sw.js is one line that calls
// work() with the list of this version's files; another list is another worker, which takes over once all its files are here and the page
// says that no interview is open.
import {deliverQueue} from './delivery.js';
import {openKept} from './kept.js';
import * as media from './media.js';
import {shelf} from './pages.js';

const prefix = 'ecoute-app-';

export function work({version, files}) {
  const own = prefix + version;

  addEventListener('install', event => event.waitUntil(bringAll(own, files)));
  addEventListener('activate', event => event.waitUntil(leaveOthers(own).then(() => clients.claim())));
  addEventListener('message', event => event.data === 'switch' && skipWaiting());
  addEventListener('sync', event => event.tag === 'outbox' && event.waitUntil(sendInBackground()));
  addEventListener('fetch', event => {
    const {origin, pathname} = new URL(event.request.url);
    if (origin !== location.origin || event.request.method !== 'GET') return;
    if (pathname === '/t' || pathname.startsWith('/t/')) event.respondWith(answer(own, pathname, event.request));
    else if (pathname.startsWith('/m/')) event.respondWith(recording(pathname, event.request));
  });
}

// All or none: a missing file and this version does not begin.
async function bringAll(own, files) {
  const cache = await caches.open(own);
  await cache.addAll(files.map(file => new Request(file, {cache: 'reload'})));
}

async function leaveOthers(own) {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== own) await caches.delete(name);
}

async function answer(own, pathname, request) {
  const of = await caches.open(pathname.startsWith('/t/q/') ? shelf : own);
  return await of.match(pathname === '/t' ? '/t' : request) ?? fetch(request);
}

async function recording(pathname, request) {
  const here = await caches.has(media.shelf) && await (await caches.open(media.shelf)).match(pathname);
  return here ? media.inRange(here, request.headers.get('Range')) : fetch(request);
}

// Throws when something still waits: the browser then tries again later.
async function sendInBackground() {
  const outcome = await deliverQueue(await openKept());
  if (outcome === 'offline' || outcome === 'busy') throw new Error(outcome);
}
