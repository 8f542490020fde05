// A long menu with a field to search it.
import {fill, say} from './page.js';
export {makeFilter};

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function makeFilter(menu) {
  const groups = [...menu.children];
  const options = [...menu.options];
  const search = document.createElement('input');
  const count = document.createElement('p');
  search.type = 'search';
  search.placeholder = menu.dataset.filter;
  search.setAttribute('aria-label', menu.dataset.filter);
  count.className = 'hint';
  count.setAttribute('role', 'status');
  const home = new Map(options.map(option => [option, option.parentNode]));
  search.oninput = () => {
    const wanted = plain(search.value.trim());
    const found = options.filter(option => option.value && plain(option.text + ' ' + (home.get(option).label ?? '')).includes(wanted));
    const value = menu.value;
    for (const [option, parent] of home) if (parent !== menu) parent.append(option);
    menu.replaceChildren(...(wanted ? [options[0], ...found] : groups));
    if (wanted && found.length === 1) found[0].selected = true;
    else if (found.some(option => option.value === value)) menu.value = value;
    count.textContent = wanted ? fill(say.matches, {count: found.length}) : '';
    menu.dispatchEvent(new Event('change', {bubbles: true}));
  };
  search.onkeydown = event => event.key === 'Enter' && (event.preventDefault(), menu.focus());
  menu.before(search, count);
}
