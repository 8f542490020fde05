// Pages of questionnaires, kept by the browser for a day without network. The service worker gives them back (worker.js). Their addresses
// change with their content, so that a page that is here needs no second look.
export const shelf = 'ecoute-questionnaires';

const wanted = campaigns => campaigns.flatMap(({pages, sheets, has_field_sheet}) => [...Object.values(pages), ...(has_field_sheet ? Object.values(sheets) : [])]);
const addressOf = request => new URL(request.url).pathname + new URL(request.url).search;
const here = async cache => new Set((await cache.keys()).map(addressOf));

// Brings what is not here yet. Resolves to the number of pages that could not be had.
export async function bring(campaigns) {
  const cache = await caches.open(shelf);
  const known = await here(cache);
  let missing = 0;
  for (const address of wanted(campaigns)) {
    if (known.has(address)) continue;
    const reply = await fetch(address, {cache: 'reload'}).catch(() => null);
    if (reply?.ok) await cache.put(address, reply);
    else missing++;
  }
  return missing;
}

// Pages that nobody asks any more go, but not those of an interview in hand: it is finished with the page that it was begun with.
export async function tidy(campaigns, drafts) {
  const cache = await caches.open(shelf);
  const keep = new Set([...wanted(campaigns), ...drafts.flatMap(draft => Object.values(draft.pages))]);
  for (const request of await cache.keys()) if (!keep.has(addressOf(request))) await cache.delete(request);
}

// Pages of interviews in hand, as texts.
export async function textsOf(drafts) {
  const cache = await caches.open(shelf);
  const replies = await Promise.all(drafts.flatMap(draft => Object.values(draft.pages)).map(address => cache.match(address)));
  return Promise.all(replies.filter(Boolean).map(reply => reply.text()));
}

export async function allHere(campaigns) {
  const known = await here(await caches.open(shelf));
  return wanted(campaigns).every(address => known.has(address));
}
