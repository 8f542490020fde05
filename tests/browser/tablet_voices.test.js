// Recordings and pictures on a tablet: brought while there is a network, heard and seen without one, also by who answers alone.
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {look, violations} from './ecoute.js';
import {Tour, begin, enrol, field, finish, frame, open, ready, received, says, until} from './tablet.js';
import {drawn, record, recorder} from './voices.js';

const names = ['sur', 'oui_non.oui', 'oui_non.non', 'lieux', 'lieux.marche', 'lieux.parc', 'aime', 'aime.1', 'aime.2', 'aime.3'];

let tour, folder;
before(async () => {
  tour = await Tour.start();
  folder = join(tour.ecoute.data, 'voix');
  mkdirSync(folder);
  // Two questions that a person may answer alone, each in a part of its own.
  const form = JSON.parse(readFileSync(fileURLToPath(new URL('forms/parler.json', import.meta.url)), 'utf8'));
  const [one, two] = form.questions;
  const take = (group, name) => ({...group.questions.splice(group.questions.findIndex(question => question.name === name), 1)[0], sensitive: true});
  const alone = [take(one, 'sur'), take(two, 'aime')];
  form.questions.splice(1, 0, ...alone.map((question, at) => ({type: 'group', name: 'seul' + at, label: {fr: 'Votre avis'}, questions: [question]})));
  const file = join(tour.ecoute.data, 'parler.json');
  writeFileSync(file, JSON.stringify(form));
  tour.ecoute.run('campaign', 'create', '--form', file, '--id', 'parler', '--title', 'Parlons du quartier');
  const page = await recorder(tour.browser, tour.ecoute.url);
  for (const [at, name] of names.entries()) writeFileSync(join(folder, `${name}.fr.webm`), await record(page, 200 + 40 * at));
  writeFileSync(join(folder, 'lieux.parc.png'), await drawn(page));
  await page.close();
  tour.ecoute.run('form', 'audio', '--campaign', 'parler', folder);
});
after(() => tour?.stop());

const heard = page => frame(page).locator('body').evaluate(() => window.heard);
const listen = page => frame(page).locator('body').evaluate(() => {
  window.heard = [];
  document.addEventListener('ended', event => window.heard.push(event.target.getAttribute('aria-label').replace(/^\S+ : /, '')), true);
});
const hears = (page, label) => until(async () => (await heard(page)).includes(label));
const onShelf = page => page.evaluate(async () => (await (await caches.open('ecoute-enregistrements')).keys()).map(({url}) => new URL(url).pathname));

async function prepared(code) {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token(code, 'parler'));
  await ready(page);
  await page.waitForSelector('#media[data-state=here]');
  return page;
}

test('without network an interview is heard and seen, in the parts that a player asks for', async () => {
  const page = await prepared('E70');
  await says(page, '#media', /^Enregistrements et images : 11 \(\d+ Ko\), tous sur la tablette\.$/);
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-media-home', {fullPage: true});
  tour.network.set('closed');
  await page.reload();
  await open(page);
  await begin(page);
  await listen(page);
  assert.equal(await frame(page).locator('.listen .hint').count(), 0, 'nothing will be loaded: nothing is said of it');
  for (let step = 0; step < 3; step++) await frame(page).locator('#next').click();
  await until(() => frame(page).locator('.pictures img').first().evaluate(image => image.naturalWidth === 160));
  await frame(page).getByRole('button', {name: 'Écouter : Le marché'}).click();
  await hears(page, 'Le marché');
  const [status, range, length] = await frame(page).locator('audio').first().evaluate(async audio => {
    const reply = await fetch(audio.src, {headers: {Range: 'bytes=0-1'}});
    return [reply.status, reply.headers.get('Content-Range'), (await reply.arrayBuffer()).byteLength];
  });
  assert.deepEqual([status, range.replace(/\d+$/, 'N'), length], [206, 'bytes 0-1/N', 2]);
  assert.deepEqual(await violations(page.frames().at(-1)), []);
  await look(page, 'tablet-media-pictures');
  await finish(page);
  tour.network.set('open');
  await received(page, '1');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('who does not read is handed the tablet, listens, and answers alone', async () => {
  const page = await prepared('E71');
  tour.network.set('closed');
  await begin(page);
  await listen(page);
  const inside = frame(page);
  await inside.locator('#next').click();
  await inside.locator('.hand button').click();
  await inside.locator('#listen').click();
  await hears(page, 'Non');
  await look(page, 'tablet-media-alone');
  assert.deepEqual(await violations(page.frames().at(-1)), []);
  await inside.locator('[name=sur][value=non]').check();
  await hears(page, 'Beaucoup');  // the voice goes on to the second of their questions
  assert.equal(await inside.locator('#q-sur').isVisible(), false);
  await inside.locator('[name=aime][value="3"]').check();
  await until(() => inside.locator('#hand-on').evaluate(button => button === document.activeElement));
  assert.equal((await heard(page)).includes('Où allez-vous ?'), false, 'and no further than what is theirs');
  await look(page, 'tablet-media-alone-end');
  await inside.locator('#hand-on').click();
  assert.match(await inside.locator('.back').innerText(), /Rendez la tablette/);
  assert.equal(await inside.locator('.hearing').isVisible(), false);
  await inside.locator('.back button').click();
  await finish(page);
  tour.network.set('open');
  await received(page, '1');
  const {answers} = tour.kept('parler').at(-1);
  assert.deepEqual([answers.sur, answers.aime], ['non', '3']);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a recording that is not there is passed over, and comes with the next contact', async () => {
  const page = await prepared('E72');
  tour.network.set('closed');
  await page.evaluate(async () => {
    const shelf = await caches.open('ecoute-enregistrements');
    for (const {url} of (await shelf.keys()).slice(0, 2)) await shelf.delete(url);
    globalThis.ecoute.tablet.tell();
  });
  await says(page, '#media', /^Enregistrements et images : 9 sur 11 sont sur la tablette/);
  await look(page, 'tablet-media-missing', {fullPage: true});
  await begin(page);
  await listen(page);
  await frame(page).locator('#next').click();
  await frame(page).locator('#listen').click();
  await hears(page, 'Non');
  assert.equal((await heard(page)).length, 1, 'the question and its first choice were not there');
  await finish(page);
  tour.network.set('open');
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  await page.waitForSelector('#media[data-state=here]');
  await page.context().close();
});

test('a newer recording takes the place of the older one, which stays as long as an interview in hand names it', async () => {
  const page = await prepared('E73');
  const before = await onShelf(page);
  await begin(page);
  await frame(page).locator('#next').click();
  await frame(page).locator('[name=sur][value=oui]').check();
  await page.click('#put-away');
  writeFileSync(join(folder, 'sur.fr.webm'), readFileSync(join(folder, 'aime.3.fr.webm')));
  tour.ecoute.run('form', 'audio', '--campaign', 'parler', folder);
  const asksNews = () => page.evaluate(async () => {
    await globalThis.ecoute.tablet.sync();
    await globalThis.ecoute.tablet.bringing;
  });
  await until(async () => (await asksNews(), (await page.evaluate(() => globalThis.ecoute.tablet.media())).files === 10));
  assert.deepEqual(new Set(await onShelf(page)), new Set(before), 'the draft still speaks with the old voice');
  await page.click('#resume');
  await page.click('#drafts button.main');
  await frame(page).locator('body.js').waitFor();
  assert.equal(await field(page, 'sur').first().isChecked(), true);
  await finish(page);
  await until(async () => (await asksNews(), (await onShelf(page)).length === 10));
  await page.context().close();
});
