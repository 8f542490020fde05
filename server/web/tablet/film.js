// A film, or a file that somebody shows. What is a picture is drawn anew like a photo; a film loses the place that a camera writes into it.
import {chooser, fileHolder, kilobytes, questionOf, Refused} from './holder.js';
import {redrawn} from './photo.js';
import {make, say} from './words.js';

// As on the server (server/attachments.hpp).
const limits = {video: 40_000_000, file: 10_000_000};

const starts = [
  ['mp4', bytes => text(bytes, 4, 8) === 'ftyp' && text(bytes, 8, 12) !== 'qt  '], ['webm', bytes => text(bytes, 0, 4) === '\x1A\x45\xDF\xA3'],
  ['pdf', bytes => text(bytes, 0, 5) === '%PDF-'], ['ogg', bytes => text(bytes, 0, 4) === 'OggS'], ['mp3', bytes => text(bytes, 0, 3) === 'ID3']];
const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

// The extension of what a file's first bytes say; undefined for what the server would refuse.
export function kindOf(bytes, kind) {
  const found = starts.find(([, is]) => is(bytes))?.[0];
  return kind === 'video' && !['mp4', 'webm'].includes(found) ? undefined : found;
}

// Boxes of an mp4 that say where it was filmed (3GPP TS 26.244 "loci", and "\xA9xyz" of telephones), made empty in place: everything else keeps
// its offset.
export function withoutPlace(bytes) {
  for (let at = 4; at + 4 <= bytes.length; at++) {
    const name = text(bytes, at, at + 4);
    if (name !== '\xA9xyz' && name !== 'loci') continue;
    const size = new DataView(bytes.buffer, bytes.byteOffset + at - 4, 4).getUint32(0);
    // As long as such a box is; anything else is a film's own bytes.
    if (size < 8 || size > 300 || at - 4 + size > bytes.length) continue;
    bytes.set([0x66, 0x72, 0x65, 0x65], at);  // "free"
    bytes.fill(0, at + 4, at - 4 + size);
  }
  return bytes;
}

async function taken(file, kind) {
  if (kind === 'file' && file.type.startsWith('image/')) return [await redrawn(file), 'jpg'];
  if (file.size > limits[kind]) throw new Refused(say('file_too_large', {weight: kilobytes(file), most: (limits[kind] / 1000).toLocaleString('fr')}));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const extension = kindOf(bytes, kind);
  if (!extension) throw new Refused(say('file_type_' + kind));
  return [new Blob([extension === 'mp4' ? withoutPlace(bytes) : bytes], {type: file.type}), extension];
}

export const filmPart = (files, kind) => (place, own, set) => {
  const chosen = file => holder.take(taken(file, kind));
  const holder = fileHolder(files, place, own, set, {
    seen: (blob, src) => (kind === 'video' ? make('video', {src, controls: true, preload: 'metadata'}) : make('p', {textContent: questionOf(place)})),
    ways: there => [kind === 'video' ? chooser(there ? 'film_again' : 'film_take', 'video/*', 'environment', chosen, there ? 'quiet' : '')
      : chooser(there ? 'file_again' : 'file_choose', '', null, chosen, there ? 'quiet' : '')],
  });
  return holder.paint;
};
