// Questions that need the device: the page has a field that nobody types in (`data-device`), and the app puts what fills it beside it. A page that
// was kept before the app knew a part has none of it; a part that this app does not know stays empty.
const look = `
.device { clear: both; display: grid; gap: .5rem; justify-items: start; margin: .3rem 0 } .device p { margin: 0 } .device .ways { display: flex; flex-wrap: wrap; gap: .5rem }
.device img, .device video { max-inline-size: 100%; max-block-size: 40vh; border-radius: var(--radius) } .device audio { inline-size: 100% }
.device .going::before { content: "● "; color: var(--warn, #b3261e) }
.device label.button input { position: absolute; inline-size: 1px; block-size: 1px; opacity: 0 } .device label.button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px }`;

// `parts`: by kind of question, a function (place, set) that gives a function which shows what the field holds now. `place` is the question's element, its
// first child of class "device" is the part's own; set(value) writes the field as an answer. A part in the middle of something says so: the function
// that it gives then has `busy()`, and `settle()`, which ends it and keeps what there is.
export function askWithDevice(page, parts) {
  const {CSSStyleSheet, MutationObserver} = page.defaultView;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
  const paints = new Map();
  const start = () => {
    for (const place of paints.keys()) if (!place.isConnected) paints.delete(place);
    for (const place of page.querySelectorAll('[data-device]')) {
      const part = parts[place.dataset.device];
      if (!part || paints.has(place)) continue;
      const own = page.createElement('div');
      own.className = 'device';
      own.lang = 'fr';
      own.dir = 'ltr';
      fieldOf(place).before(own);
      paints.set(place, part(place, own, value => setField(place, value)));
      paints.get(place)(fieldOf(place).value, fieldOf(place).readOnly);
    }
  };
  start();
  // Rows come and go; answers are emptied from elsewhere (a refusal, "ask again").
  new MutationObserver(start).observe(page.getElementById('q'), {childList: true, subtree: true});
  page.addEventListener('change', () => paints.forEach((paint, place) => paint(fieldOf(place).value, fieldOf(place).readOnly)));
  const all = () => [...paints.values()];
  return {busy: () => all().some(paint => paint.busy?.()), settle: () => Promise.all(all().map(paint => paint.settle?.()))};
}

// Files that the answers name, of questions that apply.
export const filesNamed = page => [...page.querySelectorAll('[data-device]:not([data-device=geopoint])')].filter(place => !place.closest('[hidden]'))
  .map(place => fieldOf(place).value).filter(Boolean);

export const fieldOf = place => place.querySelector('input[hidden]');

function setField(place, value) {
  const field = fieldOf(place);
  field.value = value;
  field.dispatchEvent(new Event('change', {bubbles: true}));
}
