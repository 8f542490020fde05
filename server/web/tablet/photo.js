// A photo, made small on the tablet: drawn anew, it holds nothing but what is seen - no place, no device, no day.
import {chooser, fileHolder, Refused} from './holder.js';
import {make, say} from './words.js';

// Wide enough to read a notice on a wall, a few hundred kilobytes.
const usualPixels = 1600;
const quality = 0.82;

// Width and height whose longer side is `most` at most.
export function shrunk(width, height, most) {
  const by = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * by)), Math.max(1, Math.round(height * by))];
}

// Turned as it was held: what says so goes with the rest of what a camera writes.
export async function redrawn(file, most = usualPixels) {
  const picture = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const [width, height] = shrunk(picture.width, picture.height, most);
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  canvas.getContext('2d').drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error('no picture'))), 'image/jpeg', quality));
}

export const photoPart = files => (place, own, set) => {
  const most = Number(place.dataset.maxPixels) > 0 ? Number(place.dataset.maxPixels) : usualPixels;
  const chosen = file => holder.take(redrawn(file, most).then(blob => [blob, 'jpg'], () => { throw new Refused(say('photo_unreadable')); }));
  const holder = fileHolder(files, place, own, set, {
    seen: (blob, src) => make('img', {src, alt: say('photo_seen')}),
    ways: there => [chooser(there ? 'photo_again' : 'photo_take', 'image/*', 'environment', chosen, there ? 'quiet' : '')],
  });
  return holder.paint;
};
