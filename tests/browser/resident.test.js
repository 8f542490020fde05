// What a resident does on a phone, against the real server: French and Arabic, with and without a script.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {Ecoute, look, openBrowser, phone, tick, violations} from './ecoute.js';

let ecoute, browser;
before(async () => {
  ecoute = await Ecoute.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const address = (query = '') => `${ecoute.url}/q/essai${query}`;
const code = page => page.locator('.receipt strong').innerText();
const kept = async (page, expected) => {
  assert.match(await code(page), /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  const last = ecoute.responses().at(-1);
  for (const [question, answer] of Object.entries(expected)) assert.deepEqual(last.answers[question], answer, question);
  return last;
};
const clean = page => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strangers, []);
};

// Everything that the four ways of filling in share; `go` goes to the next section where there are sections.
async function fill(page, go) {
  await tick(page, 'accord', 'oui');
  await go();
  await tick(page, 'quartier', 'QP069001');
  await tick(page, 'genre', 'femme');
  await tick(page, 'age', '30_44');
  await tick(page, 'lien_quartier', 'habite');
  await go();
  await tick(page, 'vivre_ici', '7');
  await tick(page, 'evolution', 'ameliore');
  await tick(page, 'raisons_mieux', 'travaux');
  await tick(page, 'raisons_mieux', 'commerces');
  await go();
  await tick(page, 'equipements.proprete', 'peu');
  await tick(page, 'equipements.transports', 'refused');
}
const filled = {
  accord: 'oui', quartier: 'QP069001', genre: 'femme', age: '30_44', lien_quartier: 'habite', vivre_ici: 7, evolution: 'ameliore',
  raisons_mieux: ['travaux', 'commerces'], priorites: ['proprete', 'transports'], logement: null, enfants: 2,
};

test('in French, with the script: sections, conditions at once, a receipt', async () => {
  const page = await phone(browser);
  await page.goto(address());
  await look(page, 'fr-1');
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.locator('section:visible').count(), 1);
  await page.click('#next');
  assert.equal(await page.locator('#w-accord').isVisible(), true, 'an answer is required to begin');
  assert.deepEqual(await violations(page), []);
  await look(page, 'fr-2-required');
  const go = () => page.click('#next');
  await tick(page, 'accord', 'oui');
  assert.equal(await page.locator('#w-accord').isVisible(), false);
  await fill(page, async () => {
    await look(page, `fr-3-${await page.locator('section.on h1').innerText()}`, {fullPage: true});
    assert.deepEqual(await violations(page), []);
    await go();
  });
  assert.equal(await page.locator('#q-raisons_moins_bien').isVisible(), false);
  await page.locator('.taps button[value=proprete]').click();
  await page.locator('.taps button[value=transports]').click();
  await page.locator('.taps button[value=ecoles]').click();
  assert.match(await page.locator('#r-priorites').innerText(), /3 réponses/);
  await page.locator('.taps button[value=sport]').click();
  assert.equal(await page.locator('.taps [aria-pressed=true]').count(), 3, 'no more than three');
  await page.locator('.taps button[value=ecoles]').click();
  await look(page, 'fr-4-grid', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  while (await page.locator('#next').isVisible()) {
    await go();
    if (await page.locator('#i-enfants').isVisible()) {
      await page.fill('#i-enfants', '12');
      await page.locator('#i-enfants').blur();
      assert.equal(await page.locator('#w-enfants').isVisible(), true, 'too many children for the form');
      await look(page, 'fr-5-constraint');
      await page.fill('#i-enfants', '2');
    }
  }
  await page.click('#send');
  await page.waitForSelector('.receipt');
  await look(page, 'fr-6-thanks');
  assert.deepEqual(await violations(page), []);
  const response = await kept(page, filled);
  assert.equal(response.language, 'fr');
  assert.equal(await page.evaluate(() => localStorage.length), 0, 'the draft is gone');
  assert.deepEqual(await page.context().cookies(), []);
  clean(page);
  await page.context().close();
});

test('in Arabic, without a script: one page, mistakes beside the questions, answers kept', async () => {
  const page = await phone(browser, {javaScriptEnabled: false, locale: 'ar'});
  await page.goto(address('?langue=ar'));
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await look(page, 'ar-1-noscript');
  await look(page, 'ar-1-noscript-whole', {fullPage: true});
  await fill(page, async () => {});
  await page.locator('select[name=priorites]').nth(0).selectOption('proprete');
  await page.locator('select[name=priorites]').nth(2).selectOption('transports');
  await page.fill('#i-enfants', '12');
  await page.click('#send');
  await page.waitForSelector('#summary');
  assert.equal(await page.locator('#summary li').count(), 1);
  assert.equal(await page.locator('#w-enfants').isVisible(), true);
  await look(page, 'ar-2-mistake');
  await page.click('#summary a');
  assert.equal(await page.locator('[name=age][value="30_44"]').isChecked(), true);
  assert.equal(await page.locator('#i-enfants').inputValue(), '12');
  await page.fill('#i-enfants', '2');
  await page.click('#send');
  await page.waitForSelector('.receipt');
  await look(page, 'ar-3-thanks');
  const response = await kept(page, filled);
  assert.equal(response.language, 'ar');
  const before = ecoute.responses().length;
  await page.reload();
  assert.equal(ecoute.responses().length, before, 'sent twice is kept once');
  clean(page);
  await page.context().close();
});

test('in Arabic, with the script', async () => {
  const page = await phone(browser, {locale: 'ar'});
  await page.goto(address());
  assert.equal(await page.locator('html').getAttribute('lang'), 'ar', 'the browser\'s language is the page\'s');
  assert.deepEqual(await violations(page), []);
  await fill(page, async () => {
    await look(page, `ar-4-${await page.locator('section').evaluateAll(all => all.findIndex(one => one.classList.contains('on')))}`, {fullPage: true});
    assert.deepEqual(await violations(page), []);
    await page.click('#next');
  });
  await look(page, 'ar-5-grid', {fullPage: true});
  while (await page.locator('#next').isVisible()) await page.click('#next');
  await page.click('#send');
  await page.waitForSelector('.receipt');
  assert.deepEqual(await violations(page), []);
  clean(page);
  await page.context().close();
});

test('in French, without a script: what does not apply is ignored', async () => {
  const page = await phone(browser, {javaScriptEnabled: false});
  await page.goto(address());
  await fill(page, async () => {});
  await tick(page, 'raisons_moins_bien', 'bruit');
  await page.click('#send');
  await page.waitForSelector('.receipt');
  const response = await kept(page, {evolution: 'ameliore'});
  assert.equal('raisons_moins_bien' in response.answers, false);
  clean(page);
  await page.context().close();
});

test('who does not agree is thanked and counted apart', async () => {
  const page = await phone(browser);
  await page.goto(address());
  await tick(page, 'accord', 'non');
  await look(page, 'fr-7-refuses');
  await page.click('#send');
  await page.waitForSelector('main[data-forget]');
  assert.equal(await page.locator('.receipt').count(), 0);
  await look(page, 'fr-8-refused');
  assert.deepEqual(await violations(page), []);
  clean(page);
  await page.context().close();
});

test('a draft stays on the device after consent, never before', async () => {
  const page = await phone(browser);
  await page.goto(address());
  await page.evaluate(() => localStorage.clear());
  await tick(page, 'accord', 'non');
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await tick(page, 'accord', 'oui');
  await page.click('#next');
  await tick(page, 'quartier', 'QP069002');
  await page.reload();
  assert.equal(await page.locator('#draft').isVisible(), true);
  assert.equal(await page.locator('[name=quartier][value=QP069002]').isChecked(), true);
  assert.equal(await page.locator('#q-quartier').isVisible(), true, 'at the section where it was left');
  await look(page, 'fr-9-draft');
  await page.click('#draft button');
  await page.waitForSelector('#q-accord:visible');
  assert.equal(await page.locator('[name=accord]:checked').count(), 0);
  clean(page);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false])
  test(`the language changes without losing an answer, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await phone(browser, {javaScriptEnabled});
    await page.goto(address());
    await tick(page, 'accord', 'oui');
    if (javaScriptEnabled) await page.click('#next');
    await tick(page, 'age', '18_24');
    await page.click('button[value="langue:ar"]');
    await page.waitForSelector('html[lang=ar]');
    assert.equal(await page.locator('[name=age][value="18_24"]').isChecked(), true);
    assert.equal(await page.locator('[name=age][value="18_24"]').isVisible(), true);
    assert.equal(await page.locator('#summary').count(), 0, 'nothing is checked yet');
    clean(page);
    await page.context().close();
  });

test('by keyboard alone: Enter goes on, a row of tiles is one tab stop', async () => {
  const page = await phone(browser);
  await page.goto(address());
  await page.locator('[name=accord]').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#q-quartier:visible');
  await tick(page, 'quartier', 'HORS');
  await page.click('#next');
  await page.click('#next');
  await page.locator('[name="equipements.proprete"]').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  const name = await page.evaluate(() => document.activeElement.name);
  assert.notEqual(name, 'equipements.proprete');
  assert.match(name, /^equipements\./);
  clean(page);
  await page.context().close();
});

test('at 320 px and with letters twice as large nothing is cut off', async () => {
  for (const [width, size] of [[320, '100%'], [412, '225%']]) {
    const page = await phone(browser, {viewport: {width, height: 640}});
    await page.goto(address('?langue=fr'));
    await page.evaluate(size => (document.documentElement.style.fontSize = size), size);
    await tick(page, 'accord', 'oui');
    while (await page.locator('#next').isVisible()) {
      if (await page.locator('#q-quartier').isVisible()) await tick(page, 'quartier', 'HORS');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide at ${width} px, ${size}: ${await page.locator('section.on h1').innerText()}`);
      await look(page, `narrow-${width}-${await page.locator('section.on h1').innerText()}`, {fullPage: true});
      await page.click('#next');
    }
    await page.context().close();
  }
});

