// What a person may do with their own answers: go on elsewhere, read back, correct, erase; and leave in a hurry.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, look, openBrowser, phone, tick, violations} from './ecoute.js';

let ecoute, browser;
before(async () => {
  ecoute = await Ecoute.start();
  const form = name => fileURLToPath(new URL(`forms/${name}.json`, import.meta.url));
  ecoute.run('campaign', 'create', '--form', form('foyer'), '--id', 'foyer', '--title', 'Foyer');
  ecoute.run('campaign', 'create', '--form', form('delicat'), '--id', 'parler', '--title', 'Parler');
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const field = (page, name) => page.locator(`[name="${name}"]:not([value=refused])`);
const receipt = page => page.locator('.receipt strong').innerText();
const done = async page => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strangers, []);
  await page.context().close();
};
async function enter(page, code) {
  await page.goto(`${ecoute.url}/code`);
  await page.fill('#code', code);
  await page.click('main button.main');
}
const go = async (page, javaScriptEnabled) => {
  while (javaScriptEnabled && (await page.locator('#next').isVisible())) await page.click('#next');
  await page.click('#send');
  await page.waitForSelector('.receipt');
};

for (const javaScriptEnabled of [true, false])
  test(`answers are read back, corrected and erased with the code alone, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await phone(browser, {javaScriptEnabled, viewport: {width: 320, height: 640}});
    await page.goto(`${ecoute.url}/q/foyer`);
    await field(page, 'prenom').fill('Nora');
    if (javaScriptEnabled) await page.click('#next');
    await field(page, 'nom_enfant:0').fill('Léa');
    await field(page, 'age_enfant:0').fill('2');
    if (javaScriptEnabled) await page.click('#next');
    await tick(page, 'ville', 'lyon');
    await tick(page, 'rue', 'r1');
    await go(page, javaScriptEnabled);
    const code = await receipt(page);
    const before = ecoute.responses('foyer').length;

    await enter(page, code.toLowerCase().replace('-', ' '));
    assert.match(await page.innerText('main'), /Votre prénom\s+Nora/);
    assert.match(await page.innerText('main'), /Vos enfants · 1/);
    assert.match(await page.innerText('main'), /L'âge de Léa\s+2/);
    assert.match(await page.innerText('main'), /Rue de Lyon 1/);
    await look(page, `own-1-${javaScriptEnabled}`, {fullPage: true});
    assert.ok(!page.url().includes(code), 'the code stands in no address');
    if (javaScriptEnabled) assert.deepEqual(await violations(page), []);

    await page.click('button[value=corriger]');
    await page.waitForSelector('#q');
    assert.equal(await field(page, 'prenom').inputValue(), 'Nora');
    await field(page, 'prenom').fill('Nour');
    if (javaScriptEnabled) await page.click('#next');
    assert.equal(await field(page, 'nom_enfant:0').inputValue(), 'Léa');
    await look(page, `own-2-${javaScriptEnabled}`);
    await go(page, javaScriptEnabled);
    assert.equal(await receipt(page), code, 'the code stays');
    await look(page, `own-3-${javaScriptEnabled}`);
    assert.equal(ecoute.responses('foyer').length, before, 'a correction is nobody new');
    assert.equal(ecoute.responses('foyer').at(-1).answers.prenom, 'Nour');
    assert.deepEqual(ecoute.responses('foyer').at(-1).answers.enfants.map(one => one.nom_enfant), ['Léa']);
    if (javaScriptEnabled) assert.equal(await page.evaluate(() => localStorage.length), 0);

    await enter(page, code);
    await page.click('button[value=effacer]');
    await look(page, `own-4-${javaScriptEnabled}`);
    await page.click('button[value=effacer-oui]');
    await page.waitForSelector('main[data-forget]');
    assert.match(await page.innerText('h1'), /effacées/);
    assert.equal(ecoute.responses('foyer').length, before - 1);
    await enter(page, code);
    assert.match(await page.innerText('#why'), /effacées/);
    await done(page);
  });

test('a wrong code is told, and does not slow down somebody else\'s', async () => {
  const page = await phone(browser);
  await enter(page, '7WQH0');
  assert.match(await page.innerText('#why'), /dix lettres/);
  for (let tries = 0; tries < 6; ++tries) await enter(page, '7WQH0-NGR33');
  assert.match(await page.innerText('#why'), /Réessayez|Rien/);
  await look(page, 'own-5-wrong');
  assert.deepEqual(await violations(page), []);
  await enter(page, 'ZZZZZ-ZZZZZ');
  assert.match(await page.innerText('#why'), /Rien/, 'another code is looked up at once');
  await done(page);
});

test('the command line erases by the code too', async () => {
  const page = await phone(browser, {javaScriptEnabled: false});
  await page.goto(`${ecoute.url}/q/foyer`);
  await field(page, 'prenom').fill('Zoé');
  await page.click('#send');
  await page.waitForSelector('.receipt');
  const before = ecoute.responses('foyer').length;
  ecoute.run('erase', '--receipt', await receipt(page));
  assert.equal(ecoute.responses('foyer').length, before - 1);
  assert.throws(() => ecoute.run('erase', '--receipt', '7WQH0-NGR33'));
  await done(page);
});

for (const javaScriptEnabled of [true, false])
  test(`answers begun on one phone go on on another, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await phone(browser, {javaScriptEnabled});
    const none = ecoute.responses('essai').length;
    await page.goto(`${ecoute.url}/q/essai`);
    await page.click('button[value=garder]');
    await page.waitForSelector('[role=status]');
    assert.match(await page.locator('main > [role=status]').first().innerText(), /d'accord/, 'only who agreed to answer is kept');
    await tick(page, 'accord', 'oui');
    if (javaScriptEnabled) await page.click('#next');
    await tick(page, 'quartier', 'QP069002');
    await page.click('button[value=garder]');
    await page.waitForSelector('.receipt');
    const code = await receipt(page);
    assert.match(await page.innerText('main'), /\d\d\/\d\d\/\d{4}/);
    await look(page, `draft-1-${javaScriptEnabled}`);
    if (javaScriptEnabled) assert.deepEqual(await violations(page), []);
    assert.equal(ecoute.responses('essai').length, none, 'a draft is in no export');

    const other = await phone(browser, {javaScriptEnabled, locale: 'ar'});
    await enter(other, code);
    await other.waitForSelector('#q');
    assert.equal(await other.locator('html').getAttribute('lang'), 'fr', 'in the language it was begun in');
    assert.equal(await other.locator('[name=quartier][value=QP069002]').isChecked(), true);
    await look(other, `draft-2-${javaScriptEnabled}`);
    await tick(other, 'age', '18_24');
    const before = ecoute.responses('essai').length;
    await go(other, javaScriptEnabled);
    assert.equal(ecoute.responses('essai').length, before + 1);
    assert.equal(ecoute.responses('essai').at(-1).answers.age, '18_24');
    await enter(page, code);
    assert.match(await page.innerText('#why'), /Rien/, 'the draft is gone with the sending');
    await done(other);
    await done(page);
  });

