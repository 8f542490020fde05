// Links that are handed out, as a resident opens one and as the team makes them.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, clean, look, openBrowser, phone, screens, tick} from './ecoute.js';

const form = fileURLToPath(new URL('forms/parler.json', import.meta.url));
let ecoute, browser;

before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', form, '--id', 'parler', '--title', 'Parlons du quartier', '--organisation', 'Conseil citoyen de Mermoz');
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

function links(...more) {
  const file = join(ecoute.data, `liens-${Math.random()}.csv`);
  ecoute.run('link', 'create', '--campaign', 'parler', '--public-url', ecoute.url, '--csv', file, ...more);
  return readFileSync(file, 'utf8').trim().split('\r\n').slice(1).map(line => line.split(';'));
}

test('a household answers by its link, once, and nothing of the token stays', async () => {
  const [[link, token]] = links('--count', '1', '--single-use', '--prefill', 'quartier=QP069002');
  const page = await phone(browser);
  await page.goto(link);
  const known = page.locator('details', {has: page.locator('#q-quartier')});
  assert.match(await known.locator('summary').innerText(), /Votre quartier La Duchère \(changer\)/);
  assert.equal(await page.locator('#q-quartier').isVisible(), false);
  await clean(page, 'links-first');
  await known.locator('summary').click();
  assert.equal(await page.locator('#q-quartier').isVisible(), true);
  await tick(page, 'sur', 'oui');
  await page.click('#next');
  await tick(page, 'lieux', 'parc');
  await page.click('#send');
  assert.match(await page.locator('h1').innerText(), /Merci/);
  assert.equal(new URL(page.url()).pathname, '/');
  await clean(page, 'links-thanks');
  const answers = ecoute.responses('parler');
  assert.equal(answers.length, 1);
  assert.equal(answers[0].answers.quartier, 'QP069002');
  assert.equal(JSON.stringify(answers).includes(token), false);

  await page.goto(link);
  assert.match(await page.locator('h1').innerText(), /Déjà répondu/);
  await clean(page, 'links-used');
  await page.click('main a.button');
  assert.equal(new URL(page.url()).pathname, '/code');
  await page.goto(`${ecoute.url}/l/7WQH-0NGR-33A1`);
  assert.match(await page.locator('h1').innerText(), /n'existe pas/);
  await page.waitForTimeout(200);
  assert.match(ecoute.log, /route=\/l\/\{token\} status=410/);
  for (const secret of [token, '7WQH-0NGR-33A1']) assert.equal(ecoute.log.includes(secret), false);
  await page.context().close();
});

test('in Arabic, from the language of the telephone, without a script, and in the dark', async () => {
  const [[link]] = links('--count', '1', '--prefill', 'quartier=QP069001');
  const page = await phone(browser, {locale: 'ar', javaScriptEnabled: false, colorScheme: 'dark'});
  await page.goto(link);
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await look(page, 'links-arabic', {fullPage: true});
  await tick(page, 'sur', 'non');
  await page.locator('#send').click();
  assert.equal(ecoute.responses('parler').length, 2);
  await page.context().close();
});

test('a code that is typed by hand leads to the questionnaire', async () => {
  const [[, token]] = links('--count', '1', '--single-use');
  const page = await phone(browser);
  await page.goto(`${ecoute.url}/code`);
  await page.fill('#code', token.toLowerCase().replaceAll('-', ' '));
  await page.click('main button');
  assert.match(page.url(), /\/l\//);
  assert.equal(await page.locator('#q-sur').isVisible(), true);
  await page.context().close();
});

test('the team makes links, prints cards and a poster', async () => {
  ecoute.run('user', 'list');
  const page = await phone(browser, {viewport: {width: 1100, height: 900}});
  await ecoute.firstAccount(page);
  await page.goto(`${ecoute.url}/admin/campagnes/parler/liens`);
  await clean(page, 'links-page');
  await page.fill('#combien', '4');
  await page.selectOption('#quartier', ':chaque');
  await page.click('button[value=cartes]');
  assert.equal(await page.locator('.card').count(), 12);  // four for each of three places
  await clean(page, 'links-cards');
  if (screens) {
    await page.pdf({path: join(screens, 'links-cards.pdf'), preferCSSPageSize: true});
    const pages = execFileSync('pdfinfo', [join(screens, 'links-cards.pdf')], {encoding: 'utf8'});
    assert.match(pages, /Pages:\s+2/);
    assert.match(pages, /Page size:\s+59[45].* x 84[12]/);
  }
  await page.goto(`${ecoute.url}/admin/campagnes/parler/liens`);
  const batch = page.locator('tbody tr').last();
  assert.match(await batch.innerText(), /12/);
  await page.setViewportSize({width: 412, height: 915});
  await clean(page, 'links-page-phone');
  await page.goto(`${ecoute.url}/admin/campagnes/parler/affiche?quartier=QP069001`);
  assert.match(await page.locator('.big-address').innerText(), /\/q\/parler\?quartier=QP069001$/);
  await clean(page, 'links-poster');
  await page.context().close();
});

test('without network another language is not tried, and nothing typed is lost', async () => {
  const page = await phone(browser);
  await page.goto(`${ecoute.url}/q/parler`);
  await tick(page, 'quartier', 'QP069001');
  await tick(page, 'sur', 'oui');
  await page.context().setOffline(true);
  await page.click('button[value="langue:ar"]');
  assert.match(await page.locator('#offline').innerText(), /Il n'y a pas de réseau/);
  assert.equal(await page.locator('[name=sur][value=oui]').isChecked(), true);
  await page.context().setOffline(false);
  await page.click('button[value="langue:ar"]');
  await page.waitForSelector('html[lang=ar]');
  assert.equal(await page.locator('[name=sur][value=oui]').isChecked(), true);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
