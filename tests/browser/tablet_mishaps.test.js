// What goes wrong around a tablet: a newer questionnaire or program in mid-interview, a lost key, a broken record, a wrong clock, an emptied disk.
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {look, violations} from './ecoute.js';
import {Tour, Upgrade, answer, begin, enrol, field, finish, frame, open, person, ready, received, says, setSheet, text, tourForm, until} from './tablet.js';

let tour;
before(async () => (tour = await Tour.start()));
after(() => tour?.stop());

test('a newer questionnaire in mid-interview: the draft is finished with its own, the next person gets the new one', async () => {
  const page = await tour.tablet();
  tour.ecoute.run('campaign', 'create', '--form', tourForm, '--id', 'vagues', '--title', 'Vagues');
  await enrol(page, tour.home, tour.token('E03', 'vagues'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'avec la première'});
  await page.click('#put-away');
  const newer = JSON.parse(readFileSync(tourForm, 'utf8'));
  newer.version = '2';
  newer.questions.at(-1).questions.push({type: 'text', name: 'nouvelle', label: {fr: 'Une question de plus ?', ar: 'سؤال آخر؟'}});
  const file = join(tour.ecoute.data, 'tournee-2.json');
  writeFileSync(file, JSON.stringify(newer));
  tour.ecoute.run('campaign', 'update', '--id', 'vagues', '--form', file);
  await until(() => page.evaluate(async () => {
    await globalThis.ecoute.tablet.sync();
    return globalThis.ecoute.tablet.campaign.version === '2';
  }));
  await ready(page);
  tour.network.set('closed');
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
  tour.network.set('open');
  await received(page, '2');
  assert.deepEqual(tour.kept('vagues').map(one => [one.form_version, one.answers.mot, one.answers.nouvelle]).sort(),
    [['1', 'avec la première', undefined], ['2', null, 'avec la deuxième']]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a newer program: it takes over whole, at the PIN and not in mid-interview, and the draft is still there', async () => {
  const upgrade = await Upgrade.of(tour.ecoute.url);
  const page = await tour.tablet();
  try {
    await enrol(page, upgrade.address, tour.token('E08'));
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
    assert.equal(tour.kept().at(-1).answers.mot, 'avant la nouvelle version');
    assert.deepEqual(page.complaints, []);
  } finally {
    await page.context().close();
    await upgrade.close();
  }
});

test('a tablet whose access was taken away keeps everything, says what to do, and goes on after a new QR code', async () => {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E99'));
  await ready(page);
  const id = await page.evaluate(() => globalThis.ecoute.tablet.device.device);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  tour.ecoute.run('device', 'revoke', id);
  const before = tour.kept().length;
  await answer(page, {...person, mot: 'gardé malgré tout'});
  await finish(page);
  await page.waitForSelector('[data-notice=revoked]');
  await says(page, '[data-notice=revoked]', /nouveau code QR/);
  assert.equal(tour.kept().length, before);
  assert.equal(await text(page, '#received'), '0');
  await page.click('#to-queue');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
  const exported = readFileSync(await download.path(), 'utf8');
  assert.match(exported, /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+\n$/, 'a sealed answer a line');
  // Carried by hand, then sent once more by the tablet: kept once.
  const file = join(tour.ecoute.data, 'cle-usb.ecoute');
  writeFileSync(file, exported);
  tour.ecoute.run('responses', 'import', file, '--campaign', 'tournee');
  assert.equal(tour.kept().at(-1).answers.mot, 'gardé malgré tout');
  await page.goto(`${tour.home}/t#enrol=${tour.token('E99')}`);
  await open(page);
  await received(page, '1');
  assert.equal(tour.kept().length, before + 1);
  await page.context().close();
});

test('an answer that the server cannot take is set aside alone, with its reason', async () => {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E20'));
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
  assert.equal(tour.kept().at(-1).answers.mot, 'après un abîmé');
  await page.click('#to-queue');
  await page.waitForSelector('#aside li');
  await says(page, '#aside', /Raison : \S/);
  await look(page, 'tablet-10-aside');
  await page.context().close();
});

test('a clock that is wrong by two years: the screen says so, the times sent are right', async () => {
  const page = await tour.tablet();
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
  await enrol(page, tour.home, tour.token('E31'));
  await ready(page);
  await says(page, '[data-notice=clock]', /horloge de la tablette est fausse/);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'à la bonne heure'});
  await finish(page);
  await received(page, '1');
  const last = tour.kept().at(-1);
  assert.equal(last.answers.mot, 'à la bonne heure');
  assert.ok(Math.abs(Date.parse(last.ended_at) - Date.now()) < 86400_000, last.ended_at);
  await page.context().close();
});