test('a delicate questionnaire can be left in a hurry: nothing on screen, on the device or to go back to', async () => {
  const page = await phone(browser);
  await page.goto(ecoute.url);
  await page.goto(`${ecoute.url}/q/parler`);
  assert.equal(await page.title(), 'Questionnaire');
  assert.deepEqual(await violations(page), []);
  await tick(page, 'accord', 'oui');
  await page.click('#next');
  await tick(page, 'accord_sensible', 'oui');
  await page.click('#next');
  await tick(page, 'vecu', 'oui');
  await look(page, 'exit-1');
  assert.equal(await page.evaluate(() => localStorage.length), 1);
  const box = await page.locator('#exit').boundingBox();
  assert.ok(box.height >= 44);
  await page.click('#exit');
  await page.waitForURL('**/pause');
  await look(page, 'exit-2');
  assert.equal(await page.title(), 'Bonjour');
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  for (let back = 0; back < 3; ++back) {
    await page.goBack().catch(() => {});
    assert.doesNotMatch(page.url(), /parler/);
  }
  for (let forward = 0; forward < 4; ++forward) {
    await page.goForward().catch(() => {});
    assert.doesNotMatch(page.url(), /parler/);
  }
  await done(page);
});

for (const [language, javaScriptEnabled] of [['fr', true], ['ar', false]])
  test(`a delicate questionnaire asks apart, takes "I prefer not to answer" and ends with numbers to call: ${language}`, async () => {
    const page = await phone(browser, {javaScriptEnabled, viewport: {width: 320, height: 640}});
    const answer = await page.goto(`${ecoute.url}/q/parler?langue=${language}`);
    assert.equal(answer.headers()['cache-control'], 'no-store');
    const next = async () => javaScriptEnabled && page.click('#next');
    await tick(page, 'accord', 'oui');
    await next();
    await tick(page, 'accord_sensible', 'oui');
    await next();
    await tick(page, 'vecu', 'refused');
    await page.click('#send');
    await page.waitForSelector('.receipt');
    for (const number of ['3919', '17', '114', '119', '15']) assert.equal(await page.locator(`.help a[href="tel:${number}"]`).isVisible(), true, number);
    assert.ok(await page.locator('body').evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await look(page, `help-${language}`, {fullPage: true});
    if (javaScriptEnabled) assert.deepEqual(await violations(page), []);
    assert.equal(ecoute.responses('parler').at(-1).answers.vecu, 'refused');
    await done(page);
  });
