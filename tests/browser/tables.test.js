// Tables as a facilitator asks for them: a filter, gaps to a reference, waves side by side, and JSON-stat as others read it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import JSONstat from 'jsonstat-toolkit/import.mjs';
import {Ecoute, clean, openBrowser, phone} from './ecoute.js';

let ecoute, browser, page;

// Three places; the first two are QPV. Shares of "ameliore" by place: 60 %, 40 %, 20 %.
function people(times) {
  const rows = ['accord,quartier,genre,age,evolution'];
  const places = [['QP069001', 60, 40], ['QP069002', 40, 60], ['HORS', 20, 80]];
  for (const [place, better, worse] of places)
    for (let i = 0; i < times * (better + worse); i++)
      rows.push(['oui', place, i % 2 ? 'femme' : 'homme', i % 3 ? '30_44' : '60_74', i % 100 < better ? 'ameliore' : 'degrade'].join(','));
  return rows;
}

before(async () => {
  ecoute = await Ecoute.start();
  for (const wave of ['2024', '2026'])
    ecoute.answered(`vague-${wave}`, 'ecoute-habitants', `Écoute ${wave}`, people(2), '--series', 'ecoute', '--wave', wave);
  browser = await openBrowser();
  page = await phone(browser, {viewport: {width: 1280, height: 900}});
  await ecoute.firstAccount(page);
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

// What a page or file says, with plain spaces.
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const shownText = async () => plain(await page.locator('main').innerText());
const table = (query, twin = '') => `${ecoute.url}/admin/campagnes/vague-2026/tableau${twin}${query}`;
const json = async (query, twin = '.json') => (await page.request.get(table(query, twin))).json();

test('a filter is chosen in a list, and told in a sentence', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  await Promise.all([page.waitForURL(/where=/), page.selectOption('#where', {label: 'Une femme'})]);
  const said = await shownText();
  assert.match(said, /seulement : genre « Une femme »/);
  assert.match(said, /Seulement les personnes qui remplissent cette condition : genre « Une femme »\./);
  assert.match(said, /sur [23]\d\d réponses à l'enquête/);
  await clean(page, 'tables-filter');
  const [csv, svg] = await Promise.all(['.csv', '.svg'].map(async (twin) => plain(await (await page.request.get(page.url().replace('/tableau', `/tableau${twin}`))).text())));
  assert.match(csv, /seulement : genre « Une femme »/);
  assert.match(svg, /seulement : genre « Une femme »/);
});

test('controls show what is asked for and nothing else', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  assert.equal(await page.inputValue('#by1'), 'quartier');
  assert.equal(await page.inputValue('#by2'), '');
  assert.equal(await page.inputValue('#where'), '');
  assert.equal(await page.inputValue('#gap'), '');
});

test('a filter that is no group of the questionnaire is refused with the reason', async () => {
  await page.goto(table(`?question=evolution&where=${encodeURIComponent("${genre} != 'femme'")}`));
  assert.match(await page.locator('[role=alert]').innerText(), /un seul groupe déclaré/);
  await clean(page, 'tables-filter-refused');
});

// 60, 40 and 20 % of 200 each; the QPV together 50 %: +10, -10 and -30, each count moved by five at most.
test('gaps to the mean of the priority quartiers have their intervals', async () => {
  const query = '?question=evolution&by=quartier&gap=qpv';
  const shown = await json(query);
  assert.equal(shown.gap, 'qpv');
  const gap = (place) => shown.cells.find((cell) => cell.key.quartier === place && cell.answer === 'ameliore').gap;
  for (const [place, difference] of [['QP069001', 10], ['QP069002', -10], ['HORS', -30]]) {
    const found = gap(place);
    assert.ok(Math.abs(found.difference - difference) <= 5, `${place}: ${found.difference}`);
    assert.ok(found.low < found.difference && found.difference < found.high);
  }
  assert.ok(gap('HORS').p_holm < 0.001);
  await page.goto(table(query));
  const said = await shownText();
  assert.match(said, /Écart à la moyenne des quartiers prioritaires/);
  assert.match(said, /−\d\d \(−\d\d à −\d\d\)/);
  assert.equal(await page.locator('figure.desk svg circle').count(), 3);
  await clean(page, 'tables-gaps');
});

test('the kind of quartier is a breakdown, and a gap to the rest of the town is offered', async () => {
  await page.goto(table('?question=evolution&by=kind'));
  assert.match(await page.locator('table.answers').innerText(), /Quartiers prioritaires \(QPV\)/);
  await Promise.all([page.waitForURL(/gap=rest/), page.selectOption('#gap', 'rest')]);
  assert.match(await shownText(), /Écart au reste de la ville/);
  await clean(page, 'tables-kinds');
});

test('small panels by quartier are chosen in a list, and taken along', async () => {
  await page.goto(table('?question=evolution&by=quartier'));
  for (const kind of ['panels', 'stacked']) {
    await Promise.all([page.waitForURL(new RegExp(`chart=${kind}`)), page.selectOption('#chart', kind)]);
    assert.ok(await page.locator('figure.desk svg title').count() === 1);
    assert.equal(await page.inputValue('#chart'), kind);
    await clean(page, `tables-${kind}`);
  }
  assert.match(await page.locator('a', {hasText: 'Image (SVG)'}).getAttribute('href'), /chart=stacked/);
});

test('waves stand side by side with the change and what may be said', async () => {
  await page.goto(`${ecoute.url}/admin/campagnes/vague-2026`);
  await page.click('text=Comparer aux vagues précédentes');
  await page.goto(`${ecoute.url}/admin/campagnes/vague-2026/comparaison?question=evolution&depuis=vague-2024&by=quartier`);
  const said = await shownText();
  assert.match(said, /Écoute 2024, puis Écoute 2026/);
  assert.match(said, /peut venir du hasard/);
  assert.match(said, /\(Holm\)/);
  await clean(page, 'tables-comparison');
  const csv = await (await page.request.get(page.url().replace('/comparaison', '/comparaison.csv'))).text();
  assert.ok(csv.startsWith('\ufeff'));
  assert.match(csv.split('\r\n')[0], /Évolution \(points\)/);
  const compared = await (await page.request.get(page.url().replace('/comparaison', '/comparaison.json'))).json();
  assert.equal(compared.waves[0].campaign, 'vague-2024');
  assert.deepEqual(compared.broken, []);
});

test('on a phone the pages fit', async () => {
  const desktop = page;
  page = await phone(browser, {storageState: await desktop.context().storageState()});
  for (const [name, address] of [['phone-gaps', table('?question=evolution&by=quartier&gap=qpv')], ['phone-kinds', table('?question=evolution&by=kind,gender')],
    ['phone-comparison', `${ecoute.url}/admin/campagnes/vague-2026/comparaison?question=evolution&by=quartier`]]) {
    await page.goto(address);
    await clean(page, `tables-${name}`);
  }
  page = desktop;
});

// The library of the people who wrote the standard reads it.
test('JSON-stat is read by jsonstat-toolkit', async () => {
  for (const query of ['?question=evolution', '?question=evolution&by=quartier,gender', '?question=evolution&by=kind&gap=rest', '?question=priorites&by=age']) {
    const [stat, shown] = [await json(query, '.jsonstat'), await json(query)];
    const dataset = JSONstat(stat);
    assert.equal(dataset.class, 'dataset', query);
    assert.equal(dataset.n, dataset.size.reduce((all, one) => all * one, 1), query);
    assert.deepEqual(dataset.role.metric, ['figure']);
    let compared = 0;
    for (const cell of shown.cells.filter((one) => one.answer)) {
      const key = {answer: cell.answer};
      for (const name of shown.by) key[name] = cell.key[name] ?? '_T';
      for (const [figure, value] of [['count', cell.count], ['percent', cell.percent], ['gap', cell.gap?.difference]]) {
        if (figure === 'gap' && !shown.gap) continue;
        const found = dataset.Data({...key, figure});
        assert.equal(found.value, value ?? null, JSON.stringify({...key, figure}));
        if (cell.suppressed && figure !== 'gap') assert.equal(found.status, 'c');
        compared++;
      }
    }
    assert.ok(compared >= 6, query);
    for (const id of dataset.id) assert.ok(dataset.Dimension(id).label, id);
  }
});
