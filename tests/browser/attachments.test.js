// What a tablet takes with its camera, its microphone and its satellites: without network, through flat batteries and a network that fails, each once
// on the server, byte for byte, and nothing to read on the disk.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {look, violations} from './ecoute.js';
import {Tablet, Tour, begin, enrol, finish, frame, open, ready, says, text, until} from './tablet.js';

const form = fileURLToPath(new URL('forms/marche.json', import.meta.url));
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

let tour;
before(async () => {
  tour = await Tour.start();
  tour.ecoute.run('campaign', 'create', '--form', form, '--id', 'marche', '--title', 'Marche exploratoire');
});
after(() => tour?.stop());

// A telephone's photo: wide, with a place in its EXIF (an APP1 segment after the first marker, JEITA CP-3451).
async function photo(page) {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 2000, height: 1500});
    const pen = canvas.getContext('2d');
    for (let at = 0; at < 400; at++) {
      pen.fillStyle = `hsl(${at * 47 % 360} 60% ${30 + at % 40}%)`;
      pen.fillRect(at * 733 % 2000, at * 311 % 1500, 160, 120);
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });
  const drawn = Buffer.from(base64, 'base64');
  const exif = Buffer.from('Exif\0\0GPS-PLANTE-43.5987-1.3987');
  const head = Buffer.from([0xFF, 0xE1, 0, exif.length + 2]);
  return Buffer.concat([drawn.subarray(0, 2), head, exif, drawn.subarray(2)]);
}

