// The parts of the language that flat questionnaires do not use, as a resident meets them: rows that are added and removed, names in
// sentences, lists that follow an answer, orders by chance. With and without a script.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, look, openBrowser, phone, tick, violations} from './ecoute.js';

let ecoute, browser;
before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', fileURLToPath(new URL('forms/foyer.json', import.meta.url)), '--id', 'foyer', '--title', 'Foyer');
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const address = (query = '') => `${ecoute.url}/q/foyer${query}`;
const last = () => ecoute.responses('foyer').at(-1).answers;
const field = (page, name) => page.locator(`[name="${name}"]:not([value=refused])`);
const action = (page, value) => page.locator(`button[value="${value}"]`).click();
const order = (page, name) => page.locator(`[name="${name}"]`).evaluateAll(all => all.map(one => one.value).filter(value => value !== 'refused').join(''));
const done = async page => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strangers, []);
  await page.context().close();
};

// Two children, the second with two activities; a third added by mistake before them is taken away.
async function children(page, settled) {
  await field(page, 'nom_enfant:0').fill('Erreur');
  await action(page, '+enfants');
  await settled();
  await field(page, 'nom_enfant:1').fill('Léa');
  await field(page, 'age_enfant:1').fill('2');
  await action(page, '+enfants');
  await settled();
  await field(page, 'nom_enfant:2').fill('Ali');
  await field(page, 'age_enfant:2').fill('9');
  await field(page, 'activite:2:0').fill('foot');
  await action(page, '+activites:2');
  await settled();
  await field(page, 'activite:2:1').fill('dessin');
  await action(page, '-enfants:0');
  await settled();
  assert.equal(await field(page, 'nom_enfant:0').inputValue(), 'Léa');
  assert.equal(await field(page, 'activite:1:1').inputValue(), 'dessin');
  assert.equal(await field(page, 'nom_enfant:2').count(), 0);
}
const kept = {
  enfants: [
    {nom_enfant: 'Léa', age_enfant: 2, activites: []},
    {nom_enfant: 'Ali', age_enfant: 9, ecole: 'oui', activites: [{activite: 'foot'}, {activite: 'dessin'}]}],
  adultes: [{metier: 'maçon'}, {metier: 'infirmière'}],
};

