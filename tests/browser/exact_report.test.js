// The page on which a team publishes exact figures: it says that this can't be undone, wants a tick, and then the campaign's other tables end.
import assert from 'node:assert/strict';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {Ecoute, clean, openBrowser, phone} from './ecoute.js';

let ecoute, browser, page;
const folder = mkdtempSync(join(tmpdir(), 'ecoute-exact-'));
const password = 'le marché du samedi';
const campaign = '/admin/campagnes/vague';

// 600 people of two QPV and of elsewhere; one of 31 says that nothing changed.
function people() {
  const rows = ['accord,quartier,genre,age,evolution,voisinage'];
  const places = ['QP069001', 'QP069002', 'HORS'];
  for (let i = 0; i < 600; i++)
    rows.push(['oui', places[i % 3], i % 2 ? 'femme' : 'homme', i % 4 ? '30_44' : '60_74', i % 31 === 0 ? 'pareil' : i % 5 < 2 ? 'ameliore' : 'degrade',
      i % 7 < 3 ? 'bonnes' : 'correctes'].join(','));
  return rows.join('\n') + '\n';
}

before(async () => {
  ecoute = await Ecoute.start();
  writeFileSync(join(folder, 'people.csv'), people());
  ecoute.run('campaign', 'create', '--form', 'ecoute-habitants', '--id', 'vague', '--title', 'Écoute 2026');
  ecoute.run('responses', 'import', join(folder, 'people.csv'), '--campaign', 'vague');
  browser = await openBrowser();
  page = await phone(browser, {viewport: {width: 1280, height: 900}});
  page.setDefaultTimeout(120_000);
  await page.goto(ecoute.said.match(/http:\S+\/admin\/premier-compte\/\S+/)[0]);
  await page.fill('#login', 'samira');
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.click('main button');
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

test('the page is reached from the campaign, is readable by everybody, and does nothing without the tick', async () => {
  await page.goto(ecoute.url + campaign);
  await page.click('a[href$="/bilan-exact"]');
  await clean(page, 'bilan exact');
  assert.match(await page.textContent('main'), /ne se défait pas/);
  await page.click('main form.box button');
  assert.match(page.url(), /bilan-exact$/);
  assert.equal(await page.evaluate(() => document.querySelector('[name=compris]').validity.valueMissing), true);
});

test('once confirmed the bilan is exact, and no other table is shown', async () => {
  await page.goto(`${ecoute.url}${campaign}/bilan-exact`);
  await page.check('[name=compris]');
  await page.click('main form.box button');
  await page.waitForURL(/\/bilan$/);
  assert.match(await page.textContent('.method'), /Tous les chiffres de ce bilan sont exacts/);
  assert.match(await page.textContent('.method'), /600/);
  const refused = await page.goto(`${ecoute.url}${campaign}/tableau?question=voisinage&by=quartier`);
  assert.equal(refused.status(), 409);
  assert.match(await page.textContent('main'), /ont été publiés/);
  await page.goto(`${ecoute.url}${campaign}/bilan-exact`);
  assert.match(await page.textContent('main'), /rien de nouveau à publier/);
  assert.equal(await page.locator('[name=compris]').count(), 0);
});