const question = (page, name) => frame(page).locator(`#q-${name}`);
const valueOf = (page, name) => question(page, name).locator('input[hidden]').inputValue();
const next = page => frame(page).locator('#next').click();
const agree = async page => {
  await frame(page).locator('[name=accord][value=oui]').check();
  await next(page);
};
const kept = page => page.evaluate(async () => {
  const {tablet} = globalThis.ecoute;
  const [draft] = await tablet.drafts.all();
  const files = {};
  for (const {name} of await tablet.kept.all('files')) {
    const bytes = new Uint8Array(await (await tablet.filesOf(draft).get(name)).arrayBuffer());
    files[name] = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  }
  return files;
});
const fake = {more: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']};

test('a photo, a voice and a position: offline, two flat batteries, a network that fails; each once, byte for byte', async () => {
  const tablet = new Tablet(fake);
  try {
    let page = await tablet.on();
    await page.context().grantPermissions(['geolocation', 'microphone'], {origin: tour.home});
    await page.context().setGeolocation({latitude: 43.598712, longitude: 1.398745, accuracy: 60});
    await enrol(page, tour.home, tour.token('E07', 'marche'));
    await ready(page);
    tour.network.set('closed');
    await begin(page);
    await agree(page);

    // A position that is far off is told and may be kept; a good one ends the search by itself.
    await question(page, 'lieu').getByRole('button', {name: 'Relever ma position'}).click();
    await question(page, 'lieu').getByText("à 60 m près pour l'instant").waitFor();
    await look(page, 'tablet-position');
    await question(page, 'lieu').getByRole('button', {name: 'Garder cette position'}).click();
    await question(page, 'lieu').getByText('à 60 m près : 43.598712, 1.398745. C’est plus de 40 m'.replace('’', "'")).waitFor();
    await page.context().setGeolocation({latitude: 43.598713, longitude: 1.398746, accuracy: 8});
    await question(page, 'lieu').getByRole('button', {name: 'Relever à nouveau'}).click();
    await until(async () => await valueOf(page, 'lieu') === '43.598713 1.398746 0 8');

    await question(page, 'photo').locator('input[type=file]').setInputFiles({name: 'IMG_20260517.jpg', mimeType: 'image/jpeg', buffer: await photo(page)});
    await question(page, 'photo').locator('img').waitFor();
    assert.match(await valueOf(page, 'photo'), /^photo-[0-9a-f]{8}\.jpg$/);
    assert.deepEqual(await question(page, 'photo').locator('img').evaluate(async img => (await img.decode(), [img.naturalWidth, img.naturalHeight])), [800, 600]);

    await question(page, 'voix').getByRole('button', {name: 'Enregistrer la voix'}).click();
    await question(page, 'voix').getByText(/^Enregistrement : 0:0[23] \(jusqu'à 30:00\)$/).waitFor();
    await look(page, 'tablet-recording');
    await question(page, 'voix').getByRole('button', {name: "Terminer l'enregistrement"}).click();
    await question(page, 'voix').locator('audio').waitFor();
    // A second time, and the interview is put away meanwhile: what was said so far is kept.
    const first = await valueOf(page, 'voix');
    await question(page, 'voix').getByRole('button', {name: 'Enregistrer à nouveau'}).click();
    await question(page, 'voix').getByText(/^Enregistrement : 0:02/).waitFor();
    await frame(page).locator('#send').click();
    await page.getByText("Un enregistrement est en cours : terminez-le d'abord.").waitFor();
    await page.click('#put-away');
    await page.waitForSelector('#s-home:not([hidden])');
    await page.click('#resume');
    await page.click('#drafts button.main');
    await question(page, 'voix').locator('audio').waitFor();
    assert.notEqual(await valueOf(page, 'voix'), first);
    assert.ok(await question(page, 'voix').locator('audio').evaluate(async one => (await one.play(), one.duration > 0)));
    await frame(page).locator('#i-mot').fill('mot-plante');
    await look(page, 'tablet-attachments', {fullPage: true});
    await until(async () => Object.keys(await kept(page)).length === 2);
    const files = await kept(page);
    await until(() => page.evaluate(async () => {
      const {tablet} = globalThis.ecoute;
      const [draft] = await tablet.drafts.all();
      return JSON.stringify(await tablet.drafts.open(draft)).includes('mot-plante');
    }));
    const bytes = Object.fromEntries(Object.entries(files).map(([name, base64]) => [name, Buffer.from(base64, 'base64')]));
    const [photoName, voiceName] = Object.keys(bytes).sort();
    assert.ok(!bytes[photoName].includes('GPS-PLANTE') && !bytes[photoName].includes('Exif'), 'what the camera wrote is gone');
    assert.ok(bytes[voiceName].length > 3000);
    const secrets = [['GPS-PLANTE', 'latin1'], ['43.598713', 'utf8'], ['mot-plante', 'utf8'], ...Object.values(bytes).map(one => [one.subarray(1500, 1540).toString('latin1'), 'latin1'])];
    const nothingToRead = () => secrets.forEach(([secret]) => assert.deepEqual(tablet.holding(secret), [], 'something is on the disk'));
    await tablet.cutPower();
    nothingToRead();

    page = await tablet.on();
    await page.goto(tour.home + '/t');
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    await page.click('#resume');
    await page.click('#drafts button.main');
    await question(page, 'photo').locator('img').waitFor();
    await question(page, 'voix').locator('audio').waitFor();
    await finish(page);
    await until(async () => await text(page, '#collected') === '1');
    await tablet.cutPower();
    nothingToRead();

    page = await tablet.on();
    await page.goto(tour.home + '/t');
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    tour.network.set('storm');
    await until(async () => {
      await page.evaluate(() => globalThis.ecoute.tablet.sync());
      return page.evaluate(async () => !await globalThis.ecoute.tablet.waits());
    }, 90_000);
    tour.network.set('open');
    assert.ok(tour.network.cuts >= 6, `the network failed ${tour.network.cuts} times`);
    await page.click('#to-queue');
    await says(page, '#files-count', /^Photos, voix et fichiers, en morceaux : recueillis (\d) · reçus par le serveur \1 · en attente 0$/);
    await look(page, 'tablet-files-sent');
    assert.deepEqual(tablet.complaints, []);

    const [answer] = tour.kept('marche');
    assert.equal(tour.kept('marche').length, 1);
    assert.equal(answer.answers.lieu, '43.598713 1.398746 0 8');
    assert.deepEqual([answer.answers.photo, answer.answers.voix], [photoName, voiceName]);
    const to = join(tour.ecoute.data, 'pieces');
    tour.ecoute.run('responses', 'attachments', '--campaign', 'marche', '--to', to);
    assert.deepEqual(readdirSync(to).sort(), [photoName, voiceName].map(name => `${answer.id}_${name}`));
    for (const [name, own] of Object.entries(bytes)) assert.equal(sha256(readFileSync(join(to, `${answer.id}_${name}`))), sha256(own), name);
  } finally {
    tour.network.set('open');
    await tablet.throwAway();
  }
});

// A tablet that needs no disk of its own, in an interview.
async function interviewing(permissions = []) {
  const page = await tour.tablet({permissions, geolocation: {latitude: 43.6, longitude: 1.4, accuracy: 5}});
  await enrol(page, tour.home, tour.token('E08', 'marche'));
  await ready(page);
  await begin(page);
  await agree(page);
  return page;
}

test('what is taken back leaves nothing: a photo, a position, an interview that is thrown away, a refusal', async () => {
  const page = await interviewing(['geolocation']);
  const files = () => page.evaluate(async () => (await globalThis.ecoute.tablet.kept.all('files')).length);
  await question(page, 'lieu').getByRole('button', {name: 'Relever ma position'}).click();
  await until(async () => await valueOf(page, 'lieu') === '43.6 1.4 0 5');
  await question(page, 'lieu').getByRole('button', {name: 'Effacer la position'}).click();
  assert.equal(await valueOf(page, 'lieu'), '');
  const take = async () => {
    await question(page, 'photo').locator('input[type=file]').setInputFiles({name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo(page)});
    await question(page, 'photo').locator('img').waitFor();
  };
  await take();
  assert.equal(await files(), 1);
  const first = await valueOf(page, 'photo');
  await take();
  await until(async () => await valueOf(page, 'photo') !== first && await files() === 1);
  assert.deepEqual(await violations(page), []);
  await question(page, 'photo').getByRole('button', {name: 'Supprimer'}).click();
  await until(async () => await files() === 0);
  // Not a picture: told, and nothing is kept.
  await question(page, 'photo').locator('input[type=file]').setInputFiles({name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('pas une image')});
  await question(page, 'photo').getByText('Cette image ne peut pas être lue. Prenez-en une autre.').waitFor();
  assert.equal(await valueOf(page, 'photo'), '');
  // The person would rather not: the photo is not sent with the answers.
  await take();
  await question(page, 'photo').locator('[value=refused]').check();
  assert.equal(await valueOf(page, 'photo'), '');
  await question(page, 'courrier').locator('input[type=file]').setInputFiles({name: 'lettre.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0')});
  await question(page, 'courrier').getByText(/^Ce fichier n'est pas d'un type accepté/).waitFor();
  await question(page, 'courrier').locator('input[type=file]').setInputFiles({name: 'lettre.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 lettre')});
  await until(async () => /^courrier-[0-9a-f]{8}\.pdf$/.test(await valueOf(page, 'courrier')));
  page.once('dialog', dialog => dialog.accept());
  await page.click('#abandon');
  await page.waitForSelector('#s-home:not([hidden])');
  await until(async () => await files() === 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// Half a second of a canvas, filmed by the browser.
const filmed = page => page.evaluate(async () => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 320, height: 240});
  const pen = canvas.getContext('2d');
  const drawing = setInterval(() => {
    pen.fillStyle = `hsl(${performance.now() % 360} 60% 40%)`;
    pen.fillRect(0, 0, 320, 240);
  }, 30);
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: 'video/webm;codecs=vp8'});
  const pieces = [];
  recorder.ondataavailable = event => pieces.push(event.data);
  recorder.start();
  await new Promise(done => setTimeout(done, 500));
  await new Promise(done => { recorder.onstop = done; recorder.stop(); });
  clearInterval(drawing);
  return btoa(String.fromCharCode(...new Uint8Array(await new Blob(pieces).arrayBuffer())));
});