test('targets are at least 44 px', async () => {
  const page = await phone(browser);
  await page.goto(address());
  const small = await page.evaluate(() => {
    document.body.classList.remove('js');
    const targets = 'label.choice, button:not(.sr), select, summary, textarea, input:not([type=radio], [type=checkbox], [type=hidden])';
    return [...document.querySelectorAll(targets)].map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)]).filter(([height]) => height > 0 && height < 44);
  });
  assert.deepEqual(small, []);
  await page.context().close();
});

test('the page weighs at most 14 kB for 40 questions, in one request, and sets no cookie', async () => {
  const page = await phone(browser);
  const requests = [];
  page.on('request', request => requests.push(request.url()));
  await page.goto(address());
  assert.equal(requests.filter(url => !url.startsWith('data:')).length, 1);
  const questions = await page.locator('.q').count();
  const plain = await fetch(address(), {headers: {'accept-encoding': 'identity'}});
  const bytes = gzipSync(await plain.text(), {level: 9}).length;
  console.log(`questionnaire page: ${bytes} bytes gzip for ${questions} questions`);
  assert.ok(bytes <= 14 * 1024 * Math.max(1, questions / 40), `${bytes} bytes`);
  assert.equal(plain.headers.get('set-cookie'), null);
  await page.context().close();
});

