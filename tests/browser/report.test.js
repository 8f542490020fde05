// The bilan: commentaries are written in the page, and "Enregistrer ce bilan" makes a file that has them.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {after, before, test} from 'node:test';
import {Ecoute, clean, openBrowser, phone} from './ecoute.js';

let ecoute, browser, page;
const folder = mkdtempSync(join(tmpdir(), 'ecoute-bilan-'));

// 400 people of two QPV and of elsewhere; each third of them ranks three wishes.
function people() {
  const rows = ['accord,quartier,genre,age,evolution,voisinage,priorites'];
  const places = ['QP069001', 'QP069002', 'HORS'];
  for (let i = 0; i < 1200; i++)
    rows.push(['oui', places[i % 3], i % 2 ? 'femme' : 'homme', i % 4 ? '30_44' : '60_74', i % 5 < 2 ? 'ameliore' : 'degrade', i % 7 < 3 ? 'bonnes' : 'correctes',
      i % 3 ? 'proprete;ecoles' : 'ecoles;proprete'].join(','));
  return rows;
}

before(async () => {
  ecoute = await Ecoute.start();
  ecoute.answered('vague', 'ecoute-habitants', 'Écoute 2026', people());
  browser = await openBrowser();
  page = await phone(browser, {viewport: {width: 1280, height: 900}, acceptDownloads: true});
  await ecoute.firstAccount(page);
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

async function saved(from) {
  const [download] = await Promise.all([from.waitForEvent('download'), from.click('#keep')]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

test('what was written in the bilan is in the file that is saved, and in the one saved from that', async () => {
  await page.goto(`${ecoute.url}/admin/campagnes/vague/bilan`);
  const words = 'Les habitants demandent <des écoles> & un marché.';
  await page.locator('#profil .comment').click();
  await page.keyboard.type(words);
  await page.locator('#besoins .comment').first().click();
  await page.keyboard.type('À reprendre avec la mairie.');
  const file = await saved(page);
  assert.match(file, /Écoute-2026.*\.html$/);

  const again = await page.context().newPage();
  const asked = [];
  again.on('request', (request) => asked.push(request.url()));
  await again.goto(pathToFileURL(file).href);
  assert.equal(await again.locator('#profil .comment').innerText(), words);
  assert.equal(await again.locator('#besoins .comment').first().innerText(), 'À reprendre avec la mairie.');
  assert.deepEqual(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')), []);  // the file stands alone
  assert.ok(await again.locator('.glance svg').count() > 0);

  await again.locator('#limites .comment').click();
  await again.keyboard.type('Peu de jeunes.');
  const second = readFileSync(await saved(again), 'utf8');
  assert.ok(second.includes('Peu de jeunes.') && second.includes('À reprendre avec la mairie.'));
  assert.ok(second.includes('Les habitants demandent &lt;des écoles&gt; &amp; un marché.'));
  await again.close();
});

test('leaving with words that were not saved asks first', async () => {
  const other = await page.context().newPage();
  await other.goto(`${ecoute.url}/admin/campagnes/vague/bilan`);
  await other.locator('#profil .comment').click();
  await other.keyboard.type('x');
  const asked = other.waitForEvent('dialog');
  const closing = other.close({runBeforeUnload: true});
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.accept();
  await closing;
});

test('the bilan is readable by everybody, and prints on A4', async () => {
  await page.goto(`${ecoute.url}/admin/campagnes/vague/bilan`);
  await clean(page, 'bilan');
  const paper = await page.pdf({format: 'A4'});
  assert.ok(paper.length > 50_000);
});
