// The team's pages on a telephone and on a small tablet: tables of numbers, weighted and scored ones, open answers, a campaign without an earlier
// wave, targets by group, recordings. Nothing but a table's own box scrolls sideways.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Ecoute, clean, openBrowser, phone} from './ecoute.js';

const form = {
  ecoute: 1, id: 'equipe', version: '1', title: {fr: 'Vivre ici'}, default_language: 'fr', breakdowns: {quartier: 'quartier', age: 'age', gender: 'genre'},
  choices: {
    genres: [{name: 'femme', label: {fr: 'Une femme'}}, {name: 'homme', label: {fr: 'Un homme'}}],
    accord: [['1', 'Pas du tout d\'accord'], ['2', 'Plutôt pas d\'accord'], ['3', 'Plutôt d\'accord'], ['4', 'Tout à fait d\'accord']]
      .map(([name, label]) => ({name, label: {fr: label}, score: Number(name)})),
  },
  questions: [
    {type: 'select_one', choices: 'quartiers', name: 'quartier', label: {fr: 'Votre quartier'}},
    {type: 'select_one', choices: 'genres', name: 'genre', label: {fr: 'Vous êtes'}},
    {type: 'integer', name: 'age', label: {fr: 'Votre âge'}, bands: [15, 25, 60]},
    {type: 'integer', name: 'minutes', label: {fr: 'Combien de minutes vous faut-il à pied jusqu\'à la pharmacie la plus proche de chez vous ?'}},
    {type: 'select_one', choices: 'accord', name: 'entraide', label: {fr: 'Dans mon quartier, on peut compter sur ses voisins'}, appearance: 'likert'},
    {type: 'text', name: 'mot', appearance: 'multiline', label: {fr: 'Que changeriez-vous en premier dans votre quartier ?'}}],
};