test('a film is sent when its question applies, and not when it does not', async () => {
  const page = await interviewing();
  const film = Buffer.from(await filmed(page), 'base64');
  // Longer than a piece: a browser plays what it knows and passes over the rest (EBML Void, RFC 8794).
  const filling = Buffer.alloc(600_000);
  filling.set([0xEC, 0x08, 0x09, 0x27, 0xBB], 0);
  const long = Buffer.concat([film, filling]);
  const take = async () => {
    await frame(page).locator('#i-mot').fill('film');
    await question(page, 'film').locator('input[type=file]').setInputFiles({name: 'VID_1.webm', mimeType: 'video/webm', buffer: long});
    await question(page, 'film').locator('video').waitFor();
    return valueOf(page, 'film');
  };
  const name = await take();
  await finish(page);
  await begin(page);
  await agree(page);
  const other = await take();
  await frame(page).locator('#i-mot').fill('rien');
  await frame(page).locator('#i-mot').blur();
  await finish(page);
  await until(async () => {
    await page.evaluate(() => globalThis.ecoute.tablet.sync());
    return page.evaluate(async () => !await globalThis.ecoute.tablet.waits());
  });
  assert.deepEqual((await page.evaluate(() => globalThis.ecoute.tablet.parcels.aside())).map(one => one.reason), []);
  const to = join(tour.ecoute.data, 'pieces-3');
  tour.ecoute.run('responses', 'attachments', '--campaign', 'marche', '--to', to);
  const written = readdirSync(to);
  const own = written.find(one => one.endsWith('_' + name));
  assert.equal(sha256(readFileSync(join(to, own))), sha256(long));
  assert.equal(written.some(one => one.endsWith('_' + other)), false);
  assert.equal(await page.evaluate(async () => (await globalThis.ecoute.tablet.kept.all('files')).length), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the team sees what was collected, and how many files are still on tablets', async () => {
  const page = await tour.tablet({viewport: {width: 1100, height: 900}});
  await tour.ecoute.firstAccount(page);
  await page.goto(`${tour.ecoute.url}/admin/campagnes/marche`);
  await page.getByRole('link', {name: 'Photos et voix recueillies'}).click();
  assert.match(await text(page, 'main'), /fichiers\./);
  await page.locator('table img').first().scrollIntoViewIfNeeded();
  await until(() => page.locator('table img').first().evaluate(img => img.complete && img.naturalWidth > 0));
  assert.deepEqual(await violations(page), []);
  await look(page, 'admin-attachments', {fullPage: true});
  await page.setViewportSize({width: 412, height: 915});
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await page.context().close();
});

test('a tablet of before, without a shelf for files, keeps what waits on it', async () => {
  const page = await tour.tablet();
  await page.goto(`${tour.home}/code`);
  await page.evaluate(() => new Promise((done, failed) => {
    const opening = indexedDB.open('ecoute', 1);
    opening.onupgradeneeded = () => {
      for (const [name, key] of [['settings'], ['outbox', 'id'], ['counters'], ['drafts', 'id'], ['cells', 'id']]) opening.result.createObjectStore(name, key && {keyPath: key});
      opening.transaction.objectStore('outbox').put({id: 'older', campaign: 'marche', kind: 'response', sealed: 's', digest: 'd', state: 'waiting', sent: false, reason: ''});
    };
    opening.onsuccess = () => (opening.result.close(), done());
    opening.onerror = failed;
  }));
  await enrol(page, tour.home, tour.token('E09', 'marche'));
  assert.deepEqual(await page.evaluate(async () => {
    const {kept} = globalThis.ecoute.tablet;
    return [(await kept.all('outbox')).map(one => one.id), (await kept.all('files')).length, (await kept.all('payloads')).length];
  }), [['older'], 0, 0]);
  await page.context().close();
});

test('a position and a microphone that are not allowed are told with what to do', async () => {
  const page = await interviewing();
  await question(page, 'lieu').getByRole('button', {name: 'Relever ma position'}).click();
  await question(page, 'lieu').getByText(/La tablette (ne donne pas|ne trouve pas) sa position/).waitFor();
  await question(page, 'voix').getByRole('button', {name: 'Enregistrer la voix'}).click();
  await question(page, 'voix').getByText(/La tablette ne donne pas le micro|Aucun micro ne répond/).waitFor();
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-not-allowed', {fullPage: true});
  await finish(page);
  await page.context().close();
});

test('a file that waits goes by hand, with the answers that name it', async () => {
  const page = await interviewing();
  tour.network.set('closed');
  try {
    await question(page, 'photo').locator('input[type=file]').setInputFiles({name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photo(page)});
    await question(page, 'photo').locator('img').waitFor();
    const name = await valueOf(page, 'photo');
    await finish(page);
    await until(async () => await text(page, '#collected') === '1');
    await page.click('#to-queue');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
    const said = tour.ecoute.run('responses', 'import', await download.path(), '--campaign', 'marche');
    assert.doesNotMatch(said, /line \d/);
    const answer = tour.kept('marche').find(one => one.answers.photo === name);
    const to = join(tour.ecoute.data, 'pieces-2');
    tour.ecoute.run('responses', 'attachments', '--campaign', 'marche', '--to', to);
    assert.ok(readdirSync(to).includes(`${answer.id}_${name}`));
  } finally {
    tour.network.set('open');
  }
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  await until(() => page.evaluate(async () => !await globalThis.ecoute.tablet.waits()));
  await page.context().close();
});
