// What waits, what the server could not take, and the way out by a file.
import {byId, make, say} from './words.js';

export async function paintQueue(tablet) {
  const {collected, sent, acknowledged} = await tablet.outbox.account();
  const waiting = await tablet.outbox.waiting();
  byId('queue-count').textContent = say('queue_count', {collected, sent, acknowledged, waiting: waiting.length});
  const aside = await tablet.outbox.aside();
  byId('aside-part').hidden = !aside.length;
  byId('aside').replaceChildren(...aside.map(entry => make('li', {className: 'card'},
    make('p', {textContent: say('kind_' + entry.kind)}), make('p', {className: 'muted', textContent: say('aside_reason', {reason: entry.reason})}),
    make('button', {type: 'button', textContent: say('retry'), onclick: async () => {
      await tablet.outbox.retry(entry.id);
      await tablet.sync();
      paintQueue(tablet);
    }}),
    make('button', {type: 'button', className: 'quiet', textContent: say('export_one'), onclick: () => saveAs(entry.sealed + '\n', 'ecoute-' + entry.id)}))));
  byId('export').disabled = !waiting.length && !aside.length;
}

// Sealed answers, one a line, for `ecoute responses import`. Nothing leaves the queue by it.
export async function exportQueue(tablet) {
  saveAs(await tablet.outbox.exported(), `ecoute-${tablet.device.interviewer || 'tablette'}-${new Date().toISOString().slice(0, 10)}`);
}

function saveAs(text, name) {
  const link = make('a', {href: URL.createObjectURL(new Blob([text], {type: 'application/octet-stream'})), download: name + '.ecoute'});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
