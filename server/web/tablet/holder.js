// What all questions for a file share: a button that brings one, what it shows, the way to take it back.
import {fieldOf} from './devices.js';
import {newName} from './files.js';
import {make, say} from './words.js';

export const questionOf = place => place.id.slice(2).split(':')[0];

// A button that opens the camera or the files of the tablet.
export function chooser(key, accept, capture, chosen, className = '') {
  const input = make('input', {type: 'file', accept});
  if (capture) input.setAttribute('capture', capture);
  input.onchange = () => input.files[0] && chosen(input.files[0]);
  return make('label', {className: ('button ' + className).trim()}, say(key), input);
}

export const button = (key, onclick) => make('button', {type: 'button', className: 'quiet', textContent: say(key), onclick});
export const line = (text, className = '') => make('p', {textContent: text, className, role: 'status'});
export const kilobytes = blob => Math.max(1, Math.round(blob.size / 1000)).toLocaleString('fr');

// What all parts with a file share: shows what the field names, takes it away, says why there is none. `seen(blob, address)` is the element that
// shows it, `ways(there)` the buttons that bring one.
export const fileHolder = (files, place, own, set, {seen, ways}) => {
  let fault = '';
  let address;
  let painted;  // the value that stands on the screen
  const show = (...children) => own.replaceChildren(...children);
  const forget = () => (address = address && void URL.revokeObjectURL(address));

  async function paint(value, fixed) {
    if (painted === value && !fault) return;
    painted = value;
    forget();
    if (!files) return show(line(say('file_insecure')));
    const blob = value ? await files.get(value) : null;
    if (painted !== value) return;
    const why = fault || (value && !blob ? say('file_missing') : '');
    const there = blob ? [seen(blob, address = URL.createObjectURL(blob)), line(say(files.training ? 'file_training' : 'file_kept', {weight: kilobytes(blob)}))] : [];
    show(...there, ...(why ? [line(why, 'why')] : []),
      make('div', {className: 'ways'}, ...(fixed ? [] : ways(Boolean(value))), ...(value && !fixed ? [button('file_remove', () => change(''))] : [])));
  }
  const repaint = () => (painted = undefined, paint(fieldOf(place).value, fieldOf(place).readOnly));

  async function change(value) {
    const before = fieldOf(place).value;
    set(value);
    if (before && before !== value) await files.remove(before);
  }

  return {
    paint,
    repaint,
    wait: said => (painted = undefined, show(said)),
    // `made`: a promise of [blob, extension], or of a sentence that says why not.
    async take(made) {
      fault = '';
      try {
        const [blob, extension] = await made;
        const name = newName(questionOf(place), extension);
        await files.add(name, blob);
        await change(name);
      } catch (failure) {
        fault = failure instanceof Refused ? failure.message : say('file_failed');
        if (!(failure instanceof Refused)) console.error(failure);
        await repaint();
        fault = '';
      }
    },
  };
};

// Why a file is not taken, in words.
export class Refused extends Error {}
