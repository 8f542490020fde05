// Pages in every language that residents may read: nothing for axe to say, nothing wider than the screen at 320 px or with letters twice as large,
// nothing too small to touch, and all of it by keyboard.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {Ecoute, look, openBrowser, phone, tick, violations} from './ecoute.js';

const languages = ['fr', 'ar', 'tr', 'pt', 'en'];
const narrow = {viewport: {width: 320, height: 640}};

let ecoute, browser, version;
before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', 'acces-sante', '--id', 'sante', '--title', 'Santé');
  ecoute.run('campaign', 'create', '--form', 'ecoute-habitants', '--id', 'invites', '--title', 'Invités', '--access', 'invitation');
  ({version} = await (await fetch(ecoute.url + '/api/v1/campaigns/essai/form')).json());
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

const links = (count = 1) =>
  ecoute.run('link', 'create', '--campaign', 'essai', '--count', String(count), '--prefill', 'quartier=QP069001', '--public-url', ecoute.url).trim().split('\n').slice(1)
    .map(line => line.split(';')[0]);
const wide = page => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const small = page => page.evaluate(() => {
  const targets = 'label.choice, button:not(.sr), a.button, select, summary, textarea, input:not([type=radio], [type=checkbox], [type=hidden])';
  return [...document.querySelectorAll(targets)].map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)]).filter(([height]) => height > 0 && height < 44);
});

async function good(page, language, what) {
  assert.equal(await page.getAttribute('html', 'lang'), language, what);
  assert.equal(await page.getAttribute('html', 'dir'), language === 'ar' ? 'rtl' : 'ltr', what);
  assert.deepEqual(await violations(page), [], `${language}: ${what}`);
  for (const size of ['100%', '200%']) {
    await page.evaluate(size => (document.documentElement.style.fontSize = size), size);
    assert.ok(await wide(page) <= 0, `${await wide(page)} px too wide with letters at ${size}, ${language}: ${what}`);
  }
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  assert.deepEqual(await small(page), [], `${language}: ${what}`);
  await look(page, `language-${language}-${what}`, {fullPage: true});
}

// Languages know nothing of one another: two at once.
describe('in every language', {concurrency: 2}, () => {
  for (const language of languages) {
    test(`from the first page to the code, in ${language}`, async () => {
      const page = await phone(browser, {...narrow, locale: language});
      await page.goto(`${ecoute.url}/q/essai?langue=${language}`);
      await tick(page, 'accord', 'oui');
      for (let step = 1; await page.locator('#next').isVisible(); step++) {
        if (await page.locator('#q-quartier').isVisible()) await tick(page, 'quartier', 'QP069001');
        if (await page.locator('#q-evolution').isVisible()) await tick(page, 'evolution', 'ameliore');
        await good(page, language, `step-${step}`);
        await page.click('#next');
      }
      await good(page, language, 'last');
      await page.click('#send');
      await page.waitForSelector('.receipt');
      await good(page, language, 'thanks');
      const code = await page.locator('.receipt strong').innerText();
      await page.goto(`${ecoute.url}/code`);
      await good(page, language, 'code');
      await page.fill('#code', 'AAAAAAAAAA');
      await page.click('main button.main');
      await good(page, language, 'code-wrong');
      await page.fill('#code', code);
      await page.click('main button.main');
      await good(page, language, 'read-back');
      await page.click('button[value=corriger]');
      await page.waitForSelector('#q');
      await good(page, language, 'correct');
      await page.goto(ecoute.url);
      await good(page, language, 'home');
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });

    test(`with mistakes and without a script, in ${language}`, async () => {
      const page = await phone(browser, {...narrow, locale: language, javaScriptEnabled: false});
      await page.goto(`${ecoute.url}/q/essai?langue=${language}`);
      await page.click('#send');
      await page.waitForSelector('#summary');
      await look(page, `language-${language}-mistakes`);
      // axe runs as a script: the same page is looked at where scripts are allowed.
      const seen = await phone(browser, {...narrow, locale: language});
      await seen.setContent(await page.content(), {waitUntil: 'domcontentloaded'});
      assert.deepEqual(await violations(seen), []);
      assert.ok(await wide(seen) <= 0);
      assert.deepEqual(await small(seen), []);
      await seen.context().close();
      await page.context().close();
    });

    test(`by a link, by invitation, and a delicate questionnaire, in ${language}`, async () => {
      const page = await phone(browser, {...narrow, locale: language});
      const [link] = links();
      await page.goto(link);
      await good(page, language, 'link');
      await page.goto(`${ecoute.url}/l/AAAA-AAAA-AAAA`);
      await good(page, language, 'link-unknown');
      const told = await page.goto(`${ecoute.url}/q/invites`);
      assert.equal(told.status(), 403);
      await good(page, language, 'by-invitation');
      await page.click('a.button.main');
      assert.equal(new URL(page.url()).pathname, '/code');
      await page.goto(`${ecoute.url}/q/sante?langue=${language}`);
      await good(page, language, 'delicate');
      // As an interviewer's tablet has it.
      await page.goto(`${ecoute.url}/t/q/essai/${version}/${language}`);
      await good(page, language, 'interview');
      await page.context().close();
    });
  }
});

// Tab to a thing, as often as it takes.
async function tabTo(page, selector) {
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(selector => document.activeElement?.matches(selector), selector)) return;
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}

for (const language of ['fr', 'ar'])
  for (const javaScriptEnabled of [true, false])
    test(`by keyboard alone, in ${language}, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
      const page = await phone(browser, {locale: language, javaScriptEnabled});
      const before = ecoute.responses().length;
      await page.goto(`${ecoute.url}/q/essai?langue=${language}`);
      const go = async to => {
        if (!javaScriptEnabled) return;
        await page.keyboard.press('Enter');
        await page.waitForSelector(`${to}:visible`);
      };
      await tabTo(page, '[name=accord]');
      await page.keyboard.press('Space');
      await go('#q-quartier');
      await tabTo(page, '[name=quartier]');
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.evaluate(() => document.activeElement.value), 'QP069002', 'arrows choose within a question');
      await tabTo(page, '[name=genre]');
      await page.keyboard.press('Space');
      await tabTo(page, '[name=age]');
      await page.keyboard.press('Space');
      if (javaScriptEnabled) while (await page.locator('#next').isVisible()) {
        const heading = await page.locator('section.on h1').innerText();
        await tabTo(page, '#next');
        await page.keyboard.press('Enter');
        await page.waitForFunction(heading => document.querySelector('section.on h1').innerText !== heading || document.getElementById('next').hidden, heading);
        if (!await page.locator('[name="equipements.proprete"]').first().isVisible()) continue;
        // A row of tiles is one stop: from its row to the next one.
        await tabTo(page, '[name="equipements.proprete"]');
        await page.keyboard.press('Space');
        await page.keyboard.press('Tab');
        const next = await page.evaluate(() => document.activeElement.name);
        assert.match(next, /^equipements\./);
        assert.notEqual(next, 'equipements.proprete');
      }
      await page.locator('#send').focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('.receipt');
      assert.equal(ecoute.responses().length, before + 1);
      assert.equal(ecoute.responses().at(-1).answers.quartier, 'QP069002');
      await page.context().close();
    });
