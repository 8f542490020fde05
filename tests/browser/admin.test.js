// What the team does in a browser, against the real server: first account, campaigns, tables.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Ecoute, clean, openBrowser, password, phone} from './ecoute.js';

let ecoute, browser, page;
const desk = {viewport: {width: 1100, height: 900}};

// 80 of 100 women and 90 of 900 men say that the quartier got better; three people of La Duchère.
function people() {
  const rows = ['accord,quartier,genre,age,evolution'];
  const add = (times, ...answers) => { for (let i = 0; i < times; i++) rows.push(['oui', ...answers].join(',')); };
  add(80, 'QP069001', 'femme', '30_44', 'ameliore');
  add(20, 'QP069001', 'femme', '60_74', 'degrade');
  add(90, 'HORS', 'homme', '30_44', 'ameliore');
  add(807, 'HORS', 'homme', '60_74', 'degrade');
  add(3, 'QP069002', 'homme', '30_44', 'degrade');
  return rows.join('\n') + '\n';
}

before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('responses', 'import', ecoute.write('people.csv', people()), '--campaign', 'essai');
  browser = await openBrowser();
  page = await phone(browser, desk);
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const table = (query = '') => `${ecoute.url}/admin/campagnes/essai/tableau${query}`;
// The words of a row of the table: its label, then what each cell shows.
const row = (label) => page.locator('table.answers tr', {has: page.locator(`th:text-is("${label}")`)}).locator('td').allInnerTexts();

test('the link of the first start creates the account, once', async () => {
  const link = ecoute.said.match(/http:\S+\/admin\/premier-compte\/\S+/)[0];
  await page.goto(link);
  await clean(page, 'admin-first-account');
  await page.fill('#login', 'samira');
  await page.fill('#password', 'court');
  await page.fill('#again', 'court');
  await page.click('main button');
  assert.match(await page.locator('[role=alert]').innerText(), /au moins 12 caractères/);
  assert.equal(await page.inputValue('#login'), 'samira');
  await clean(page, 'admin-first-account-mistake');
  await page.fill('#password', password);
  await page.fill('#again', password);
  await page.click('main button');
  assert.equal(await page.locator('h1').innerText(), 'Campagnes');
  await clean(page, 'admin-campaigns');
  await page.goto(link);
  assert.match(await page.locator('main').innerText(), /ecoute user add/);
});

// "80 % 80 sur 100", each count moved by its cell key: by five at most (analysis/DESIGN.md).
function near(cell, count, base) {
  const [, percent, shown, of] = cell.replace(/\s+/g, ' ').match(/^(\d+) % (\d+) sur (\d+)$/).map(Number);
  assert.ok(Math.abs(shown - count) <= 5 && Math.abs(of - base) <= 5, cell);
  assert.equal(percent, Math.round(100 * shown / of), cell);
}

test('80 % of women and 10 % of men, with their bases', async () => {
  await page.goto(table('?question=evolution&by=gender'));
  near((await row('Une femme'))[0], 80, 100);
  near((await row('Un homme'))[0], 90, 900);
  assert.match(await page.locator('main').innerText(), /chaque nombre est légèrement modifié/);
  assert.equal(await page.locator('figure.desk svg title').count(), 1);
  await clean(page, 'admin-table');
});

test('three people of a quartier are not shown', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  assert.deepEqual(await row('La Duchère'), ['trop peu de réponses']);
  await clean(page, 'admin-hidden');
});

test('choosing another breakdown changes the address and keeps the focus', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  await Promise.all([page.waitForURL(/by=quartier,gender/), page.selectOption('#by2', 'gender')]);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'by2');
  assert.ok((await page.locator('th[scope=rowgroup]').count()) >= 3);
  await clean(page, 'admin-two-breakdowns');
});

test('with the keyboard the page waits until the list is left', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  await page.focus('#by1');
  await page.keyboard.press('ArrowDown');
  assert.match(page.url(), /by=quartier$/);
  await Promise.all([page.waitForURL(/by=kind/), page.keyboard.press('Tab')]);
});

test('on a phone, and in the dark, the table scrolls inside its box', async () => {
  const desktop = page;
  page = await phone(browser, {colorScheme: 'dark', storageState: await desktop.context().storageState()});
  for (const [name, address] of [['phone-table', table('?question=priorites&by=quartier,gender')], ['phone-campaign', `${ecoute.url}/admin/campagnes/essai`],
    ['phone-poster', `${ecoute.url}/admin/campagnes/essai/affiche`]]) {
    await page.goto(address);
    await clean(page, `admin-${name}`);
  }
  page = desktop;
});

test('without a script the button shows the table', async () => {
  const plain = await phone(browser, {...desk, javaScriptEnabled: false, storageState: await page.context().storageState()});
  await plain.goto(table('?question=evolution'));
  await plain.selectOption('#by1', 'gender');
  await plain.click('.controls button');
  assert.match(await plain.locator('table.answers').innerText(), /sur (9[5-9]|10[0-5])\b/);
});

test('logging out ends the session', async () => {
  await page.goto(`${ecoute.url}/admin`);
  await page.click('header button');
  assert.match(await page.locator('[role=status]').innerText(), /déconnecté/);
  await clean(page, 'admin-logged-out');
  await page.goto(table('?question=evolution'));
  assert.match(page.url(), /connexion\?retour=/);
  await page.fill('#login', 'samira');
  await page.fill('#password', password);
  await page.click('main button');
  assert.equal(page.url(), table('?question=evolution'));
});
