// A questionnaire that can be listened to: recordings made by the browser itself, brought by the team, heard by a resident who reads little.
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, look, openBrowser, phone, violations} from './ecoute.js';
import {drawn, record, recorder} from './voices.js';

const form = fileURLToPath(new URL('forms/parler.json', import.meta.url));
let ecoute, browser, tone, picture;

before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', form, '--id', 'parler', '--title', 'Parlons du quartier');
  browser = await openBrowser();
  const page = await recorder(browser, ecoute.url);
  const folder = join(ecoute.data, 'voix');
  mkdirSync(folder);
  const names = ['sur', 'sur.oui', 'oui_non.non', 'lieux', 'lieux.marche', 'lieux.parc', 'lieux.ecole', 'aime', 'aime.1', 'aime.2', 'aime.3', 'mot'];
  for (const [at, name] of names.entries()) writeFileSync(join(folder, `${name}.fr.webm`), await record(page, 200 + 40 * at));
  tone = await record(page, 900);
  picture = await drawn(page);
  writeFileSync(join(folder, 'lieux.parc.png'), picture);
  await page.close();
  const said = ecoute.run('form', 'audio', '--campaign', 'parler', folder);
  assert.match(said, /^fr\t12 enregistrements sur \d+ libellés/);
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

async function open(options = {}, language = 'fr') {
  const page = await phone(browser, options);
  page.loaded = [];
  page.on('request', request => request.url().includes('/m/') && request.resourceType() === 'media' && page.loaded.push(request.url()));
  await page.goto(`${ecoute.url}/q/parler?langue=${language}`);
  await page.waitForFunction(() => document.querySelector('audio') || document.documentElement.lang !== 'fr');
  if (options.javaScriptEnabled !== false)
    await page.evaluate(() => {
      window.heard = [];
      document.addEventListener('play', event => window.heard.push(event.target.getAttribute('aria-label').replace(/^\S+ : /, '')), true);
    });
  return page;
}
const heard = page => page.evaluate(() => window.heard);
const until = (page, count) => page.waitForFunction(count => window.heard.length >= count, count);
async function done(page) {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strangers, []);
  await page.context().close();
}

test('nothing is loaded before somebody listens, and the weight is told', async () => {
  const page = await open();
  assert.match(await page.locator('.listen .hint').innerText(), /^Tout écouter : \d+ Ko\. Rien n'est chargé avant\.$/);
  await page.waitForTimeout(300);
  assert.deepEqual(page.loaded, []);
  assert.deepEqual(await violations(page), []);
  await look(page, 'listen-start', {fullPage: true});
  await done(page);
});

test('each question and choice has its button', async () => {
  const page = await open();
  await page.getByRole('button', {name: 'Écouter : Oui'}).click();
  await until(page, 1);
  assert.deepEqual(await heard(page), ['Oui']);
  assert.equal(page.loaded.length, 1);
  await done(page);
});

test('the questionnaire is heard and answered without reading it', async () => {
  const page = await open();
  await page.click('#listen');
  await until(page, 3);
  assert.deepEqual(await heard(page), ['Le soir, vous sentez-vous en sûreté ?', 'Oui', 'Non']);
  await page.click('#listen', {force: true}).catch(() => {});
  await done(page);
});

test('a tap stops the voice and leads on, through the parts, to the end', async () => {
  const page = await open();
  await page.click('#listen');
  await until(page, 2);
  await page.locator('label.choice.heard').waitFor();
  await look(page, 'listen-choice');
  await page.locator('[name=sur][value=oui]').check();
  assert.equal(await page.locator('.choice.heard').count(), 0);
  await page.waitForFunction(() => window.heard.includes('Où allez-vous ?'));
  assert.equal(await page.locator('#q-lieux').isVisible(), true);
  await page.waitForFunction(() => window.heard.includes("L'école"));
  assert.deepEqual(await violations(page), []);
  await look(page, 'listen-part-2');
  await page.locator('[name=lieux][value=parc]').check();
  const before = (await heard(page)).length;
  await page.waitForTimeout(900);
  assert.equal((await heard(page)).length, before, 'several may be chosen: the voice waits');
  await page.getByRole('button', {name: 'Question suivante'}).click();
  await page.waitForFunction(() => window.heard.includes('Beaucoup'));
  await page.locator('[name=aime][value="3"]').check();
  await page.waitForFunction(() => window.heard.includes('Un mot pour finir'));
  await page.getByRole('button', {name: 'Question suivante'}).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'send');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.receipt');
  const [answer] = ecoute.responses('parler');
  assert.deepEqual([answer.answers.sur, answer.answers.lieux, answer.answers.aime], ['oui', ['parc'], '3']);
  await done(page);
});