test('with the script: rows, names in sentences, lists and orders follow at once', async () => {
  const page = await phone(browser);
  await page.goto(address());
  assert.equal(await field(page, 'dossier').inputValue(), 'A-12');
  assert.equal(await field(page, 'dossier').getAttribute('readonly'), '');
  assert.equal(await page.locator('#q-bonjour').isVisible(), false);
  await field(page, 'prenom').fill('Nora');
  await field(page, 'combien').fill('2');
  await field(page, 'combien').blur();
  assert.equal(await page.locator('#q-bonjour').innerText(), 'Bonjour Nora !');
  await look(page, 'foyer-1');
  await page.click('#next');
  await children(page, async () => {});
  assert.match(await page.locator('[id="q-age_enfant:1"]').innerText(), /L'âge de Ali/);
  assert.equal(await page.locator('[id="q-ecole:0"]').isVisible(), false, 'Léa is two');
  await field(page, 'age_enfant:1').fill('90');
  await page.click('#next');
  assert.match(await page.locator('[id="w-age_enfant:1"]').innerText(), /Ali doit avoir 25 ans au plus/);
  assert.equal(await page.locator('[id="w-age_enfant:0"]').count(), 0);
  await look(page, 'foyer-2-mistake', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  await field(page, 'age_enfant:1').fill('9');
  await page.locator('[name="ecole:1"][value=oui]').check();
  await page.click('#next');
  assert.equal(await page.locator('#rows-adultes > *').count(), 2, 'as many rows as adults');
  assert.equal(await field(page, 'total').inputValue(), '11');
  await field(page, 'metier:0').fill('maçon');
  await field(page, 'metier:1').fill('infirmière');
  await tick(page, 'ville', 'lyon');
  assert.deepEqual(await page.locator('#q-rue label.choice:visible').allInnerTexts(), ['Rue de Lyon 1', 'Rue de Lyon 2', 'Je préfère ne pas répondre']);
  await tick(page, 'rue', 'r2');
  await look(page, 'foyer-3', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  await page.reload();
  assert.equal(await field(page, 'prenom').inputValue(), '', 'without consent nothing stays on the device');
  await done(page);
});

test('with the script, to the end: the answers are kept row by row; the seed gives the order of the field\'s other clients', async () => {
  const page = await phone(browser, {viewport: {width: 320, height: 640}});
  await page.goto(address());
  await field(page, 'combien').fill('2');
  await page.click('#next');
  await children(page, async () => {});
  await page.locator('[name="ecole:1"][value=oui]').check();
  await page.click('#next');
  await field(page, 'metier:0').fill('maçon');
  await field(page, 'metier:1').fill('infirmière');
  await tick(page, 'ville', 'bron');
  await tick(page, 'rue', 'r3');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.click('#next');
  // By hand: Park-Miller numbers from 42, inside-out Fisher-Yates (LANGUAGE.md section 8).
  await field(page, 'graine').fill('42');
  await field(page, 'graine').blur();
  const shuffled = await order(page, 'ordre');
  assert.equal(shuffled, 'afcbhegd');
  await page.click('button[value="langue:ar"]');
  await page.waitForSelector('html[lang=ar]');
  assert.equal(await order(page, 'ordre'), shuffled, 'the server shuffles alike');
  assert.equal(await field(page, 'activite:1:1').inputValue(), 'dessin');
  await look(page, 'foyer-ar', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  await page.click('#send');
  await page.waitForSelector('.receipt');
  const answers = last();
  assert.deepEqual(answers.enfants.map(({activites, ...one}) => one), kept.enfants.map(({activites, ...one}) => one));
  assert.deepEqual(answers.enfants[1].activites, kept.enfants[1].activites);
  assert.deepEqual(answers.adultes, kept.adultes);
  assert.equal(answers.total, 11);
  assert.equal(answers.rue, 'r3');
  assert.equal(answers.dossier, 'A-12');
  await done(page);
});

for (const [language, width] of [['fr', 412], ['ar', 320]])
  test(`without a script, in ${language}: buttons add and remove rows and lose nothing; mistakes stand in the right row`, async () => {
    const page = await phone(browser, {javaScriptEnabled: false, viewport: {width, height: 800}});
    await page.goto(address(`?langue=${language}`));
    const chance = await order(page, 'hasard');
    const settled = () => page.waitForLoadState();
    await field(page, 'prenom').fill('Nora');
    await field(page, 'combien').fill('2');
    await children(page, settled);
    assert.equal(await field(page, 'prenom').inputValue(), 'Nora');
    assert.match(await page.locator('[id="q-age_enfant:1"]').innerText(), /Ali/);
    assert.equal(await order(page, 'hasard'), chance, 'an order by chance stays that person\'s');
    assert.equal(await page.locator('#rows-adultes > *').count(), 2);
    await look(page, `foyer-${language}-noscript`, {fullPage: true});
    assert.ok(await page.locator('body').evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await field(page, 'metier:0').fill('maçon');
    await field(page, 'metier:1').fill('infirmière');
    await tick(page, 'ville', 'bron');
    assert.equal(await page.locator('#q-rue label.choice:visible').count(), 4, 'all are offered until the city is known');
    await page.locator('#q-rue button[value=suivre]').click();
    await settled();
    assert.equal(await page.locator('#q-rue label.choice:visible').count(), 2);
    await tick(page, 'rue', 'r3');
    await field(page, 'age_enfant:1').fill('90');
    await page.locator('[name="ecole:1"][value=oui]').check();
    await page.click('#send');
    await page.waitForSelector('#summary');
    assert.equal(await page.locator('#summary li').count(), 1);
    assert.equal(await page.locator('[id="w-age_enfant:1"]').isVisible(), true);
    assert.equal(await page.locator('[id="w-age_enfant:0"]').count(), 0);
    await look(page, `foyer-${language}-noscript-mistake`);
    await field(page, 'age_enfant:1').fill('9');
    await page.click('#send');
    await page.waitForSelector('.receipt');
    const answers = last();
    assert.equal(answers.enfants.length, 2);
    assert.deepEqual(answers.enfants[1], kept.enfants[1]);
    assert.deepEqual(answers.adultes, kept.adultes);
    await done(page);
  });

test('without a script, rows that the answers call for are asked before anything is kept', async () => {
  const page = await phone(browser, {javaScriptEnabled: false});
  await page.goto(address());
  const before = ecoute.responses('foyer').length;
  await field(page, 'combien').fill('1');
  await page.click('#send');
  await page.waitForSelector('#rows-adultes > *');
  assert.match(await page.locator('[role=status]').first().innerText(), /lignes/);
  assert.equal(ecoute.responses('foyer').length, before);
  await field(page, 'metier:0').fill('maçon');
  await page.click('#send');
  await page.waitForSelector('.receipt');
  assert.deepEqual(last().adultes, [{metier: 'maçon'}]);
  assert.deepEqual(last().enfants ?? [], [], 'a row left blank is no child');
  await done(page);
});
