// A rank as taps in order.
import {all, fill, say} from './page.js';
import {answer, put} from './answers.js';
import {remark} from './mistakes.js';
export {makeTaps, paintTaps};

function makeTaps(field) {
  const menus = all('select', field);
  const taps = document.createElement('div');
  taps.className = 'taps';
  for (const option of menus[0].options) {
    if (!option.value) continue;
    const tap = document.createElement('button');
    tap.type = 'button';
    tap.value = option.value;
    if (option.lang) tap.lang = option.lang;
    tap.append(document.createElement('b'), option.text);
    tap.onclick = () => {
      let order = answer(menus[0].name).split(' ').filter(Boolean);
      const full = order.length === menus.length;
      if (order.includes(tap.value)) order = order.filter(value => value !== tap.value);
      else if (!full) order.push(tap.value);
      put(menus[0].name, order);
      menus[0].dispatchEvent(new Event('change', {bubbles: true}));
    };
    taps.append(tap);
  }
  all('.place', field).forEach(one => (one.hidden = true));
  all('.place', field)[0].before(taps);
}

function paintTaps(field) {
  const menus = all('select', field);
  const order = answer(menus[0].name).split(' ');
  const full = order.length === menus.length;
  for (const tap of all('.taps button', field)) {
    const at = order.indexOf(tap.value);
    tap.setAttribute('aria-pressed', at >= 0);
    tap.firstChild.textContent = at >= 0 ? at + 1 : '';
  }
  remark(menus[0].name, full ? fill(say.most, {most: menus.length}) : '');
}
