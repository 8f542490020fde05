// What waits, what the server could not take, and the way out by a file.
import {byId, make, say} from './words.js';

export async function paintQueue(tablet) {
  const {collected, sent, acknowledged} = await tablet.outbox.account();
  const waiting = await tablet.outbox.waiting();
  byId('queue-count').textContent = say('queue_count', {collected, sent, acknowledged, waiting: waiting.length});
  const files = await tablet.parcels?.account('attachment');
  byId('files-count').hidden = !files?.collected;
  if (files?.collected) byId('files-count').textContent = say('files_count', files);
  const aside = [...await tablet.outbox.aside(), ...await tablet.parcels?.aside() ?? []];
  byId('aside-part').hidden = !aside.length;
  byId('aside').replaceChildren(...aside.map(entry => make('li', {className: 'card'},
    make('p', {textContent: say('kind_' + entry.kind)}), make('p', {className: 'muted', textContent: say('aside_reason', {reason: entry.reason})}),
    make('button', {type: 'button', textContent: say('retry'), onclick: async () => {
      await (entry.kind === 'attachment' ? tablet.parcels : tablet.outbox).retry(entry.id);
      await tablet.sync();
      paintQueue(tablet);
    }}),
    make('button', {type: 'button', className: 'quiet', textContent: say('export_one'), onclick: async () => saveAs([await sealedOf(tablet, entry), '\n'], 'ecoute-' + entry.id)}))));
  byId('export').disabled = !waiting.length && !aside.length && !files?.waiting;
}

// Sealed answers, one a line, for `ecoute responses import`. Nothing leaves the queue by it.
export async function exportQueue(tablet) {
  const lines = [await tablet.outbox.exported()];
  // Files behind the answers that name them, as they are sent.
  for (const entry of await tablet.kept.all('parcels')) lines.push(await sealedOf(tablet, entry), '\n');
  saveAs(lines, `ecoute-${tablet.device.interviewer || 'tablette'}-${new Date().toISOString().slice(0, 10)}`);
}

const sealedOf = async (tablet, entry) => entry.sealed ?? (await tablet.kept.get('payloads', entry.id)).sealed;

function saveAs(parts, name) {
  const link = make('a', {href: URL.createObjectURL(new Blob(parts, {type: 'application/octet-stream'})), download: name + '.ecoute'});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
