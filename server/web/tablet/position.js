// Where one stands, as "latitude longitude altitude accuracy" (LANGUAGE.md section 2), when somebody asks for it: never by itself. Works without
// network: satellites need none.
import {fieldOf} from './devices.js';
import {make, say} from './words.js';

// ODK's numbers: better than this and the search ends by itself; worse and the person is told. In metres.
const enough = 5;
const tooFar = 100;

// Decimals of a degree: the sixth is eleven centimetres. No exponent, which the answer's format has not.
const degrees = number => (Number(number.toFixed(6)) + 0).toFixed(6).replace(/\.?0+$/, '');  // no minus before a zero
const metres = number => (Number.isFinite(number) ? number.toFixed(1).replace(/\.0$/, '') : '0');

export const asAnswer = ({latitude, longitude, altitude, accuracy}) => [degrees(latitude), degrees(longitude), metres(altitude ?? NaN), metres(accuracy)].join(' ');

const limit = (written, otherwise) => (Number(written) > 0 ? Number(written) : otherwise);
// Said to a person: a metre more or less is no matter, and "0 m" would be a lie.
const rounded = accuracy => Math.max(1, Math.ceil(accuracy));

export const positionPart = ({where = globalThis.navigator?.geolocation, secure = globalThis.isSecureContext} = {}) => (place, own, set) => {
  const stopAt = limit(place.dataset.captureAccuracy, enough);
  const warnFrom = limit(place.dataset.warningAccuracy, tooFar);
  let watch;       // of a search that goes on
  let best;        // coordinates found by it so far
  let fault = '';  // why there is none

  const button = (key, onclick, className = '') => make('button', {type: 'button', className, textContent: say(key), onclick});
  const line = (text, className = '') => make('p', {textContent: text, className, role: 'status'});
  const show = (said, ...ways) => own.replaceChildren(...(said ? [said] : []), make('div', {className: 'ways'}, ...ways));

  function paint(value, fixed) {
    const start = key => button(key, search, value ? 'quiet' : '');
    if (watch !== undefined) {
      const keep = best && button('position_keep', keepBest, 'main');
      return show(line(best ? say('position_better', {accuracy: rounded(best.accuracy)}) : say('position_searching'), 'going'), ...(keep ? [keep] : []),
        button('position_stop', stop, 'quiet'));
    }
    if (fault) return show(line(fault, 'why'), start('position_again'));
    if (!value) return show(null, ...(fixed ? [] : [start('position_take')]));
    const [latitude, longitude, , accuracy] = value.split(' ').map(Number);
    const said = say('position_taken', {accuracy: rounded(accuracy), latitude, longitude});
    show(line(accuracy > warnFrom ? said + ' ' + say('position_far', {accuracy: warnFrom}) : said), ...(fixed ? [] : [start('position_again'), button('position_clear', () => set(''), 'quiet')]));
  }
  const repaint = () => paint(fieldOf(place).value, fieldOf(place).readOnly);

  function end(why = '') {
    if (watch !== undefined) where.clearWatch(watch);
    watch = undefined;
    fault = why;
  }
  const stop = () => (end(), repaint());
  const keepBest = () => (end(), set(asAnswer(best)));

  function search() {
    fault = '';
    best = undefined;
    if (!secure || !where) {
      fault = say('position_insecure');
      return repaint();
    }
    end();
    watch = where.watchPosition(found, failed, {enableHighAccuracy: true, maximumAge: 0});
    place.ownerDocument.defaultView.addEventListener('pagehide', () => end(), {once: true});
    repaint();
  }

  function found({coords}) {
    if (watch === undefined) return;
    if (!best || coords.accuracy <= best.accuracy) best = coords;
    if (best.accuracy <= stopAt) keepBest();
    else repaint();
  }

  function failed({code}) {
    end(say(code === 1 ? 'position_forbidden' : 'position_not_found'));
    repaint();
  }

  return paint;
};