test('storage that the browser threw away: pages come back with the network; an empty tablet says that it must be enrolled', async () => {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E40'));
  await ready(page);
  await page.evaluate(() => caches.delete('ecoute-questionnaires'));
  await page.reload();
  await open(page);
  await ready(page);
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  await page.waitForTimeout(500);  // what is painted after it reads the disk
  await page.evaluate(() => new Promise(done => {
    globalThis.ecoute.tablet.kept.database.close();
    indexedDB.deleteDatabase('ecoute').onsuccess = done;
  }));
  await page.reload();
  await page.waitForSelector('#s-enrol:not([hidden])');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('no code left to hand out: told when few are left, said plainly before an interview without, and mended by the network', async () => {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E45'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, person);
  await finish(page);
  await received(page, '1');
  assert.equal(await page.locator('[data-notice=codes]').count(), 0);
  tour.network.set('closed');
  await page.evaluate(async () => {
    const {tablet} = globalThis.ecoute;
    while (tablet.receipts.length > 1) await tablet.takeReceipt();
    await tablet.sync();
  });
  await says(page, '[data-notice=codes]', /^Il reste 1 code à donner\. .*près du wifi/);
  await begin(page);
  await answer(page, person);
  assert.match(await finish(page), /^\w{5}-\w{5}$/, 'the last one');
  await says(page, '[data-notice=no_codes]', /aucun code/);
  await page.click('#new');
  await page.waitForSelector('#s-no-code:not([hidden])');
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-12-no-code', {fullPage: true});
  await page.click('#codes-again');
  await says(page, '#toast', /n'a pas donné de code/);
  await page.click('#without-code');
  await frame(page).locator('body.js').waitFor();
  await answer(page, {...person, mot: 'sans code'});
  assert.equal(await finish(page), '');
  await says(page, '#toast', /n'a pas de code/);
  await page.click('#new');
  await page.waitForSelector('#s-no-code:not([hidden])');
  tour.network.set('open');
  await page.click('#codes-again');
  await frame(page).locator('body.js').waitFor();
  await answer(page, person);
  assert.match(await finish(page), /^\w{5}-\w{5}$/);
  await received(page, '4');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a clock that is set while the tablet is away: set right, times are right; set otherwise, the answer goes without times', async () => {
  const page = await tour.tablet();
  await page.addInitScript(() => {
    const Real = Date;
    const now = () => Real.now() + (top.clockBy ?? -730 * 86400_000);
    globalThis.Date = class extends Real {
      constructor(...words) {
        super(...(words.length ? words : [now()]));
      }
      static now() {
        return now();
      }
    };
  });
  await enrol(page, tour.home, tour.token('E32'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  tour.network.set('closed');
  await answer(page, {...person, mot: 'begun before, ended after'});
  const turn = by => page.evaluate(async by => {
    top.clockBy = by;
    await globalThis.ecoute.tablet.look();
    globalThis.ecoute.tablet.tell();
  }, by);
  await turn(0);
  await finish(page);
  await until(async () => (await page.locator('[data-notice=clock]').count()) === 0);  // the clock is right now
  await page.click('#new');  // the sheet is of two years ago
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'at the right time'});
  await finish(page);
  await turn(-5 * 86400_000);
  await says(page, '[data-notice=clock_unsure]', /heures ne sont plus sûres/);
  await look(page, 'tablet-13-clock-unsure', {fullPage: true});
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  await answer(page, {...person, mot: 'nobody knows when'});
  await finish(page);
  tour.network.set('open');
  await received(page, '3');
  const of = mot => tour.kept().find(one => one.answers.mot === mot);
  const days = text => Math.abs(Date.parse(text) - Date.now()) / 86400_000;
  for (const mot of ['begun before, ended after', 'at the right time'])
    for (const member of ['started_at', 'ended_at']) assert.ok(days(of(mot)[member]) < 1, `${mot}: ${member} ${of(mot)[member]}`);
  assert.deepEqual([of('nobody knows when').started_at, of('nobody knows when').ended_at].filter(Boolean), []);
  await until(async () => (await page.locator('[data-notice=clock_unsure]').count()) === 0);  // the server was met: it is known again
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