test('by keyboard: Escape stops the voice', async () => {
  const page = await open();
  await page.focus('#listen');
  await page.keyboard.press('Enter');
  await until(page, 1);
  assert.equal(await page.getAttribute('#listen', 'aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await page.getAttribute('#listen', 'aria-pressed'), 'false');
  const count = (await heard(page)).length;
  await page.waitForTimeout(800);
  assert.equal((await heard(page)).length, count);
  await done(page);
});

test('without a script the recordings have the browser’s own controls', async () => {
  const page = await open({javaScriptEnabled: false, colorScheme: 'dark'});
  assert.equal(await page.locator('audio[controls]').count(), 12);
  assert.equal(await page.locator('.listen').isVisible(), false);
  await look(page, 'listen-no-script', {fullPage: true});
  await page.context().close();
});

test('in Arabic, where one question is recorded, that one is heard', async () => {
  writeFileSync(join(ecoute.data, 'sur.ar.webm'), tone);
  ecoute.run('form', 'audio', '--campaign', 'parler', join(ecoute.data, 'sur.ar.webm'));
  const page = await open({locale: 'ar', colorScheme: 'dark'}, 'ar');
  for (let tries = 0; tries < 20 && !(await page.locator('audio').count()); tries++) await page.reload();
  assert.equal(await page.locator('audio').count(), 1);
  assert.deepEqual(await violations(page), []);
  await look(page, 'listen-arabic', {fullPage: true});
  await done(page);
});

test('the team brings recordings and sees what is missing', async () => {
  const page = await phone(browser, {viewport: {width: 1100, height: 900}});
  await ecoute.firstAccount(page);
  await page.goto(`${ecoute.url}/admin/campagnes/parler/enregistrements`);
  assert.equal(await page.locator('h3').first().innerText(), 'Il manque des enregistrements (1 questions)');
  assert.deepEqual((await page.locator('details.recorded summary').allInnerTexts()).map(text => text.trim()),
    ['Votre quartier 0 sur 4 enregistrés', 'Le soir, vous sentez-vous en sûreté ? 3 sur 3 enregistrés', 'Où allez-vous ? 4 sur 4 enregistrés',
      'Aimez-vous votre quartier ? 4 sur 4 enregistrés', 'Un mot pour finir 1 sur 1 enregistrés'], 'what is missing first');
  await page.locator('details.recorded summary').first().click();
  assert.match(await page.locator('table.media').first().innerText(), /quartier\.fr\.mp3/);
  await page.setInputFiles('#fichiers', [
    {name: 'quartier.fr.webm', mimeType: 'audio/webm', buffer: tone},
    {name: 'dessin.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')}]);
  await page.click('main form.box button');
  assert.match(await page.locator('[role=status]').innerText(), /Un fichier gardé/);
  assert.match(await page.locator('[role=alert]').innerText(), /dessin\.svg/);
  assert.deepEqual(await violations(page), []);
  await look(page, 'listen-team', {fullPage: true});
  await page.setViewportSize({width: 412, height: 915});
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await look(page, 'listen-team-phone', {fullPage: true});
  await done(page);
});
