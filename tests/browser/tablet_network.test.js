// How a tablet reaches the server: while its page sleeps, on plain http, on https with the local authority.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {look, violations} from './ecoute.js';
import {Tour, Tablet, answer, enrol, field, finish, frame, open, person, ready, received, says, setSheet, until} from './tablet.js';

let tour;
before(async () => (tour = await Tour.start()));
after(() => tour?.stop());

test('with the app closed, the browser sends by itself once the network is back', async () => {
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E44'));
  await ready(page);
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=accord]').first().waitFor();
  tour.network.set('closed');
  await answer(page, {...person, mot: 'pendant que la page dort'});
  await finish(page);
  await page.goto('about:blank');
  tour.network.set('open');
  const before = tour.kept().length;
  const session = await page.context().newCDPSession(page);
  const registered = new Promise(done => session.on('ServiceWorker.workerRegistrationUpdated', ({registrations}) => registrations[0] && done(registrations[0])));
  await session.send('ServiceWorker.enable');
  const {registrationId} = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', {origin: tour.home, registrationId, tag: 'outbox', lastChance: true});
  await until(() => tour.kept().length === before + 1);
  assert.equal(tour.kept().at(-1).answers.mot, 'pendant que la page dort');
  await page.context().close();
});

test('on plain http at a name of the network: said plainly, kept in the tab, sent all the same', async () => {
  const tablet = new Tablet({more: ['--host-resolver-rules=MAP ecoute.local 127.0.0.1']});
  try {
    const page = await tablet.on();
    const address = `http://ecoute.local:${tour.network.port}`;
    await page.goto(`${address}/t#enrol=${tour.token('E50')}`);
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
    assert.equal(tour.kept().at(-1).answers.mot, 'en clair');
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
    writeFileSync(authority, Buffer.from(await (await fetch(tour.ecoute.url + '/certificat/ecoute.crt')).arrayBuffer()));
    execFileSync('mkdir', ['-p', store]);
    execFileSync('certutil', ['-d', 'sql:' + store, '-N', '--empty-password']);
    execFileSync('certutil', ['-d', 'sql:' + store, '-A', '-n', 'ecoute', '-t', 'C,,', '-i', authority]);
    const page = await tablet.on();
    const address = `https://127.0.0.1:${tour.network.port}`;
    await enrol(page, address, tour.token('E60'));
    await ready(page);
    tour.network.set('closed');
    await page.goto(address + '/t');
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    await says(page, '#line', /Hors ligne/);
  } finally {
    tour.network.set('open');
    await tablet.throwAway();
  }
});