let ecoute, browser, state;
before(async () => {
  ecoute = await Ecoute.start();
  const places = ['QP069001', 'QP069002', 'HORS'];
  const rows = Array.from({length: 360}, (_, i) =>
    [places[i % 3], i % 2 ? 'femme' : 'homme', 16 + i % 70, 3 + i % 25, 1 + i % 4, i % 4 ? '' : `Des bancs à l'ombre devant l'école et un passage pour piétons, numéro ${i}`].join(';'));
  ecoute.answered('equipe', ecoute.write('equipe.json', JSON.stringify(form)), 'Vivre ici', ['quartier;genre;age;minutes;entraide;mot', ...rows]);
  ecoute.run('margins', 'import', ecoute.write('marges.csv', 'gender;population\nfemme;5200\nhomme;4800\n'), '--campaign', 'equipe');
  ecoute.run('weights', '--campaign', 'equipe');
  ecoute.run('quotas', 'import', ecoute.write('objectifs.csv', ['quartier,genre,age,target', ...places.flatMap(place => ['femme', 'homme'].flatMap(genre =>
    ['15-24', '25-59', '60+'].map((age, at) => [place, genre, age, 12 + 10 * at].join(','))))].join('\n')), '--campaign', 'equipe');
  browser = await openBrowser();
  const page = await phone(browser);
  await ecoute.firstAccount(page);
  state = await page.context().storageState();
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const pages = [
  ['campagne', '', /Objectifs par groupe/],
  ['nombre', '/tableau?question=minutes', /Médiane/],
  ['nombre-quartier', '/tableau?question=minutes&by=quartier,gender', /Mermoz/],
  ['notes', '/tableau?question=entraide&by=quartier', /Tout à fait d'accord/],
  ['pondere', '/tableau?question=entraide&by=quartier&weights=1', /Redressé sur|redressés sur|redressées/],
  ['pondere-nombre', '/tableau?question=minutes&by=age&weights=1', /redress/],
  ['reponses-libres', '/reponses-libres', /Que changeriez-vous/],
  ['comparaison', '/comparaison', /vague|enquête/],
  ['objectifs', '/objectifs', /groupes à compléter|tous atteints/],
  ['liens', '/liens', /Qui peut répondre/],
  ['enregistrements', '/enregistrements', /Il manque des enregistrements/],
  ['tablettes', '/tablettes', /Tablettes/],
];

// One page, made wider: two at once, since a browser waits for its server as much as the other way round.
describe('every page at 412 and at 800 px', {concurrency: 2}, () => {
  for (const [name, path, says] of pages)
    test(name, async () => {
      const page = await phone(browser, {storageState: state});
      await page.goto(`${ecoute.url}/admin/campagnes/equipe${path}`);
      assert.match(await page.locator('main').innerText(), says);
      await page.evaluate(() => document.querySelectorAll('main details').forEach(one => (one.open = true)));
      for (const width of [412, 800]) {
        await page.setViewportSize({width, height: 915});
        await clean(page, `team-${name}-${width}`);
      }
      await page.context().close();
    });
});

test('targets are told in fives, folded by quartier, and mended from the same page', async () => {
  const page = await phone(browser, {storageState: state});
  await page.goto(`${ecoute.url}/admin/campagnes/equipe/objectifs`);
  assert.deepEqual((await page.locator('details.quotas summary').allInnerTexts()).map(text => text.split(' ')[0]), ['Mermoz', 'La', 'Ailleurs']);
  await page.click('details.quotas summary >> nth=0');
  // Counted apart from the program: 8, 30, 22 women and 10, 28, 22 men of Mermoz, by age; the targets are 12, 22, 32.
  const rows = await page.locator('details.quotas >> nth=0').locator('tbody tr').allInnerTexts();
  assert.deepEqual(rows.map(row => row.split(/\t/).map(cell => cell.trim())), [
    ['Une femme', '15-24', '5 à 9 sur 12', 'il manque au moins 3'], ['Une femme', '25-59', '30 à 34 sur 22', 'atteint'],
    ['Une femme', '60+', '20 à 24 sur 32', 'il manque au moins 8'], ['Un homme', '15-24', '10 à 14 sur 12', 'presque'],
    ['Un homme', '25-59', '25 à 29 sur 22', 'atteint'], ['Un homme', '60+', '20 à 24 sur 32', 'il manque au moins 8']]);
  await page.setInputFiles('#fichier', {name: 'o.csv', mimeType: 'text/csv', buffer: Buffer.from('genre,target\nchat,3\n')});
  await page.click('form.box button.main');
  assert.match(await page.locator('[role=alert]').innerText(), /Rien n'est changé.*\n*.*Ligne 2 : « chat »/s);
  await clean(page, 'team-targets-refused');
  await page.setInputFiles('#fichier', {name: 'o.csv', mimeType: 'text/csv', buffer: Buffer.from('genre,target\nfemme,3\nhomme,400\n')});
  await page.click('form.box button.main');
  assert.match(await page.locator('[role=status]').innerText(), /2 groupes, 403 entretiens/);
  await page.click('text=Retirer les objectifs');
  await page.click('details button');
  assert.match(await page.locator('[role=status]').innerText(), /retirés/);
  await page.context().close();
});

test('a campaign is kept for its links and opened again from their page', async () => {
  const page = await phone(browser, {storageState: state});
  const stranger = await phone(browser);
  const status = async () => (await stranger.goto(`${ecoute.url}/q/equipe`)).status();
  const becomes = async wanted => {
    for (let tries = 0; tries < 30 && await status() !== wanted; tries++) await stranger.waitForTimeout(100);
    assert.equal(await status(), wanted);
  };
  await becomes(200);
  await page.goto(`${ecoute.url}/admin/campagnes/equipe/liens`);
  await page.click('text=Réserver l\'enquête aux liens');
  await becomes(403);
  await page.click('text=Ouvrir l\'enquête à tous');
  await becomes(200);
  await page.context().close();
  await stranger.context().close();
});
