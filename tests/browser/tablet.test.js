// An interviewer's day on a tablet: without network, with flat batteries, a server that is cut off at random, and whatever else goes wrong.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {Ecoute, look, openBrowser, violations} from './ecoute.js';
import {Network, Tablet, Upgrade, answer, begin, enrol, finish, frame, goHome, open, ready} from './tablet.js';

const form = fileURLToPath(new URL('forms/tournee.json', import.meta.url));

let ecoute, network, browser;
before(async () => {
  ecoute = await Ecoute.start(['--tls', 'auto']);
  ecoute.run('campaign', 'create', '--form', form, '--id', 'tournee', '--title', 'Écoute habitants 2026', '--organisation', 'Conseil citoyen');
  network = await Network.before(new URL(ecoute.url).port);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await network?.close();
  await ecoute?.stop();
});

const home = () => `http://127.0.0.1:${network.port}`;  // this machine by its address is as good as https to a browser
const token = (interviewer = 'E07', campaign = 'tournee') =>
  ecoute.run('device', 'enrol', '--interviewer', interviewer, '--campaign', campaign, '--url', home(), '--no-qr').match(/#enrol=([\w-]+)/)[1];
const kept = (campaign = 'tournee') => ecoute.responses(campaign);
const text = (page, selector) => page.locator(selector).innerText();
const until = async (what, ms = 15_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise(done => setTimeout(done, 100))) if (await what()) return;
  assert.fail('it did not happen: ' + what);
};
const says = (page, selector, what) => until(async () => what.test(await text(page, selector)));
// The server has so many.
const received = (page, count) => until(async () => {
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  return await text(page, '#received') === count;
});
const setSheet = async (page, place) => {
  await frame(page).locator('body.js').waitFor();
  await answer(page, {lieu: place});
  await frame(page).locator('#send').click();
};
// A tablet that needs no disk of its own.
async function freshTablet(options = {}) {
  const context = await browser.newContext({viewport: {width: 412, height: 915}, locale: 'fr-FR', ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.complaints = [];
  page.on('pageerror', fault => page.complaints.push(String(fault)));
  return page;
}
// What is typed in, without the refusal beside it.
const field = (page, name) => frame(page).locator(`[name="${name}"]:not([value=refused])`);
const person = {accord: 'oui', quartier: 'QP069001', genre: 'femme', age: '34'};

test('a day without network: 50 interviews, a flat battery, a network that fails: none lost, none twice, none to read on the disk', async () => {
  const tablet = new Tablet();
  try {
    let page = await tablet.on();
    await enrol(page, home(), token());
    assert.equal(page.url(), `${home()}/t`, 'the token has left the address');
    await ready(page);
    network.set('closed');
    const before = kept().length;

    await page.click('#new');
    await setSheet(page, 'marche');
    await frame(page).locator('[name=accord]').first().waitFor();
    // The first by hand, with a repeat and a condition on the field sheet.
    await frame(page).locator('[name=accord][value=oui]').check();
    await frame(page).locator('#next').click();
    await frame(page).locator('[name=quartier][value=QP069001]').check();
    await frame(page).locator('[name=genre][value=femme]').check();
    await field(page, 'age').fill('34');
    await field(page, 'au_marche').fill('des grenadelles');
    await frame(page).locator('#next').click();
    await field(page, 'ecole:0').fill('Pasteurelle');
    await frame(page).locator('button[value="+enfants"]').click();
    await field(page, 'ecole:1').fill('Mistralou');
    await frame(page).locator('#next').click();
    await field(page, 'mot').fill('mot-numero-0');
    await frame(page).locator('#send').click();
    const code = await goHome(page);
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/, 'the code of the first person');
    for (let i = 1; i < 30; i++) {
      await begin(page);
      await answer(page, {...person, mot: `mot-numero-${i}`});
      await finish(page);
    }
    await until(async () => await text(page, '#collected') === '30');
    await until(async () => /^30 réponses attendent le réseau\. Elles sont chiffrées/.test(await text(page, '#waiting')));

    // In the middle of an interview, with a row more than the page began with, the power goes.
    await begin(page);
    await answer(page, {...person, 'ecole:0': 'Ravinelle'});
    await frame(page).locator('button[value="+enfants"]').evaluate(button => button.click());
    await answer(page, {'ecole:1': 'Tournesolle', peur: 'oui', recit: 'brouillardise', mot: 'mot-numero-30'});
    await until(() => page.evaluate(async () => {
      const {tablet} = globalThis.ecoute;
      const [draft] = await tablet.drafts.all();
      return JSON.stringify(draft && await tablet.drafts.open(draft)).includes('mot-numero-30');
    }));
    assert.deepEqual(tablet.complaints, []);
    await tablet.cutPower();
    for (const word of [code, 'grenadelles', 'Pasteurelle', 'mot-numero-', 'Ravinelle', 'Tournesolle', 'brouillardise', '246810'])
      assert.deepEqual(tablet.holding(word), [], `${word} is on the disk`);
    assert.notDeepEqual(tablet.holding('Écoute habitants 2026'), [], 'what is no secret would have been found');

    page = await tablet.on();
    await page.goto(home() + '/t');
    await open(page, '111111');
    await page.waitForFunction(() => document.getElementById('locked-said').textContent.startsWith('Ce n'));
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    await says(page, '#line', /Hors ligne/);
    await page.click('#resume');
    await page.click('#drafts button.main');
    await frame(page).locator('body.js').waitFor();
    assert.equal(await field(page, 'ecole:1').inputValue(), 'Tournesolle');
    assert.equal(await field(page, 'recit').inputValue(), 'brouillardise');
    await finish(page);
    await page.locator('#resume').waitFor({state: 'hidden'});
    for (let i = 31; i < 50; i++) {
      await begin(page);
      await answer(page, {...person, mot: `mot-numero-${i}`});
      await finish(page);
    }
    await until(async () => await text(page, '#collected') === '50');
    assert.equal(kept().length, before);

    network.set('storm');
    await until(async () => {
      await page.evaluate(() => globalThis.ecoute.tablet.sync());
      return await text(page, '#received') === '50' || network.cuts > 12;
    }, 40_000);
    network.set('open');
    await received(page, '50');
    assert.ok(network.cuts >= 6 && network.lostReplies > 0, `${network.cuts} connections were cut, ${network.lostReplies} on the reply`);
    const words = kept().slice(before).map(one => one.answers.mot).sort();
    assert.deepEqual(words, Array.from({length: 50}, (_, i) => `mot-numero-${i}`).sort(), 'each once');
    const [first] = kept().filter(one => one.answers.mot === 'mot-numero-0');
    assert.equal(first.channel, 'tablet');
    assert.deepEqual([first.answers.lieu, first.answers.enqueteur, first.answers.au_marche, first.answers.age], ['marche', 'E07', 'des grenadelles', 34]);
    assert.deepEqual(first.answers.enfants, [{ecole: 'Pasteurelle'}, {ecole: 'Mistralou'}]);
    assert.deepEqual(kept().find(one => one.answers.mot === 'mot-numero-30').answers.enfants, [{ecole: 'Ravinelle'}, {ecole: 'Tournesolle'}]);
    const codes = await browser.newPage();
    await codes.goto(ecoute.url + '/code');
    await codes.fill('#code', code);
    await codes.click('main button');
    await codes.getByText('mot-numero-0').waitFor();  // the person reads what was said to the tablet
    await codes.close();
    await until(async () => /Rien n'attend/.test(await text(page, '#waiting')));
  } finally {
    network.set('open');
    await tablet.throwAway();
  }
});

test('on the screen: counts, refusals taken back, training, questions answered alone, who is missing', async () => {
  const page = await freshTablet();
  await page.goto(home() + '/t');
  await says(page, '#s-enrol', /code QR/);
  await look(page, 'tablet-1-enrol');
  ecoute.run('campaign', 'create', '--form', form, '--id', 'ecran', '--title', 'Écoute habitants 2026');
  const targets = join(ecoute.data, 'quotas.csv');
  writeFileSync(targets, ['quartier,genre,age,target', 'QP069001,femme,15-24,3', 'QP069001,femme,25-59,4', 'QP069001,homme,25-59,2', 'QP069002,homme,60+,5'].join('\n'));
  ecoute.run('quotas', 'import', targets, '--campaign', 'ecran');
  await enrol(page, home(), token('E12', 'ecran'));
  await ready(page);
  const missing = async () => (await page.locator('#grid tbody tr').allInnerTexts()).map(row => row.replace(/\s+/g, ' '));
  await until(async () => (await missing()).join() === 'Une femme 0 / 3 0 / 4,Un homme 0 / 2');
  await says(page, '#worst', /0 sur 4/);
  await page.click('#sheet');
  await frame(page).locator('body.js').waitFor();
  assert.deepEqual(await Promise.all(['#put-away', '#abandon'].map(one => page.locator(one).isVisible())), [true, false]);
  assert.equal(await text(page, '#put-away'), 'Retour');
  assert.equal(await frame(page).locator('.top nav').count(), 0);
  await setSheet(page, 'porte');
  await page.waitForSelector('#s-home:not([hidden])');
  await says(page, '#who', /^Enquêteur·rice E12 · À la porte$/);
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-2-home', {fullPage: true});

  // A refusal by a slip of the finger goes; one that stays is sent.
  await page.click('#refused');
  await page.click('#toast button');
  await until(async () => await text(page, '#n-refused') === '0');
  await page.click('#absent');
  await until(async () => await page.evaluate(async () => (await globalThis.ecoute.tablet.outbox.account('absent')).acknowledged) === 1, 20_000);

  // Training: nothing enters the outbox.
  await page.click('#train');
  assert.ok(await page.locator('#training').isVisible());
  await begin(page);
  await answer(page, {...person, mot: 'pour s\'entraîner'});
  await look(page, 'tablet-3-training');
  await finish(page);
  await page.click('#train');
  assert.equal(await text(page, '#collected'), '0');
  assert.equal(await page.evaluate(async () => (await globalThis.ecoute.tablet.kept.all('outbox')).length + (await globalThis.ecoute.tablet.kept.all('drafts')).length), 0);

  // The person answers alone: only those questions, then they are covered, also on the way back and after a change of language.
  await begin(page);
  const inside = frame(page);
  await answer(page, person);
  assert.equal(await inside.locator('#q-au_marche').count() && await inside.locator('#q-au_marche').isVisible(), false, 'the sheet says: at the door');
  for (let step = 0; step < 3; step++) await inside.locator('#next').click();
  await look(page, 'tablet-4-offer');
  const framed = () => violations(page.frames().at(-1));
  assert.deepEqual(await framed(), []);
  await inside.locator('.hand button').click();
  assert.equal(await page.locator('#put-away').isVisible(), false, 'no way home');
  assert.equal(await inside.locator('#q-mot').isVisible(), false);
  await inside.locator('[name=peur][value=oui]').check();
  await field(page, 'recit').fill('ce qui m\'est arrivé');
  await look(page, 'tablet-5-alone');
  assert.deepEqual(await framed(), []);
  await inside.locator('#hand-on').click();
  assert.match(await inside.locator('.back').innerText(), /Rendez la tablette/);
  assert.equal(await field(page, 'recit').isVisible(), false);
  await look(page, 'tablet-6-given-back');
  await inside.locator('.back button').click();
  assert.equal(await field(page, 'recit').isVisible(), false);
  assert.match(await inside.locator('.cover').innerText(), /Ses réponses sont cachées/);
  assert.equal(await inside.locator('#q-peur').isVisible(), false, 'how many were asked tells nothing');
  assert.ok(await inside.locator('#q-mot').isVisible());
  await look(page, 'tablet-7-covered');
  assert.deepEqual(await framed(), []);
  await inside.locator('#previous').click();
  await inside.locator('#next').click();
  assert.equal(await field(page, 'recit').isVisible(), false);
  await inside.locator('button[value="langue:ar"]').click();
  await page.frameLocator('#frame iframe').locator('html[lang=ar] body.js').waitFor();
  assert.equal(await field(page, 'recit').isVisible(), false);
  assert.equal(await field(page, 'recit').inputValue(), 'ce qui m\'est arrivé');
  await answer(page, {mot: 'merci'});
  network.set('closed');
  await page.click('#put-away');
  await page.click('#resume');
  await page.locator('#drafts button.main').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.click('#drafts button.main');
  await inside.locator('html[lang=ar] body.js').waitFor();
  assert.equal(await field(page, 'recit').isVisible(), false, 'a resumed draft does not show them either');
  await finish(page);
  await until(async () => (await missing())[0] === 'Une femme 0 / 3 1 / 4');  // also before the server knows
  network.set('open');
  await received(page, '1');
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  await page.waitForTimeout(300);
  assert.deepEqual(await missing(), ['Une femme 0 / 3 1 / 4', 'Un homme 0 / 2'], 'and not twice once it does');
  const [last] = kept('ecran');
  assert.deepEqual([last.answers.peur, last.answers.recit, last.answers.mot, last.answers.lieu, last.language], ['oui', 'ce qui m\'est arrivé', 'merci', 'porte', 'ar']);

  await page.setViewportSize({width: 800, height: 1100});
  await page.emulateMedia({colorScheme: 'dark'});
  await look(page, 'tablet-8-wide-dark', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  await page.click('#to-queue');
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-9-queue');
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select, summary, input')]
    .map(one => [one.getBoundingClientRect().height, one.id]).filter(([height]) => height > 0 && height < 44));
  assert.deepEqual(small, []);
  await page.click('#s-queue .to-home');
  await page.click('#lock');
  await page.waitForSelector('#s-locked:not([hidden])');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a newer questionnaire in mid-interview: the draft is finished with its own, the next person gets the new one', async () => {
  const page = await freshTablet();
  ecoute.run('campaign', 'create', '--form', form, '--id', 'vagues', '--title', 'Vagues');
  await enrol(page, home(), token('E03', 'vagues'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'avec la première'});
  await page.click('#put-away');
  const newer = JSON.parse(readFileSync(form, 'utf8'));
  newer.version = '2';
  newer.questions.at(-1).questions.push({type: 'text', name: 'nouvelle', label: {fr: 'Une question de plus ?', ar: 'سؤال آخر؟'}});
  const file = join(ecoute.data, 'tournee-2.json');
  writeFileSync(file, JSON.stringify(newer));
  ecoute.run('campaign', 'update', '--id', 'vagues', '--form', file);
  await until(() => page.evaluate(async () => {
    await globalThis.ecoute.tablet.sync();
    return globalThis.ecoute.tablet.campaign.version === '2';
  }));
  await ready(page);
  network.set('closed');
  await page.reload();
  await open(page);
  await page.click('#resume');
  await page.click('#drafts button.main');
  await frame(page).locator('body.js').waitFor();
  assert.equal(await field(page, 'mot').inputValue(), 'avec la première');
  assert.equal(await frame(page).locator('[name=nouvelle]').count(), 0);
  await finish(page);
  await begin(page);
  await answer(page, {...person, nouvelle: 'avec la deuxième'});
  await finish(page);
  network.set('open');
  await received(page, '2');
  assert.deepEqual(kept('vagues').map(one => [one.form_version, one.answers.mot, one.answers.nouvelle]).sort(),
    [['1', 'avec la première', undefined], ['2', null, 'avec la deuxième']]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a newer program: it takes over whole, at the PIN and not in mid-interview, and the draft is still there', async () => {
  const upgrade = await Upgrade.of(ecoute.url);
  const page = await freshTablet();
  try {
    await enrol(page, upgrade.address, token('E08'));
    await ready(page);
    await page.click('#new');
    await setSheet(page, 'porte');
    await frame(page).locator('[name=accord]').first().waitFor();
    await answer(page, {...person, mot: 'avant la nouvelle version'});
    upgrade.done = true;
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await until(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting)));
    assert.equal(await field(page, 'mot').inputValue(), 'avant la nouvelle version', 'the interview goes on');
    await page.click('#put-away');
    await page.waitForSelector('#s-home:not([hidden])');
    assert.equal(await page.getAttribute('body', 'data-version'), upgrade.version);
    await page.click('#lock');
    await page.waitForSelector(`body[data-version="${upgrade.next}"]`);
    assert.deepEqual(await page.evaluate(() => caches.keys()), ['ecoute-questionnaires', 'ecoute-app-' + upgrade.next]);
    await open(page);
    await page.click('#resume');
    await page.click('#drafts button.main');
    await frame(page).locator('body.js').waitFor();
    assert.equal(await field(page, 'mot').inputValue(), 'avant la nouvelle version');
    await finish(page);
    await received(page, '1');
    assert.equal(kept().at(-1).answers.mot, 'avant la nouvelle version');
    assert.deepEqual(page.complaints, []);
  } finally {
    await page.context().close();
    await upgrade.close();
  }
});

test('a tablet whose access was taken away keeps everything, says what to do, and goes on after a new QR code', async () => {
  const page = await freshTablet();
  await enrol(page, home(), token('E99'));
  await ready(page);
  const id = await page.evaluate(() => globalThis.ecoute.tablet.device.device);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  ecoute.run('device', 'revoke', id);
  const before = kept().length;
  await answer(page, {...person, mot: 'gardé malgré tout'});
  await finish(page);
  await page.waitForSelector('[data-notice=revoked]');
  await says(page, '[data-notice=revoked]', /nouveau code QR/);
  assert.equal(kept().length, before);
  assert.equal(await text(page, '#received'), '0');
  await page.click('#to-queue');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
  const exported = readFileSync(await download.path(), 'utf8');
  assert.match(exported, /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+\n$/, 'a sealed answer a line');
  // Carried by hand, then sent once more by the tablet: kept once.
  const file = join(ecoute.data, 'cle-usb.ecoute');
  writeFileSync(file, exported);
  ecoute.run('responses', 'import', file, '--campaign', 'tournee');
  assert.equal(kept().at(-1).answers.mot, 'gardé malgré tout');
  await page.goto(`${home()}/t#enrol=${token('E99')}`);
  await open(page);
  await received(page, '1');
  assert.equal(kept().length, before + 1);
  await page.context().close();
});

test('with the app closed, the browser sends by itself once the network is back', async () => {
  const page = await freshTablet();
  await enrol(page, home(), token('E44'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  network.set('closed');
  await answer(page, {...person, mot: 'pendant que la page dort'});
  await finish(page);
  await page.goto('about:blank');
  network.set('open');
  const before = kept().length;
  const session = await page.context().newCDPSession(page);
  const registered = new Promise(done => session.on('ServiceWorker.workerRegistrationUpdated', ({registrations}) => registrations[0] && done(registrations[0])));
  await session.send('ServiceWorker.enable');
  const {registrationId} = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', {origin: home(), registrationId, tag: 'outbox', lastChance: true});
  await until(() => kept().length === before + 1);
  assert.equal(kept().at(-1).answers.mot, 'pendant que la page dort');
  await page.context().close();
});

test('an answer that the server cannot take is set aside alone, with its reason', async () => {
  const page = await freshTablet();
  await enrol(page, home(), token('E20'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await page.evaluate(async () => {
    const {outbox} = globalThis.ecoute.tablet;
    await outbox.add({id: crypto.randomUUID(), campaign: 'tournee', sealed: 'abîmé', digest: 'x'});
  });
  await answer(page, {...person, mot: 'après un abîmé'});
  await finish(page);
  await page.waitForSelector('[data-notice=aside]');
  await received(page, '1');
  assert.equal(kept().at(-1).answers.mot, 'après un abîmé');
  await page.click('#to-queue');
  await page.waitForSelector('#aside li');
  await says(page, '#aside', /Raison : \S/);
  await look(page, 'tablet-10-aside');
  await page.context().close();
});

test('a clock that is wrong by two years: the screen says so, the times sent are right', async () => {
  const page = await freshTablet();
  await page.addInitScript(() => {
    const Real = Date, by = -730 * 86400_000;
    globalThis.Date = class extends Real {
      constructor(...words) {
        super(...(words.length ? words : [Real.now() + by]));
      }
      static now() {
        return Real.now() + by;
      }
    };
  });
  await enrol(page, home(), token('E31'));
  await ready(page);
  await says(page, '[data-notice=clock]', /horloge de la tablette est fausse/);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'à la bonne heure'});
  await finish(page);
  await received(page, '1');
  const last = kept().at(-1);
  assert.equal(last.answers.mot, 'à la bonne heure');
  assert.ok(Math.abs(Date.parse(last.ended_at) - Date.now()) < 86400_000, last.ended_at);
  await page.context().close();
});

test('storage that the browser threw away: pages come back with the network; an empty tablet says that it must be enrolled', async () => {
  const page = await freshTablet();
  await enrol(page, home(), token('E40'));
  await ready(page);
  await page.evaluate(() => caches.delete('ecoute-questionnaires'));
  await page.reload();
  await open(page);
  await ready(page);
  await page.evaluate(() => new Promise(done => {
    globalThis.ecoute.tablet.kept.database.close();
    indexedDB.deleteDatabase('ecoute').onsuccess = done;
  }));
  await page.reload();
  await page.waitForSelector('#s-enrol:not([hidden])');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('on plain http at a name of the network: said plainly, kept in the tab, sent all the same', async () => {
  const tablet = new Tablet({more: ['--host-resolver-rules=MAP ecoute.local 127.0.0.1']});
  try {
    const page = await tablet.on();
    const address = `http://ecoute.local:${network.port}`;
    await page.goto(`${address}/t#enrol=${token('E50')}`);
    await page.waitForSelector('[data-notice=plain]');
    assert.equal(await page.evaluate(() => isSecureContext), false);
    assert.deepEqual(await violations(page), []);
    await look(page, 'tablet-11-plain', {fullPage: true});
    await page.click('#new');
    await setSheet(page, 'porte');
    await frame(page).locator('[name=accord]').first().waitFor();
    await answer(page, {...person, mot: 'en clair'});
    await page.reload();
    await page.click('#resume');
    await page.click('#drafts button.main');
    await frame(page).locator('body.js').waitFor();
    assert.equal(await field(page, 'mot').inputValue(), 'en clair');
    await finish(page);
    await received(page, '1');
    assert.equal(kept().at(-1).answers.mot, 'en clair');
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.getItem('ecoute:outbox'), sessionStorage.getItem('ecoute:drafts')]), [1, '{}', '{}']);
  } finally {
    await tablet.throwAway();
  }
});

test('on https with the local authority in the browser: ready for a day without network', async () => {
  const tablet = new Tablet({more: ['--host-resolver-rules=MAP ecoute.local 127.0.0.1']});
  try {
    const store = join(tablet.disk, '.pki/nssdb');
    const authority = join(tablet.disk, 'ecoute.crt');
    writeFileSync(authority, Buffer.from(await (await fetch(ecoute.url + '/certificat/ecoute.crt')).arrayBuffer()));
    execFileSync('mkdir', ['-p', store]);
    execFileSync('certutil', ['-d', 'sql:' + store, '-N', '--empty-password']);
    execFileSync('certutil', ['-d', 'sql:' + store, '-A', '-n', 'ecoute', '-t', 'C,,', '-i', authority]);
    const page = await tablet.on();
    const address = `https://127.0.0.1:${network.port}`;
    await enrol(page, address, token('E60'));
    await ready(page);
    network.set('closed');
    await page.goto(address + '/t');
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    await says(page, '#line', /Hors ligne/);
  } finally {
    network.set('open');
    await tablet.throwAway();
  }
});
