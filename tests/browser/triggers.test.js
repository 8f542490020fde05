// Calculations that wait for a trigger, as a resident's page makes them: at once when it changes, and never otherwise.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, look, openBrowser, phone} from './ecoute.js';

let ecoute, browser;
before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', fileURLToPath(new URL('forms/declencheur.json', import.meta.url)), '--id', 'declencheur', '--title', 'Essai');
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const field = (page, name) => page.locator(`[name="${name}"]:not([value=refused])`);
const type = async (page, name, text) => {
  await field(page, name).fill(text);
  await field(page, name).blur();
};
const said = (page, name) => page.locator(`#q-${name}`).innerText();
const open = async () => {
  const page = await phone(browser);
  await page.goto(`${ecoute.url}/q/declencheur`);
  return page;
};
const done = async page => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
};

test('a calculation is made when its trigger changes, and keeps its value when only what it reads does', async () => {
  const page = await open();
  await type(page, 'charges', '50');
  assert.match(await said(page, 'dit'), /Somme : *$/, 'nothing before the trigger');
  await type(page, 'loyer', '400');
  assert.match(await said(page, 'dit'), /Somme : 450$/);
  await type(page, 'charges', '80');
  assert.match(await said(page, 'dit'), /Somme : 450$/, 'charges is no trigger');
  await type(page, 'loyer', '410');
  assert.match(await said(page, 'dit'), /Somme : 490$/);
  await look(page, 'triggers', {fullPage: true});
  await done(page);
});

test('a calculation may be the trigger, wherever it stands', async () => {
  const page = await open();
  await type(page, 'charges', '50');
  await type(page, 'loyer', '400');
  assert.match(await said(page, 'dit_vu'), /Vu : charges$/, 'below from the start, when charges was blank');
  await type(page, 'charges', '60');
  await type(page, 'loyer', '600');
  assert.match(await said(page, 'dit_vu'), /Vu : charges 60$/);
  await type(page, 'charges', '70');
  await type(page, 'loyer', '700');
  assert.match(await said(page, 'dit_vu'), /Vu : charges 60$/, 'still above');
  await done(page);
});

test('what a trigger filled in may be changed by hand, and is sent so', async () => {
  const page = await open();
  await type(page, 'charges', '50');
  await type(page, 'loyer', '400');
  assert.equal(await field(page, 'budget').inputValue(), '1200');
  await type(page, 'budget', '1500');
  await type(page, 'charges', '80');
  assert.equal(await field(page, 'budget').inputValue(), '1500');
  await page.click('#next');
  await page.click('#send');
  const {answers} = ecoute.responses('declencheur').at(-1);
  assert.equal(answers.budget, 1500);
  assert.equal(answers.somme, '450', 'what the page made when the trigger changed is kept, charges being 80 now');
  await done(page);
});

test('each row has its own, which moves with it', async () => {
  const page = await open();
  await page.click('#next');
  await type(page, 'piece:0', 'Salon');
  await page.locator('button[value="+pieces"]').click();
  await type(page, 'surface:1', '9');
  await type(page, 'piece:1', 'Chambre');
  assert.equal(await field(page, 'nom:0').inputValue(), 'Salon ');
  assert.equal(await field(page, 'nom:1').inputValue(), 'Chambre 9');
  await type(page, 'nom:1', 'Chez Ali');
  await page.locator('button[value="-pieces:0"]').click();
  assert.equal(await field(page, 'nom:0').inputValue(), 'Chez Ali');
  await type(page, 'surface:0', '12');
  assert.equal(await field(page, 'nom:0').inputValue(), 'Chez Ali');
  await type(page, 'piece:0', 'Chambre 2');
  assert.equal(await field(page, 'nom:0').inputValue(), 'Chambre 2 12');
  await done(page);
});