test('pages for what is not there say what to do, in French', async () => {
  const page = await phone(browser);
  const answer = await page.goto(`${ecoute.url}/q/inconnue`);
  assert.equal(answer.status(), 404);
  assert.match(await page.innerText('main'), /n'existe pas/);
  await look(page, 'unknown');
  await page.goto(ecoute.url);
  assert.match(await page.innerText('main'), /Écoute habitants/);
  await look(page, 'home');
  assert.deepEqual(await violations(page), []);
  clean(page);
  await page.context().close();
});

test('a long list of quartiers is a menu with a field to search it', async () => {
  ecoute.run('territory', 'import', 'occitanie-qpv-2015');
  ecoute.run('campaign', 'create', '--form', 'ecoute-habitants', '--id', 'region', '--title', 'Région');
  for (const javaScriptEnabled of [true, false]) {
    const page = await phone(browser, {javaScriptEnabled});
    await page.goto(`${ecoute.url}/q/region`);
    await tick(page, 'accord', 'oui');
    if (javaScriptEnabled) {
      await page.click('#next');
      await page.fill('input[type=search]', 'negre');
      assert.equal(await page.locator('#i-quartier').inputValue(), 'QP031018', 'the only one that fits is chosen');
      assert.match(await page.locator('#q-quartier [role=status]').innerText(), /^1 /);
      await look(page, 'menu');
      assert.deepEqual(await violations(page), []);
      await page.fill('input[type=search]', 'toulouse');
      assert.equal(await page.locator('#i-quartier').inputValue(), 'QP031018', 'the choice stays while it fits');
      assert.ok(await page.locator('#i-quartier option').count() > 10);
      while (await page.locator('#next').isVisible()) await page.click('#next');
    } else await page.locator('#i-quartier').selectOption('QP031018');
    await page.click('#send');
    await page.waitForSelector('.receipt');
    clean(page);
    await page.context().close();
  }
});

test('a closed campaign says so with its date', async () => {
  ecoute.run('campaign', 'close', 'essai');
  const page = await phone(browser);
  let status = 0;
  for (let tries = 0; tries < 20 && status !== 403; ++tries) {
    status = (await page.goto(address())).status();
    if (status !== 403) await new Promise(later => setTimeout(later, 200));
  }
  assert.equal(status, 403);
  assert.match(await page.innerText('main'), /\d\d\/\d\d\/\d{4}/);
  await look(page, 'closed');
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
